"""Linear collapse: without an activation between them layers are one matrix; how far a slope takes them from it."""

import streamlit as st

from nnviz.experiments.linear_collapse.conclusions import conclusions
from nnviz.ui.linear_collapse import modes, race, stack
from nnviz.ui.linear_collapse.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion

open_page()
page_header(
    state,
    "Linear collapse",
    "Without an activation between them, all layers are **one matrix W\\***. **Drag the slope** from the identity to "
    "ReLU: how far does the network get from X W\\* + b\\*?",
)


@st.fragment
def stack_section() -> None:
    state.show_notes()
    stack.stack_drawing()
    stack.explained()
    state.show_in_address()


@st.fragment
def race_section() -> None:
    race.introduce()
    race.race_section()
    state.show_in_address()


@st.fragment
def modes_section() -> None:
    modes.introduce()
    modes.controls()
    modes.modes_section()
    state.show_in_address()


stack_section()
modes_section()
race_section()
conclusion(state, lambda: conclusions(stack.stack_now(), race.race_now(), modes.modes_now()))
