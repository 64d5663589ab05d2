"""How a page begins: little air, one title, one sentence of what to look at."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz.ui.shell.page_actions import page_actions
from nnviz.ui.shell.page_state import PageState

_STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding: 4.1rem 1.6rem 1.5rem; }
[data-testid="stMainBlockContainer"] h1 { padding: 0; font-size: 1.6rem; }
[data-testid="stSidebarContent"] h3 { padding: 0.4rem 0 0; font-size: 1.05rem; }
[data-testid="stSidebarUserContent"] { padding-top: 0; }
.st-key-page-header { flex-wrap: nowrap; }
.st-key-page-header > * { flex: none; }
.st-key-page-header > :nth-child(2) { flex: 1 1 0; min-width: 0; }
.st-key-page-actions { flex-wrap: nowrap; }
.st-key-page-actions button { min-width: 2.25rem; min-height: 2.25rem; }
.st-key-page-actions button [data-testid="stMarkdownContainer"] { position: absolute; width: 1px; height: 1px;
  overflow: hidden; clip-path: inset(50%); }
@media (max-width: 640px) {
  .st-key-page-header { flex-wrap: wrap; }
  .st-key-page-header > :first-child { flex: 1 1 0; min-width: 0; }
  .st-key-page-header > :nth-child(2) { order: 1; flex-basis: 100%; }
}
[class*="st-key-room-of-"] { min-height: 31rem; }
</style>
"""


def compact() -> None:
    """Take the air out of a page's margins."""
    st.html(_STYLE)


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
        What to look at or to try, in Markdown.
    """
    compact()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="page-header"):
        st.title(title, anchor=False, width="content")
        st.markdown(sentence, width="content")
        page_actions(state, title)
