"""The foot of every page: the way to the previous and to the next page of the course."""

import streamlit as st

from nnviz.ui.shell.catalogue import neighbours


def page_foot(name: str) -> None:
    """Draw links to the pages before and after one.

    Parameters
    ----------
    name : str
        Of the page on view, as in the catalogue.
    """
    previous, following = neighbours(name)
    with st.container(
        horizontal=True, horizontal_alignment="distribute" if previous is not None else "right", key="page-foot"
    ):
        if previous is not None:
            st.page_link(previous.page(), label=f"Previous: {previous.title}", icon=":material/arrow_back:")
        if following is not None:
            st.page_link(following.page(), label=f"Next: {following.title}", icon=":material/arrow_forward:")
