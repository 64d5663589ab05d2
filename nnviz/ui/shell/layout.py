"""How a page begins: one title, one sentence of what to look at."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz.ui.shell.page_actions import page_actions
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.glossary import explained


def stage_container(name: str) -> DeltaGenerator:
    """Return the place of a live stage: it keeps its height while the stage is loading, so that nothing jumps.

    Parameters
    ----------
    name : str
        Which stage; one of its name a page.
    """
    return st.container(key=f"room-of-{name}")


def page_header(state: PageState[Any] | None, title: str, sentence: str) -> None:
    """Start a page.

    Parameters
    ----------
    state : PageState or None
        Of a page with settings.
    title : str
        The page's only title.
    sentence : str
        What to look at or to try, in Markdown; terms of the glossary are marked in it.
    """
    with st.container(key="page-header", horizontal=True, vertical_alignment="center", gap="small"):
        st.title(title, anchor=False, width="content")
        st.markdown(explained(sentence), width="content")
        page_actions(state, title)
