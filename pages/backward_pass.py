"""Backward pass: from the loss down to every weight, one line at a time, and a check of every number of it."""

import streamlit as st

from nnviz.experiments.backward_pass.example import BackwardExample
from nnviz.ui.backward_pass import check, example, lines, nudge, worked_example
from nnviz.ui.backward_pass.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Backward pass",
    "Which weights made the loss, and how much? **Go down line by line**: each gradient is what came **from above**, "
    "times a **local slope**.",
)
state.show_notes()
example.controls()


@st.fragment
def lines_section(backward_example: BackwardExample) -> None:
    st.markdown(example.about(backward_example))
    drawn = lines.lines_drawing(backward_example)
    lines.formula(backward_example, drawn)
    lines.skip_question(backward_example)


@st.fragment
def nudge_section(backward_example: BackwardExample) -> None:
    st.subheader("Nudge a weight: does the loss do what its gradient says?")
    nudge.parameters(backward_example)
    along = nudge.nudged(backward_example)
    nudge.nudge_question(backward_example, along)
    nudge.nudge_drawing(backward_example, along)
    nudge.moved_outputs(backward_example, along)


@st.fragment
def update_section(backward_example: BackwardExample) -> None:
    st.subheader("The update nudges all of them at once")
    left, right = st.columns([3, 1.2], vertical_alignment="center")
    left.markdown(
        "**W ← W − η dW**: every weight goes down its own slope. **Drag η** until the true loss leaves the line."
    )
    with right:
        nudge.biases_switch()
    nudge.update_drawing(backward_example)
    if nudge.numbers_choice():
        nudge.update_tables(backward_example)
    if state.settings.source == "worked":
        worked_example.worked_example()


@st.fragment
def check_section(backward_example: BackwardExample) -> None:
    st.subheader("Is it right? Break it, and the numeric check turns red")
    st.markdown(
        "Each parameter is nudged up and down by 10⁻⁵ and the loss computed again: **(L(θ + h) − L(θ − h)) / 2h** "
        "knows nothing of the backward pass. Below is how far the two gradients are apart, on a scale of powers of ten."
    )
    if check.check_question(backward_example):
        broken = check.switches(backward_example)
        check.check_drawing(backward_example, broken)
        check.mistakes_in_words(backward_example, broken)


example_now = example.example()
if example_now is not None:
    lines_section(example_now)
    nudge_section(example_now)
    update_section(example_now)
    check_section(example_now)
state.show_in_address()
