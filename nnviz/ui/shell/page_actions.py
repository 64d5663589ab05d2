"""What can be done on every page, at the end of its title: undo and redo a change of settings, share."""

from typing import Any

import streamlit as st

from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.share import share_popover


def page_actions(state: PageState[Any] | None, title: str) -> None:
    """Draw the buttons.

    They are never grey: a change in a fragment does not draw them anew, so what cannot be undone is told on a press.

    Parameters
    ----------
    state : PageState or None
        Of a page with settings.
    title : str
        Of the page.
    """
    with st.container(horizontal=True, gap=None, width="content", key="page-actions"):
        if state is None:
            share_popover("page", lambda: None, title)
            return
        for name, icon, hint, act in (
            ("Undo", ":material/undo:", "Undo the last change of a setting", state.undo),
            ("Redo", ":material/redo:", "Redo the change that was undone", state.redo),
        ):
            st.button(name, icon=icon, type="tertiary", help=hint, key=state.key(name.lower()), on_click=act)
        share_popover(state.key("page"), lambda: state.shared, title)
