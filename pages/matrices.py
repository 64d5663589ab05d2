"""Matrices: data times weights plus a bias, p linear models at once, and when shapes fit."""

import streamlit as st

from nnviz.experiments.matrices.settings import MatrixSettings
from nnviz.ui.matrices import facts as matrix_facts
from nnviz.ui.matrices import product as matrix_product
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.page_state import show_in_address, show_notes
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Matrices",
    "One layer of a network is **Z = XW + b**. **Click a number of Z**: a row of X meets a column of W. Type or drag "
    "any number of X, W and b.",
)
show_notes(MatrixSettings)


@st.fragment
def product() -> None:
    matrix_product.source_control()
    matrix_product.product_drawing()
    matrix_product.formula()
    matrix_product.weight_question()
    st.subheader("p columns of W: p linear models at once")
    st.markdown(
        "Column j of W and b[j] are one linear model, $z_j = x_0 w_{0j} + x_1 w_{1j} + b_j$. **Change a weight above** "
        "and watch its line and its plane tilt; a bias shifts them."
    )
    matrix_product.models_drawing()
    show_in_address(matrix_product.settings())


@st.fragment
def operators() -> None:
    st.subheader("The same two matrices under @, * and .T")
    matrix_facts.operators_controls()
    if matrix_facts.fits_question():
        matrix_facts.operators_drawing()
        matrix_facts.operator_lines()
    show_in_address(matrix_product.settings())


@st.fragment
def tensors() -> None:
    st.subheader("Scalar, vector, matrix, tensor: how many indices?")
    st.markdown(
        "Six real handwritten digits. **Each index takes one axis away**: click a picture, a pixel of it, a number of "
        "the row."
    )
    matrix_facts.ranks_drawing()
    matrix_facts.ranks_in_words()


product()
operators()
tensors()
