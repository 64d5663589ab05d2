"""Softmax: from any real numbers to probabilities, and what is left to learn, P - Y."""

import streamlit as st

from nnviz.experiments.inspection.formula import power
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.softmax import fraction, jacobian, logits, overflow, two_classes
from nnviz.ui.softmax.state import state

open_page()
page_header(
    "Softmax",
    "A network's last layer gives each class one real number, its **logit z**. Softmax turns them into probabilities. "
    "**Drag a logit** and watch the others lose what it gains.",
)
state.show_notes()
logits.controls()


@st.fragment
def live() -> None:
    softmax_pass = logits.result()
    about = logits.about_the_network()
    if about:
        st.markdown(about)
    logits.bars(softmax_pass)
    fraction.shift_question()
    st.subheader("The fraction")
    left, right = st.columns(2, gap="large")
    with left:
        fraction.fraction(softmax_pass)
    with right:
        st.markdown("**Why not take the raw outputs?** " + fraction.raw_outputs(softmax_pass))
    st.subheader("Each probability depends on every logit: the Jacobian")
    st.markdown(
        "Raising one logit raises its own probability (blue, on the diagonal) and lowers all others (orange). What one "
        "gains the others lose, so **each row adds up to 0**. Cross-entropy and softmax together leave only **P − Y**."
    )
    jacobian.jacobian(softmax_pass)
    jacobian.jacobian_formula(softmax_pass)


@st.fragment
def too_large() -> None:
    st.subheader("Why the maximum is taken off first")
    if overflow.overflow_question():
        overflow.overflow_control()
        overflow.overflow_table(overflow.overflow_now())
    state.show_in_address()


@st.fragment
def two() -> None:
    st.subheader("Two classes: softmax is the sigmoid")
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left:
        gap = two_classes.two_classes_chart()
    with right:
        st.latex(r"\frac{e^{z}}{e^{z} + e^{0}} = \frac{1}{1 + e^{-z}}")
        st.markdown(
            "Give the second class the logit 0, and the first one's probability is the sigmoid of z. On 321 points the "
            f"two functions of the engine differ by at most **{power(gap)}**: one sigmoid unit is enough for two."
        )


live()
too_large()
two()
