"""Matrices: data times weights plus a bias, p linear models at once, and when shapes fit."""

import streamlit as st

from nnviz.ui.matrices import operators, product, tensor_ranks
from nnviz.ui.matrices.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Matrices",
    "One layer of a network is **Z = XW + b**. **Click a number of Z**: a row of X meets a column of W. Type or drag "
    "any number of X, W and b.",
)
state.show_notes()


@st.fragment
def product_section() -> None:
    product.source_control()
    product.product_drawing()
    product.formula()
    product.weight_question()
    st.subheader("p columns of W: p linear models at once")
    st.markdown(
        "Column j of W and b[j] are one linear model, $z_j = x_0 w_{0j} + x_1 w_{1j} + b_j$. **Change a weight above** "
        "and watch its line and its plane tilt; a bias shifts them."
    )
    product.models_drawing()
    state.show_in_address()


@st.fragment
def operators_section() -> None:
    st.subheader("The same two matrices under @, * and .T")
    operators.operators_controls()
    if operators.fits_question():
        operators.operators_drawing()
        operators.operator_lines()
    state.show_in_address()


@st.fragment
def ranks_section() -> None:
    st.subheader("Scalar, vector, matrix, tensor: how many indices?")
    st.markdown(
        "Six real handwritten digits. **Each index takes one axis away**: click a picture, a pixel of it, a number of "
        "the row."
    )
    tensor_ranks.ranks_drawing()
    tensor_ranks.ranks_in_words()


product_section()
operators_section()
ranks_section()
