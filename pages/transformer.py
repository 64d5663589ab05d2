"""Transformer: a small one learns to continue sequences; each topic is a section of its own, one is shown at a time."""

import streamlit as st

from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.transformer.state import state
from nnviz.ui.transformer.topics import TOPICS
from nnviz.ui.widgets.conclusion import conclusion

open_page()
page_header(state, "Transformer", TOPICS.current.look)
TOPICS.choose()


@st.fragment
def live() -> None:
    state.show_notes()
    TOPICS.current.section()
    state.show_in_address()


live()
conclusion(state, lambda: TOPICS.current.conclusions())
