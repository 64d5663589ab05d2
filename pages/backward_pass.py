"""Backward pass: from the loss down to every weight, one line at a time, and a check of every number of it."""

import streamlit as st

from nnviz.experiments.backward_pass.example import BackwardExample
from nnviz.experiments.backward_pass.settings import BackwardSettings
from nnviz.ui.backward_pass import check as backward_check
from nnviz.ui.backward_pass import lines as backward_lines
from nnviz.ui.backward_pass import nudge as backward_nudge
from nnviz.ui.backward_pass import worked_example as backward_worked
from nnviz.ui.backward_pass.example import about, controls, example, settings
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.page_state import show_in_address, show_notes
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Backward pass",
    "Which weights made the loss, and how much? **Go down line by line**: each gradient is what came **from above**, "
    "times a **local slope**.",
)
show_notes(BackwardSettings)
controls()


@st.fragment
def lines(found: BackwardExample) -> None:
    st.markdown(about(found))
    drawn = backward_lines.lines_drawing(found)
    backward_lines.formula(found, drawn)
    backward_lines.skip_question(found)


@st.fragment
def nudge(found: BackwardExample) -> None:
    st.subheader("Nudge a weight: does the loss do what its gradient says?")
    backward_nudge.parameters(found)
    along = backward_nudge.nudged(found)
    backward_nudge.nudge_question(found, along)
    backward_nudge.nudge_drawing(found, along)
    backward_nudge.moved_outputs(found, along)


@st.fragment
def update(found: BackwardExample) -> None:
    st.subheader("The update nudges all of them at once")
    left, right = st.columns([3, 1.2], vertical_alignment="center")
    left.markdown(
        "**W ← W − η dW**: every weight goes down its own slope. **Drag η** until the true loss leaves the line."
    )
    with right:
        backward_nudge.biases_switch()
    backward_nudge.update_drawing(found)
    if backward_nudge.numbers_choice():
        backward_nudge.update_tables(found)
    if settings().source == "worked":
        backward_worked.worked_example()


@st.fragment
def check(found: BackwardExample) -> None:
    st.subheader("Is it right? Break it, and the numeric check turns red")
    st.markdown(
        "Each parameter is nudged up and down by 10⁻⁵ and the loss computed again: **(L(θ + h) − L(θ − h)) / 2h** "
        "knows nothing of the backward pass. Below is how far the two gradients are apart, on a scale of powers of ten."
    )
    if backward_check.check_question(found):
        broken = backward_check.switches(found)
        backward_check.check_drawing(found, broken)
        backward_check.mistakes_in_words(found, broken)


found_now = example()
if found_now is not None:
    lines(found_now)
    nudge(found_now)
    update(found_now)
    check(found_now)
show_in_address(settings())
