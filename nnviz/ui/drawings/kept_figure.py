"""A Plotly figure that is kept alive: it changes its numbers without a flicker and keeps its zoom and its camera.

`st.plotly_chart` takes every change of the data for another chart and draws
it anew: zoom and camera are lost (docs/architecture.md has the measurement).
"""

import base64
import gzip
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from nnviz.ui.drawings.drawing import drawing

if TYPE_CHECKING:
    import plotly.graph_objects as go

WANTED = "nnviz.library."
"""Before a figure's key: its browser has asked for Plotly, and the next message brings it."""


def kept_figure(figure: "go.Figure", key: str, alt: str, revision: str = "", toolbar: bool = False) -> None:
    """Show a figure. Call it in a fragment, so that what changes it reruns nothing else.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        With a height in its layout.
    key : str
        Stable.
    alt : str
        What it shows, for those who cannot see it.
    revision : str
        While this stays the same, zoom and camera stay as the person has set them; where it changes, the figure
        starts with its own axes again. Change it where other axes are meant: another data set, say.
    toolbar : bool
        Whether Plotly's tools appear while a mouse is over the figure.
    """
    header: dict[str, Any] = {
        "figure": figure.to_json(validate=False, engine="json"),
        "alt": alt,
        "revision": revision or "same",
        "version": library_version(),
        "config": {"displayModeBar": "hover"} if toolbar else {},
    }
    if st.session_state.pop(WANTED + key, False):
        header["library"] = packed_library()

    def asked(question: Mapping[str, Any]) -> None:
        if question.get("library") is True:
            st.session_state[WANTED + key] = True

    drawing("figure", header, {}, key=key, on_ask=asked, room=f"{figure.layout.height or 450}px")


@st.fragment
def standing_figure(figure: "go.Figure", key: str, alt: str) -> None:
    """Show a figure outside of a fragment: with the page it gets other numbers, and otherwise stands."""
    kept_figure(figure, key, alt)


@cache
def library_version() -> str:
    """Return the version of the plotly package, under which a browser keeps the library."""
    from importlib.metadata import version

    return version("plotly")


@cache
def packed_library() -> str:
    """Return plotly.min.js as the package brings it, as gzip in base64: 1.9 MB."""
    from plotly.offline import get_plotlyjs

    return base64.b64encode(gzip.compress(get_plotlyjs().encode(), 6)).decode("ascii")
