"""Softmax: from any real numbers to probabilities, and what is left to learn, P - Y."""

import streamlit as st

from nnviz.experiments.softmax_pass import overflow, softmax_pass
from nnviz.experiments.softmax_settings import SoftmaxSettings
from nnviz.ui import softmax_sections as part
from nnviz.ui.formula import power
from nnviz.ui.layout import page_header
from nnviz.ui.page_state import show_in_address, show_notes
from nnviz.ui.question import question
from nnviz.ui.startup import open_page

open_page()
page_header(
    "Softmax",
    "A network's last layer gives each class one real number, its **logit z**. Softmax turns them into probabilities. "
    "**Drag a logit** and watch the others lose what it gains.",
)
show_notes(SoftmaxSettings)
part.controls()


@st.fragment
def live() -> None:
    found = part.result()
    about = part.about_the_network()
    if about:
        st.markdown(about)
    part.bars(found)
    logits, target = part.logits(), part.target()
    before, after = softmax_pass(logits, target), softmax_pass(logits, target, shift=100.0)
    gap = abs(before.P - after.P).max()
    question(
        "softmax.question.shift",
        "100 is added to every logit. What happens to the probabilities?",
        ["all grow", "the largest gets nearly 1", "nothing"],
        2 if gap < 1e-9 else 0,
        f"The largest change of a probability is {power(gap)}: e^(z + 100) = e^100 e^z, and the factor cancels in the "
        "fraction. Try the slider **+ c** above. Dividing by a temperature does change them.",
    )
    st.subheader("The fraction")
    left, right = st.columns(2, gap="large")
    with left:
        part.fraction(found)
    with right:
        st.markdown("**Why not take the raw outputs?** " + part.raw_outputs(found))
    st.subheader("Each probability depends on every logit: the Jacobian")
    st.markdown(
        "Raising one logit raises its own probability (blue, on the diagonal) and lowers all others (orange). What one "
        "gains the others lose, so **each row adds up to 0**. Cross-entropy and softmax together leave only **P − Y**."
    )
    part.jacobian(found)
    part.jacobian_formula()
    show_in_address(part.settings())


@st.fragment
def too_large() -> None:
    st.subheader("Why the maximum is taken off first")
    broken = overflow(part.logits(), 1000.0)
    answered = question(
        "softmax.question.overflow",
        "the formula is computed as it is written, with 1000 added to every logit. What comes out?",
        ["the same probabilities", "all 0", "not a number"],
        2 if broken.broken else 0,
        f"float64 ends at about 1.8e308, so e^1000 is {broken.naive_E[0]:g}, and inf / inf is {broken.naive_P[0]:g}. "
        "With the maximum taken off, the largest exponent is 0.",
    )
    if answered:
        part.overflow_control()
        part.overflow_table(part.overflow_now())
    show_in_address(part.settings())


@st.fragment
def two() -> None:
    st.subheader("Two classes: softmax is the sigmoid")
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left:
        gap = part.two_classes_chart()
    with right:
        st.latex(r"\frac{e^{z}}{e^{z} + e^{0}} = \frac{1}{1 + e^{-z}}")
        st.markdown(
            "Give the second class the logit 0, and the first one's probability is the sigmoid of z. On 321 points the "
            f"two functions of the engine differ by at most **{power(gap)}**: one sigmoid unit is enough for two."
        )


live()
too_large()
two()
