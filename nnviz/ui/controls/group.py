"""The heading of a group of controls: its title, and what a change in it does to the weights."""

import streamlit as st

RESTARTS = ":material/restart_alt: starts again with fresh weights"
KEEPS = ":material/play_arrow: goes on with the same weights"


def group(title: str, keeps_weights: bool) -> None:
    """Begin a group."""
    st.subheader(title)
    st.caption(KEEPS if keeps_weights else RESTARTS)
