"""A Plotly figure that is kept alive: it changes its numbers without a flicker and keeps its zoom and its camera.

`st.plotly_chart` takes every change of the data for another chart and draws
it anew: zoom and camera are lost (docs/architecture.md has the measurement).
It also fetches Plotly's program, 4.7 MB, with every page that has one. Here
the program comes when the first figure comes into view, and after what moves
has been painted (`figure_view.js`); so no page uses `st.plotly_chart`.
"""

import base64
import gzip
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.appearance import is_dark

if TYPE_CHECKING:
    import plotly.graph_objects as go

WANTED = "nnviz.library."
"""Before a figure's key: its browser has asked for Plotly, and the next message brings it."""


def kept_figure(
    draw: "Callable[[bool], go.Figure]", key: str, alt: str, revision: str = "", toolbar: bool = False
) -> None:
    """Show a figure. What changes it should stand with it in a fragment, so that it reruns nothing else.

    Parameters
    ----------
    draw : callable
        Makes the figure, with a height in its layout, for the dark theme (True) or the light one. It is called again
        where the theme changes while the figure is on the page.
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
    words: dict[str, Any] = {
        "alt": alt,
        "revision": revision or "same",
        "version": library_version(),
        "config": {"displayModeBar": "hover"} if toolbar else {},
    }

    def asked(question: Mapping[str, Any]) -> None:
        if question.get("library") is True:
            st.session_state[WANTED + key] = True

    @st.fragment
    def shown() -> None:
        """Show it; the browser's wish for Plotly, or for the colours of another theme, reruns this alone."""
        dark = is_dark()
        figure = draw(dark)
        header = words | {"figure": figure.to_json(validate=False, engine="json"), "dark": dark}
        library = {"library": packed_library()} if st.session_state.pop(WANTED + key, False) else {}
        drawing("figure", header | library, {}, key=key, on_ask=asked, room=f"{figure.layout.height or 450}px")

    shown()


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
