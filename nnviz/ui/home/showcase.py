"""The picture on the home page: a network that learns, and when it has, another one."""

import streamlit as st

from nnviz.experiments.diagnosis.conclusions import conclusions
from nnviz.stage.showcase import Showcase
from nnviz.ui.drawings.stage import live_stage, next_message
from nnviz.ui.shell.run_cache import shared_frames
from nnviz.ui.shell.session import SHOWCASE, session


@st.fragment
def showcase() -> None:
    """Show a network that learns."""
    state = session()
    if SHOWCASE not in state:
        state[SHOWCASE] = Showcase(shared_frames())
    playing: Showcase = state[SHOWCASE]
    live_stage(next_message(playing), "showcase", playing.need, playing.carry_out)


def seen() -> tuple[str, ...]:
    """What the network on view has learned by now."""
    playing: Showcase = session()[SHOWCASE]
    return conclusions(playing.run, playing.history)
