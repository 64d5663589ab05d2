"""Softmax: from any real numbers to probabilities, and what is left to learn, P - Y."""

import streamlit as st

from nnviz.experiments.softmax.settings import SoftmaxSettings
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.page_state import show_in_address, show_notes
from nnviz.ui.shell.startup import open_page
from nnviz.ui.softmax import facts as softmax_facts
from nnviz.ui.softmax import logits as softmax_logits
from nnviz.ui.widgets.formula import power

open_page()
page_header(
    "Softmax",
    "A network's last layer gives each class one real number, its **logit z**. Softmax turns them into probabilities. "
    "**Drag a logit** and watch the others lose what it gains.",
)
show_notes(SoftmaxSettings)
softmax_logits.controls()


@st.fragment
def live() -> None:
    found = softmax_logits.result()
    about = softmax_logits.about_the_network()
    if about:
        st.markdown(about)
    softmax_logits.bars(found)
    softmax_facts.shift_question()
    st.subheader("The fraction")
    left, right = st.columns(2, gap="large")
    with left:
        softmax_facts.fraction(found)
    with right:
        st.markdown("**Why not take the raw outputs?** " + softmax_facts.raw_outputs(found))
    st.subheader("Each probability depends on every logit: the Jacobian")
    st.markdown(
        "Raising one logit raises its own probability (blue, on the diagonal) and lowers all others (orange). What one "
        "gains the others lose, so **each row adds up to 0**. Cross-entropy and softmax together leave only **P − Y**."
    )
    softmax_facts.jacobian(found)
    softmax_facts.jacobian_formula(found)


@st.fragment
def too_large() -> None:
    st.subheader("Why the maximum is taken off first")
    if softmax_facts.overflow_question():
        softmax_facts.overflow_control()
        softmax_facts.overflow_table(softmax_facts.overflow_now())
    show_in_address(softmax_logits.settings())


@st.fragment
def two() -> None:
    st.subheader("Two classes: softmax is the sigmoid")
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left:
        gap = softmax_facts.two_classes_chart()
    with right:
        st.latex(r"\frac{e^{z}}{e^{z} + e^{0}} = \frac{1}{1 + e^{-z}}")
        st.markdown(
            "Give the second class the logit 0, and the first one's probability is the sigmoid of z. On 321 points the "
            f"two functions of the engine differ by at most **{power(gap)}**: one sigmoid unit is enough for two."
        )


live()
too_large()
two()
