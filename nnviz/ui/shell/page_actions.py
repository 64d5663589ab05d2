"""What can be done on every page, at the end of its title: undo, redo."""

from typing import Any

import streamlit as st

from nnviz.ui.shell.page_state import PageState


def page_actions(state: PageState[Any]) -> None:
    """Draw the buttons.

    They are never grey: a change in a fragment does not draw them anew, so what cannot be undone is told on a press.

    Parameters
    ----------
    state : PageState
        Of the page.
    """
    with st.container(horizontal=True, gap=None, width="content", key="page-actions"):
        st.button(
            "Undo",
            icon=":material/undo:",
            type="tertiary",
            help="Undo the last change of a setting",
            key=state.key("undo"),
            on_click=state.undo,
        )
        st.button(
            "Redo",
            icon=":material/redo:",
            type="tertiary",
            help="Redo the change that was undone",
            key=state.key("redo"),
            on_click=state.redo,
        )
