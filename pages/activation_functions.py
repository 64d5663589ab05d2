"""Neuron and activation functions: a weighted sum, then an activation, and the slope that a gradient has to pass."""

import streamlit as st

from nnviz.experiments.activation_functions.conclusions import conclusions
from nnviz.ui.activation_functions import curves, elementwise, formulas, neuron, slope_products
from nnviz.ui.activation_functions.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion

open_page()
page_header(
    state,
    "Neuron and activation functions",
    "A neuron computes a weighted sum **z**, then applies its activation: **a = g(z)**. In the backward pass the "
    "gradient is multiplied by the slope **g′(z)**. **Drag the curves left and right** and watch the tangent flatten "
    "in the red zones.",
)
state.show_notes()
functions = state.settings.functions


@st.fragment
def curves_section() -> None:
    curves.controls()
    curves.plots()
    if slope_products.product_question():
        slope_products.products_figure()
        st.markdown(slope_products.products_in_words())
    st.header("Formulas, and the NumPy lines that compute them")
    formulas.formulas()
    state.show_in_address()
    if state.settings.functions != functions:
        st.rerun()  # the sections below use the first function; the curves need not wait for them


@st.fragment
def neuron_section() -> None:
    st.header("One neuron: weighted sum, then activation")
    st.markdown(
        "**Move an input or a weight.** The sum z moves along the curve of the first function above. The backward line "
        "shows how strongly the output a responds to each number."
    )
    neuron.neuron_drawing()
    neuron.neuron_lines()
    neuron.input_question()


@st.fragment
def matrix_section() -> None:
    st.header("Element by element: a matrix Z in, a matrix A out")
    elementwise.matrix_controls()
    result = elementwise.elementwise()
    if result is not None:
        shape = (
            f" X {result.X.shape} becomes Z {result.Z.shape} and A {result.A.shape}." if result.X is not None else ""
        )
        st.markdown(
            f"{result.title}.{shape} The same activation, {result.activation.title}, is applied to each entry "
            "separately; **scale up the weights** and see where the slope is lost."
        )
        elementwise.matrices(result)
    state.show_in_address()


@st.fragment
def gallery_section() -> None:
    if st.toggle("Show all activation functions at a glance", key=state.key("gallery")):
        formulas.gallery()


curves_section()
neuron_section()
matrix_section()
gallery_section()
conclusion(state, lambda: conclusions(state.settings, elementwise.elementwise()))
