"""The picture on the home page: a network that learns, and when it has, another one."""

import streamlit as st

from nnviz.experiments.diagnosis.conclusions import conclusions
from nnviz.stage.showcase import Showcase
from nnviz.ui.drawings.direct_line import held
from nnviz.ui.drawings.stage import live_stage
from nnviz.ui.shell.run_cache import shared_frames
from nnviz.ui.shell.session import SHOWCASE, session


@st.fragment
def showcase() -> None:
    """Show a network that learns."""
    state = session()
    if SHOWCASE not in state:
        state[SHOWCASE] = Showcase(shared_frames())
    playing: Showcase = held(SHOWCASE)
    live_stage(playing, "showcase", playing.carry_out, alone=("play", "pause"))


def seen() -> tuple[str, ...]:
    """What the network on view has learned by now."""
    playing: Showcase = held(SHOWCASE)
    return conclusions(playing.run, playing.history)
