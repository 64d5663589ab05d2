"""Attention: every token asks all others; each topic is a section of its own, one is shown at a time."""

import streamlit as st

from nnviz.ui.attention.state import state
from nnviz.ui.attention.topics import TOPICS
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion

open_page()
page_header(state, "Attention", TOPICS.current.look)
TOPICS.choose()


@st.fragment
def live() -> None:
    state.show_notes()
    TOPICS.current.section()
    state.show_in_address()


live()
conclusion(state, lambda: TOPICS.current.conclusions())
