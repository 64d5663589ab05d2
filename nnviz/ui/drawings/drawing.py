"""Mounts a drawing of the concept pages: curves, a neuron, logits, matrices. The user drags, the engine answers."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array
from nnviz.figures.theme import themes_for_browser
from nnviz.stage.wire import pack_message
from nnviz.ui.drawings.first_paint import first_drawing, wait_for_paint
from nnviz.ui.drawings.packaged import packaged_component
from nnviz.ui.drawings.starting_over import remembered, restarted, start_over

HEAVY = frozenset({"figure"})
"""Views that the browser paints only when all others are painted, and the page is complete."""

ANSWERED = "nnviz.answered."
"""Before a drawing's key: the number of the last question that was answered."""


def drawing(
    view: str,
    header: Mapping[str, Any],
    arrays: Mapping[str, Array],
    key: str,
    on_ask: Callable[[Mapping[str, Any]], None] | None = None,
    room: str = "0",
) -> None:
    """Show a drawing. Call it in a fragment, so that a question reruns nothing else.

    Parameters
    ----------
    view : str
        Which one: a name in `nnviz/stage/assets/drawings/drawings.js`.
    header : mapping
        Words and settings of the view.
    arrays : mapping of str to ndarray
        The engine's numbers.
    key : str
        The component's key; stable.
    on_ask : callable, optional
        Called with what the browser asks before the fragment runs again and answers it. What comes from a browser may
        be anything: for nonsense raise ValueError or TypeError, or let a key, an index or an infinity be refused where
        it is used; the question is then ignored.
    room : str
        The least height, in CSS, kept free until the drawing has arrived: so nothing below it jumps.
    """
    state = st.session_state

    def asked() -> None:
        question = (state.get(key) or {}).get("ask")
        if not isinstance(question, Mapping):
            return
        number = question.get("n")
        if isinstance(number, int) and not isinstance(number, bool):
            if state.get(ANSWERED + key) == number:
                return  # asked again, since the answer was late: what is relative is carried out once
            state[ANSWERED + key] = number
        if question.get("restart") is True:
            start_over(key)
        elif on_ask is not None:
            with remembered(key), suppress(ValueError, TypeError, LookupError, ArithmeticError):
                on_ask(question)

    if restarted(key):
        st.rerun()  # controls elsewhere on the page show the same settings

    line = first_drawing() if view not in HEAVY else None
    about = {"view": view, "key": key, "answer": state.get(ANSWERED + key, 0), "heavy": view in HEAVY}
    about |= {"painted": line.token} if line else {}
    message = pack_message(
        {**about, "themes": themes_for_browser(), **header},
        {name: np.asarray(array, np.float64) for name, array in arrays.items()},
    )
    mount = packaged_component("drawings")
    with st.container(key=f"{key}-room", gap=None):
        st.html(f"<style>.st-key-{key}-room {{ min-height: {room}; }}</style>")
        mount(key=key, data=message, height="content", on_ask_change=asked)
    wait_for_paint(line)
