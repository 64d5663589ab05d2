"""Neuron and activation functions: a weighted sum, then a bend, and the slope that a gradient has to pass."""

import streamlit as st

from nnviz.engine import activation
from nnviz.experiments.activation_settings import ActivationSettings
from nnviz.experiments.bend import chain
from nnviz.experiments.one_neuron import neuron
from nnviz.ui import activation_sections as part
from nnviz.ui.formula import power
from nnviz.ui.layout import page_header
from nnviz.ui.page_state import show_in_address, show_notes
from nnviz.ui.question import question
from nnviz.ui.startup import open_page

open_page()
page_header(
    "Neuron and activation functions",
    "A neuron adds up its inputs to **z**, then bends the sum: **a = g(z)**. On the way back a gradient is multiplied "
    "by the slope **g′(z)**. **Drag the curves left and right** and watch the tangent go flat in the red zones.",
)
show_notes(ActivationSettings)
part.controls()


@st.fragment
def curves() -> None:
    part.plots()
    sigmoid_bound = chain(activation("sigmoid"), 0.0, 10).bounds[-1]
    options = ["about a quarter of it", "about a fortieth", "about a millionth"]
    right = min(range(3), key=lambda i: abs((0.25, 0.025, 1e-6)[i] - sigmoid_bound))
    answered = question(
        "activation.question.product",
        "ten sigmoid neurons stand in a row, all weights 1. At most how much of a gradient gets from the end to the "
        "start?",
        options,
        right,
        f"The largest slope of the sigmoid is {activation('sigmoid').largest_slope:g}, and slopes multiply: "
        f"{activation('sigmoid').largest_slope:g} to the power 10 is {power(sigmoid_bound)}. This is why deep stacks "
        "of sigmoids hardly learn in their first layers.",
    )
    if answered:
        part.products_figure()
        st.markdown(part.products_in_words())
    st.subheader("Formulas and the lines of NumPy behind them")
    part.formulas()
    show_in_address(part.settings())


@st.fragment
def one_neuron() -> None:
    st.subheader("One neuron: weigh, add, bend")
    st.markdown(
        "**Move an input or a weight.** The sum z moves along the curve of the first function above. The last line "
        "goes back: how much the output a would change with each number."
    )
    part.neuron_drawing()
    now = part.settings()
    still = neuron((0.0, now.x2), (now.w1, now.w2), now.b, now.activations[0])
    question(
        "activation.question.input",
        "the input x₁ is 0. How strongly does the output react to a change of its weight w₁?",
        ["not at all", "half as much", "as much as to w₂"],
        0 if still.gradients.dW[0, 0] == 0.0 else 2,
        f"With x₁ = 0 and all else as above the pass back gives dw₁ = x₁ dz = {still.gradients.dW[0, 0]:g}, and "
        f"dw₂ = {still.gradients.dW[1, 0]:.4f}: a weight learns only from inputs that are not zero.",
    )


@st.fragment
def whole_matrix() -> None:
    st.subheader("Element by element: a matrix Z goes in, a matrix A comes out")
    part.matrix_controls()
    found = part.elementwise()
    if found is not None:
        shape = f" X {found.X.shape} becomes Z {found.Z.shape} and A {found.A.shape}." if found.X is not None else ""
        st.markdown(
            f"{found.title}.{shape} The same bend, {found.activation.title}, is applied to each number on its own; "
            "**make the weights larger** and see more cells lose their slope."
        )
        part.matrices(found)
    show_in_address(part.settings())


@st.fragment
def all_of_them() -> None:
    if st.toggle("Show all activation functions at a glance", key="activation.gallery"):
        part.gallery()


curves()
one_neuron()
whole_matrix()
all_of_them()
