"""Backward pass: from the loss down to every weight, one line at a time, and a check of every number of it."""

import streamlit as st

from nnviz.experiments.backward_pass.conclusions import conclusions
from nnviz.experiments.backward_pass.example import BackwardExample
from nnviz.ui.backward_pass import check, example, lines, nudge, worked_example
from nnviz.ui.backward_pass.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion

open_page()
page_header(
    state,
    "Backward pass",
    "How much does each weight contribute to the loss? **Step through the lines**: each gradient is the **upstream "
    "gradient** times a **local derivative**.",
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
    st.header("Nudge a weight: does the loss do what its gradient says?")
    nudge.parameters(backward_example)
    along = nudge.nudged(backward_example)
    answered = nudge.nudge_question(backward_example, along)
    nudge.nudge_drawing(backward_example, along, answered)
    nudge.moved_outputs(backward_example, along)


@st.fragment
def update_section(backward_example: BackwardExample) -> None:
    st.header("The update nudges every parameter at once")
    left, right = st.columns([3, 1.2], vertical_alignment="center")
    left.markdown(
        "**W ← W − η dW**: every parameter steps against its own gradient. **Drag η** until the true loss departs from "
        "the straight line."
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
    st.header("Is it correct? Break it, and the gradient check turns red")
    st.markdown(
        "Each parameter is nudged up and down by h = 10⁻⁵ and the loss is recomputed: **(L(θ + h) − L(θ − h)) / 2h** "
        "knows nothing about the backward pass. Shown below: the relative error between the two gradients, on a "
        "logarithmic scale."
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


def seen() -> tuple[str, ...]:
    now, backward_example = state.settings, example.example()
    if backward_example is None:
        return ("Enter valid numbers above.",)
    parameter = nudge.parameter_now(backward_example)
    return conclusions(backward_example, parameter, now.nudge, now.learning_rate, now.biases)


conclusion(state, seen)
