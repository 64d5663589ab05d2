"""Whether the page is light or dark, for figures that are made on the server."""

import streamlit as st


def is_dark() -> bool:
    """Return whether this visitor sees the dark theme."""
    return st.context.theme.type == "dark"
