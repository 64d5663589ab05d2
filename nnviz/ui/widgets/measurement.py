"""Experiments of a few seconds on a page: a button, a bar that fills, a way to stop; what was found is kept.

`st.cache_data` cannot hold a function that reports its progress to the page, so results go to the cache of runs.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from time import perf_counter
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz.stage.duration import time_left
from nnviz.ui.shell.run_cache import run_cache

T = TypeVar("T")


def measured(
    key: str,
    label: str,
    parts: Sequence[tuple[Hashable, str, Callable[[Callable[[float], None]], T]]],
) -> list[T] | None:
    """Return the results of an experiment, or a button that starts it.

    Call it in no fragment, and last on its page: what comes after it waits for it, and Streamlit interrupts a run for a
    press on "Stop" only where that press runs the whole page again.

    Parameters
    ----------
    key : str
        Of the button; stable.
    label : str
        On the button, in words.
    parts : sequence of (key, title, compute)
        What is to be computed one after the other: by what each result is kept, what the bar says meanwhile, and the
        function; it gets a function that takes the share of the way, 0 to 1. A press on anything of the page, "Stop"
        among them, ends the computation there; parts that are ready stay.

    Returns
    -------
    list or None
        None until all parts are there.
    """
    results = [run_cache().get(part) for part, _, _ in parts]
    if all(one is not None for one in results):
        return results
    place = st.empty()
    if not place.button(label, key=key, type="primary", icon=":material/science:"):
        return None
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text=parts[0][1])
        st.button("Stop", key=f"{key}.stop")
    done, began = sum(one is not None for one in results), perf_counter()
    for i, (part, title, compute) in enumerate(parts):
        if results[i] is None:
            results[i] = compute(partial(_fill, bar, title, i, len(parts), began, done))
            run_cache().keep(part, results[i])
    place.empty()
    return results


def _fill(bar: DeltaGenerator, title: str, i: int, parts: int, began: float, ready: int, share: float) -> None:
    """Show how far the computation is; here it also ends, if a person has pressed something meanwhile."""
    whole = (i + share) / parts
    bar.progress(whole, text=f"{title}{time_left(began, (i + share - ready) / (parts - ready))}")
