"""Softmax: from any real numbers to probabilities, and what is left to learn, P - Y."""

import streamlit as st

from nnviz.experiments.inspection.formula import power
from nnviz.experiments.softmax.conclusions import conclusions
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.softmax import fraction, jacobian, logits, overflow, two_classes
from nnviz.ui.softmax.state import state
from nnviz.ui.widgets.conclusion import conclusion
from nnviz.ui.widgets.glossary import explained
from nnviz.ui.widgets.untrusted_text import escape_markdown

open_page()
page_header(
    state,
    "Softmax",
    "A network's last layer gives each class a real number, its **logit z**. Softmax turns the logits into "
    "probabilities. **Drag a logit**: what its probability gains, the others lose.",
)
state.show_notes()


@st.fragment
def live() -> None:
    logits.controls()
    softmax_pass = logits.result()
    about = logits.about_the_network()
    if about:
        st.markdown(explained(about, "epoch"))
    logits.bars(softmax_pass)
    st.header("Each probability depends on every logit: the Jacobian")
    jacobian.jacobian(softmax_pass)
    st.markdown(
        explained(
            "Raising one logit raises its own probability (blue, on the diagonal) and lowers all others (orange). "
            "What one gains the others lose, so each column and, by symmetry, **each row sums to 0**. Softmax and "
            "cross-entropy together reduce to **P − Y**.",
            "cross-entropy",
        )
    )
    jacobian.jacobian_formula(softmax_pass)
    fraction.shift_question()
    st.header("The fraction")
    left, right = st.columns(2, gap="large")
    with left:
        fraction.fraction(softmax_pass)
    with right:
        st.markdown(
            "**Why not use the raw outputs?** They may be negative and add up to anything. Dividing by the sum is no "
            "general remedy: it fails when signs are mixed or the sum is near 0 (the line below the sliders has the "
            "numbers). The exponential makes every number positive; dividing by the sum then gives fractions that add "
            "up to 1."
        )
    st.header("Why the maximum is subtracted first")
    if overflow.overflow_question():
        overflow.overflow_control()
        overflow.overflow_table(overflow.overflow_now())
    state.show_in_address()


@st.fragment
def two() -> None:
    st.header("With two classes, softmax is the sigmoid")
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left:
        gap = two_classes.two_classes_chart()
    with right:
        st.latex(r"\frac{e^{z}}{e^{z} + e^{0}} = \frac{1}{1 + e^{-z}}")
        st.markdown(
            "Set the second class's logit to 0, and the first class's probability is the sigmoid of z. At 321 points "
            f"the engine's two functions differ by at most **{power(gap)}**: for two classes, one sigmoid unit is "
            "enough."
        )


live()
two()
conclusion(
    state,
    lambda: conclusions(
        logits.logits(),
        tuple(map(escape_markdown, logits.names())),
        logits.target(),
        state.settings.temperature,
        state.settings.shift,
    ),
)
