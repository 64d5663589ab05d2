"""The picture on the home page: a network that learns, and when it has, another one."""

import streamlit as st

from nnviz.stage.showcase import Showcase
from nnviz.ui.drawings.stage import live_stage
from nnviz.ui.shell.run_cache import shared_frames
from nnviz.ui.shell.session import SHOWCASE, session
from nnviz.ui.shell.startup import training_lock


@st.fragment
def showcase() -> None:
    """Show a network that learns."""
    state = session()
    if SHOWCASE not in state:
        state[SHOWCASE] = Showcase(shared_frames())
    playing: Showcase = state[SHOWCASE]
    with training_lock():
        message = playing.next_message()
    live_stage(message, "showcase", playing.need, playing.carry_out)
