"""How a page begins: little air, readable colours, one title, one sentence of what to look at."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz.figures.theme import DARK, LIGHT

PAGE_STYLE = f"""
<style>
[data-testid="stMainBlockContainer"] {{ padding: 4.1rem 1.6rem 1.5rem; }}
[data-testid="stMainBlockContainer"] h1 {{ padding: 0; font-size: 1.6rem; }}
[data-testid="stSidebarContent"] h3 {{ padding: 0.4rem 0 0; font-size: 1.05rem; }}
[data-testid="stSidebarUserContent"] {{ padding-top: 0; }}
[class*="st-key-room-of-"] {{ min-height: 31rem; }}
[data-testid="stCaptionContainer"] {{ color: inherit; opacity: 0.8; }}
[data-testid="stBaseButton-primary"], [data-testid="stMultiSelectTagsContainer"] [data-tag] * {{
  color: light-dark({LIGHT.paper}, {DARK.paper});
}}
</style>
"""


def compact() -> None:
    """Take the air out of a page's margins."""
    st.html(PAGE_STYLE)


def stage_container(name: str) -> DeltaGenerator:
    """Return the place of a live stage: it keeps its height while the stage is loading, so that nothing jumps.

    Parameters
    ----------
    name : str
        Which stage; one of its name a page.
    """
    return st.container(key=f"room-of-{name}")


def page_header(title: str, sentence: str) -> None:
    """Start a page.

    Parameters
    ----------
    title : str
        The page's only title.
    sentence : str
        What to look at or to try, in Markdown.
    """
    compact()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(title, anchor=False, width="content")
        st.markdown(sentence, width="content")
