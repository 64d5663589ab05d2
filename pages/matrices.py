"""Matrices: data times weights plus a bias, p linear models at once, and when shapes fit."""

import streamlit as st

from nnviz.experiments.matrices.conclusions import conclusions
from nnviz.ui.matrices import operators, product, tensor_ranks
from nnviz.ui.matrices.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion

open_page()
page_header(
    state,
    "Matrices",
    "One layer of a network computes **Z = XW + b**. **Click an entry of Z**: it combines a row of X with a column "
    "of W. Type or drag any entry of X, W and b.",
)
state.show_notes()


@st.fragment
def product_section() -> None:
    product.source_control()
    product.product_drawing()
    product.models_drawing()
    product.formula()
    product.weight_question()
    state.show_in_address()


@st.fragment
def operators_section() -> None:
    st.header("Numbers, vectors and matrices under @, *, + and .T")
    operators.operators_controls()
    if operators.fits_question():
        operators.operators_drawing()
        operators.operator_lines()
    state.show_in_address()


@st.fragment
def ranks_section() -> None:
    st.header("Scalar, vector, matrix, tensor: how many indices?")
    st.markdown(
        "Six real handwritten digits. **Each index removes one axis**: click an image, one of its pixels, an entry "
        "of the row."
    )
    tensor_ranks.ranks_drawing()
    tensor_ranks.ranks_in_words()


product_section()
operators_section()
ranks_section()
conclusion(state, lambda: conclusions(state.settings))
