"""The heading of a group of controls: its title, and what a change in it does to the weights."""

import streamlit as st

RESTARTS = ":material/restart_alt: restarts from the initial weights"
KEEPS = ":material/play_arrow: continues with the current weights"


def group(title: str, keeps_weights: bool) -> None:
    """Begin a group."""
    st.header(title)
    st.caption(KEEPS if keeps_weights else RESTARTS)
