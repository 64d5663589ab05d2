"""What every page has beside its content: its style, and projector mode, which lasts from page to page."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from nnviz.ui.drawings.packaged import packaged_component
from nnviz.ui.shell.session import ARRIVING, CORRECTED, PROJECTOR, session

_STYLE = Path(__file__).with_name("page.css")
_EMBEDDED_STYLE = Path(__file__).with_name("embedded.css")

PARAMETER = "projector"
"""The parameter of an address that opens it in projector mode; `1` switches it on."""

_TOOLS = "page_tools"


def is_embedded() -> bool:
    """Return whether another web page shows this one in a frame, by ``?embed=true``: then it has no navigation."""
    return bool(st.context.is_embedded)


def page_tools(lesson: Mapping[str, Any] | None = None, carry_out: Callable[[object], None] | None = None) -> None:
    """Draw what belongs to every page. Call it before the page runs.

    Parameters
    ----------
    lesson : mapping, optional
        What the bar of lessons is told (nnviz/ui/lessons/bar.py).
    carry_out : callable, optional
        Called with what the bar asks for, before the page runs again.
    """
    st.html(_STYLE)
    if is_embedded():
        st.html(_EMBEDDED_STYLE)
    _read_address()
    on = bool(session().get(PROJECTOR))

    def asked() -> None:
        if carry_out is not None:
            carry_out((session().get(_TOOLS) or {}).get("lesson"))

    with st.container(key="page-tools"):
        packaged_component("page")(
            key=_TOOLS,
            data={"projector": on, "lesson": lesson},
            height="content",
            width="content",
            on_projector_change=_switched,
            on_lesson_change=asked,
            on_connected_change=_draw_anew,
        )


def _read_address() -> None:
    """Take the mode from the address; where another page has none, write it there."""
    wanted = st.query_params.get(PARAMETER)
    if wanted is not None:
        session()[PROJECTOR] = wanted == "1"
    elif session().get(PROJECTOR):
        st.query_params[PARAMETER] = "1"


def correct_address() -> None:
    """Have the browser replace the address that it came with by what is in force. Call it when the page has run.

    It takes the place of that entry of the history, so that Back leaves the page.
    """
    wanted = session().pop(CORRECTED, None)
    if wanted is not None and session()[ARRIVING]:
        with st.container(key="page-correction"):
            packaged_component("page")(key="page_correction", data={"address": f"?{urlencode(wanted)}"})
    session()[ARRIVING] = False


def _draw_anew() -> None:
    """Do nothing: the page runs again, since the browser was cut off, and this server may be another one."""


def _switched() -> None:
    """Follow the switch, which a browser may send anything for."""
    sent = (session().get(_TOOLS) or {}).get("projector")
    on = isinstance(sent, dict) and sent.get("on") is True
    session()[PROJECTOR] = on
    if on:
        st.query_params[PARAMETER] = "1"
    else:
        st.query_params.pop(PARAMETER, None)
