"""Neuron and activation functions: a weighted sum, then a bend, and the slope that a gradient has to pass."""

import streamlit as st

from nnviz.experiments.activation_functions.settings import ActivationSettings
from nnviz.ui.activation_functions import curves as activation_curves
from nnviz.ui.activation_functions import facts as activation_facts
from nnviz.ui.activation_functions import uses as activation_uses
from nnviz.ui.activation_functions.curves import settings
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.page_state import show_in_address, show_notes
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Neuron and activation functions",
    "A neuron adds up its inputs to **z**, then bends the sum: **a = g(z)**. On the way back a gradient is multiplied "
    "by the slope **g′(z)**. **Drag the curves left and right** and watch the tangent go flat in the red zones.",
)
show_notes(ActivationSettings)
functions = settings().functions


@st.fragment
def curves() -> None:
    activation_curves.controls()
    activation_curves.plots()
    if activation_facts.product_question():
        activation_facts.products_figure()
        st.markdown(activation_facts.products_in_words())
    st.subheader("Formulas and the lines of NumPy behind them")
    activation_facts.formulas()
    show_in_address(settings())
    if settings().functions != functions:
        st.rerun()  # the sections below use the first function; the curves need not wait for them


@st.fragment
def one_neuron() -> None:
    st.subheader("One neuron: weigh, add, bend")
    st.markdown(
        "**Move an input or a weight.** The sum z moves along the curve of the first function above. The last line "
        "goes back: how much the output a would change with each number."
    )
    activation_uses.neuron_drawing()
    activation_uses.neuron_lines()
    activation_uses.input_question()


@st.fragment
def whole_matrix() -> None:
    st.subheader("Element by element: a matrix Z goes in, a matrix A comes out")
    activation_uses.matrix_controls()
    found = activation_uses.elementwise()
    if found is not None:
        shape = f" X {found.X.shape} becomes Z {found.Z.shape} and A {found.A.shape}." if found.X is not None else ""
        st.markdown(
            f"{found.title}.{shape} The same bend, {found.activation.title}, is applied to each number on its own; "
            "**make the weights larger** and see more cells lose their slope."
        )
        activation_uses.matrices(found)
    show_in_address(settings())


@st.fragment
def all_of_them() -> None:
    if st.toggle("Show all activation functions at a glance", key="activation.gallery"):
        activation_facts.gallery()


curves()
one_neuron()
whole_matrix()
all_of_them()
