"""The map on the page: pointing at a cell has its networks computed anew, choosing it opens the Playground."""

from collections.abc import Mapping
from functools import partial
from math import isfinite
from time import perf_counter
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array
from nnviz.experiments.run.settings import RunSettings
from nnviz.experiments.sweep import address_of
from nnviz.experiments.where_networks_learn import OpenedCell, open_cell
from nnviz.experiments.where_networks_learn.learning_map import SHARES, LearningMap, measured_border
from nnviz.experiments.where_networks_learn.opened import MOST_RUNS
from nnviz.experiments.where_networks_learn.theory import PLAYGROUND
from nnviz.experiments.where_networks_learn.words import axis_title, fixed_text, labels, measures_of
from nnviz.stage.duration import time_left
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.catalogue import CATALOGUE
from nnviz.ui.shell.left_page import switch_page
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.where_networks_learn.sources import OnView, own_key, own_map
from nnviz.ui.where_networks_learn.state import state

KEY = "where-map"
LOOKED = state.key("looked")
OPENS = state.key("opens")
RUNNING = state.key("running")
BEGAN = state.key("began")

CHUNK = 0.3
"""Seconds that are computed before the browser hears of it."""

LISTED = {
    "solved": "solved",
    "solved_epoch": "after epochs",
    "train_loss": "final loss",
    "first_gradient": "‖dW₁‖",
}


def map_drawing(now: OnView, veiled: bool, with_theory: bool) -> None:
    """Draw the map; call it in a fragment.

    Parameters
    ----------
    now : OnView
    veiled : bool
        Whether the question on it comes first.
    with_theory : bool
        Whether the predicted border may be seen.
    """
    if (wanted := st.session_state.pop(OPENS, None)) is not None:
        page, query = wanted
        switch_page(next(entry for entry in CATALOGUE if entry.name == page).page(), query)
    shown = now.shown
    place = _looked(now)
    opened = None if veiled else _opened(shown, place)
    header = _header(now, veiled) | {
        "opened": _opened_words(shown, place, opened) if opened is not None else None,
    }
    lines = {**_lines(now, with_theory)}
    header["predictions"] = sum(name.startswith("predicted") for name in lines)
    header["critical"] = sum(name.startswith("critical") for name in lines)
    arrays = {
        "shown": shown.summary(_measure(now)),
        "border": measured_border(shown.learns, shown.run),
        **{f"run {name}": shown.measured[name] for name in _listed(shown)},
        **lines,
        **(_opened_arrays(opened) if opened is not None else {}),
    }
    drawing("learning_map", header, arrays, KEY, partial(_asked, now), room="25rem")


def run_own_map(running: bool) -> None:
    """Go on with one's own map, or stop; what has been computed stays."""
    st.session_state[RUNNING] = running
    st.session_state[BEGAN] = (perf_counter(), own_map().share)


def _asked(now: OnView, question: Mapping[str, Any]) -> None:
    if "more" in question:
        _advance(now)
    elif "run" in question:
        run_own_map(question["run"] is True)
    elif "open" in question:
        cell = _cell(now.shown, question["open"])
        seed = now.sweep.seeds[_number(question["seed"], len(now.sweep.seeds))]
        _choose(now, question["open"])
        st.session_state[OPENS] = address_of(cell, seed)
    elif "look" in question:
        st.session_state[LOOKED] = (_kind(now.shown), _place(now.shown, question["look"]))
        if question["chosen"] is True:
            _choose(now, question["look"])


def _choose(now: OnView, place: Any) -> None:
    point = now.shown.point(*_place(now.shown, place))
    if point != now.settings.at(now.sweep):
        state.change(lambda settings: settings.with_point(point))


def _cell(shown: LearningMap, place: Any) -> Any:
    row, column = _place(shown, place)
    return shown.cells[row][column]


def _place(shown: LearningMap, place: Any) -> tuple[int, int]:
    row, column = place
    return _number(row, shown.shape[0]), _number(column, shown.shape[1])


def _number(value: Any, count: int) -> int:
    if not isinstance(value, int) or not 0 <= value < count:
        raise ValueError(f"expected a whole number below {count}, got {value!r}")
    return value


def _advance(now: OnView) -> None:
    """Compute for a moment: the networks of the cell on view first, then one's own map."""
    found = _opening(now.shown, _looked(now))
    if found is not None and not run_cache().trajectory(*found).done:
        run_cache().advance(*found, CHUNK)
    elif st.session_state.get(RUNNING) and now.own is not None:
        run_cache().advance(own_key(), own_map, CHUNK)


def _looked(now: OnView) -> tuple[int, int]:
    """Return the cell that the browser has asked about last, on a map of these axes; the chosen one before that."""
    kind, place = st.session_state.get(LOOKED, (None, None))
    return place if kind == _kind(now.shown) else now.shown.place(now.settings.at(now.sweep))


def _kind(shown: LearningMap) -> tuple[Any, ...]:
    return shown.rows, shown.columns


def _opening(shown: LearningMap, place: tuple[int, int]) -> tuple[Any, Any] | None:
    """Return by what the networks of a cell are kept, and how they begin; None where the page cannot train them."""
    row, column = place
    if shown.sweep.kind.page != PLAYGROUND or not shown.run[row, column]:
        return None
    cell = shown.cells[row][column]
    seeds = shown.sweep.seeds[:MOST_RUNS]
    settings = [RunSettings.from_query(address_of(cell, seed)[1])[0] for seed in seeds]
    epochs = shown.measured["epochs"][row, column, : len(seeds)].tolist()
    return ("opened cell", cell.key, seeds, tuple(epochs)), partial(open_cell, settings, epochs)


def _opened(shown: LearningMap, place: tuple[int, int]) -> OpenedCell | None:
    found = _opening(shown, place)
    if found is None:
        return None
    opened: OpenedCell = run_cache().trajectory(*found)
    return opened if opened.done or opened.step else run_cache().advance(*found, CHUNK)


def _opened_words(shown: LearningMap, place: tuple[int, int], opened: OpenedCell) -> dict[str, Any]:
    seeds = [str(seed) for seed in shown.sweep.seeds[:MOST_RUNS]]
    return {"place": list(place), "seeds": seeds, "done": opened.done, "note": _checked(shown, place, opened)}


def _checked(shown: LearningMap, place: tuple[int, int], opened: OpenedCell) -> str:
    """Say whether the networks that were computed anew end as the table says."""
    if not opened.done:
        return f"computing anew: epoch {opened.step} of {opened.total}"
    table = shown.measured["train_loss"][place][: len(opened.epochs)]
    ends = opened.end.losses
    same = [a == b or not (isfinite(a) or isfinite(b)) for a, b in zip(ends, table, strict=True)]
    if all(same):
        return "Computed anew just now: the last losses are the map's, to the last bit."
    k = same.index(False)
    return (
        f"Computed anew, the loss of seed {shown.sweep.seeds[k]} ends at {ends[k]:.6g}; the map has {table[k]:.6g}, "
        "from another machine."
    )


def _opened_arrays(opened: OpenedCell) -> dict[str, Array]:
    losses = opened.losses
    return {
        "opened losses": losses,
        "opened epochs": np.arange(losses.shape[1], dtype=np.float64),
        "opened gradients": opened.gradients,
    }


def _lines(now: OnView, with_theory: bool) -> dict[str, Array]:
    if now.told is None or not with_theory:
        return {}
    drawn = {"predicted": now.told.lines, "critical": now.told.critical}
    return {f"{kind} {k}": line for kind, lines in drawn.items() for k, line in enumerate(lines)}


def _header(now: OnView, veiled: bool) -> dict[str, Any]:
    shown = now.shown
    own = None
    if now.own is not None:
        running = bool(st.session_state.get(RUNNING)) and not now.own.done
        began, before = st.session_state.get(BEGAN, (perf_counter(), 0.0))
        share = (now.own.share - before) / (1 - before) if before < 1 else 1.0
        own = {"done": now.own.step, "total": now.own.total, "running": running, "left": time_left(began, share)}
    return {
        "rows": {"title": axis_title(shown.rows.name), "labels": labels(shown.rows)},
        "columns": {"title": axis_title(shown.columns.name), "labels": labels(shown.columns)},
        "seeds": [str(seed) for seed in shown.sweep.seeds],
        "shown": _scale(now),
        "listed": [{"name": name, "title": title} for name, title in _listed(shown).items()],
        "chosen": list(shown.place(now.settings.at(now.sweep))),
        "fixed": fixed_text(shown),
        "veiled": veiled,
        "opens": True,
        "page": shown.sweep.kind.page,
        "progress": own,
    }


def _listed(shown: LearningMap) -> dict[str, str]:
    return {name: title for name, title in LISTED.items() if name in shown.measured}


def _measure(now: OnView) -> str:
    known = measures_of(now.sweep.kind)
    return now.settings.measure if now.settings.measure in known else next(iter(known))


def _scale(now: OnView) -> dict[str, Any]:
    """Return what is coloured, from which number to which."""
    name = _measure(now)
    words = {"name": name, "title": measures_of(now.sweep.kind)[name]}
    if name in SHARES:
        return words | {"low": 0.0, "high": 1.0, "log": False}
    values = now.shown.summary(name)
    found = values[np.isfinite(values) & (values > 0)]
    if not found.size:
        return words | {"low": 0.1, "high": 1.0, "log": True}
    low, high = float(found.min()), float(found.max())
    if name == "solved_epoch":
        return words | {"low": 0.0, "high": high, "log": False}
    return words | {"low": low, "high": max(high, 10 * low), "log": True}
