"""Does it learn all the same? The same networks trained with the right gradient and with a broken one."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array
from nnviz.experiments.recurrence.broken_training import (
    BROKEN,
    RIGHT,
    SEEDS,
    BrokenFrame,
    BrokenRun,
    BrokenTask,
    begin,
    learned,
    task_of,
)
from nnviz.experiments.recurrence.check_settings import TRAINED_TASKS
from nnviz.experiments.recurrence.mistakes import TITLES
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.recurrence.state import fields, state

COLOURS = {RIGHT: "line-0", BROKEN: "line-1"}
KEYS = [{"title": "right", "colour": COLOURS[RIGHT]}, {"title": "broken", "colour": COLOURS[BROKEN]}]
PACE = 80
"""Milliseconds from one frame to the next."""


def broken_training() -> None:
    """Draw the section, with a training where something is broken."""
    now = state.settings
    st.header("Does it learn all the same?")
    if not now.check_mistakes:
        st.caption("Break a pass above, and train with it here: a network that learns is no proof of a right gradient.")
        return
    fields.segmented("check_task", "Task", TRAINED_TASKS, label_visibility="collapsed")
    played = _played()
    training_drawing(
        "race", "recurrence-check-training", played, played.now(), _packed, _header(played.now()), _nothing, "17.4rem"
    )


def trained() -> Sequence[str]:
    """Return what the training shows, where one has begun."""
    if not state.settings.check_mistakes or not (run := _played().now()).step:
        return ()
    return (learned(run),)


def _played() -> Played[BrokenRun]:
    task = task_of(state.settings, state.settings.cell)
    return Played(("broken", task), repr(task), partial(begin, task), chunk=16, seconds=0.3)


def _nothing(_: Mapping[str, Any]) -> None:
    """The drawing has no settings of its own."""


def _packed(frames: Sequence[BrokenFrame]) -> dict[str, Array]:
    low, middle, high = np.moveaxis(np.array([frame.band for frame in frames]), 1, 0)
    return {
        "accuracy low": low,
        "accuracy": middle,
        "accuracy high": high,
        "networks": np.array([frame.score for frame in frames]),
        "loss": np.array([np.median(frame.loss, -1) for frame in frames]),
    }


def _header(run: BrokenRun) -> dict[str, Any]:
    task: BrokenTask = run.task
    lines = [{"at": lane, "colour": colour} for lane, colour in COLOURS.items()]
    accuracy = {"low": 0.0, "high": 1.0, "percent": True, "height": 10.8}
    course: dict[str, Any] = {"kind": "course", "keys": KEYS}
    panels = [
        course
        | accuracy
        | {"title": "Accuracy", "note": f"median and 80 % of {SEEDS}"}
        | {"series": [one | {"name": "accuracy", "band": True} for one in lines]},
        {"kind": "dots", "title": "Each network", "note": "", "name": "networks"}
        | accuracy
        | {"lanes": KEYS, "veiled": False},
        course
        | {"title": "Loss", "note": "median", "low": 1e-3, "high": 10.0, "powers": True, "height": 10.8}
        | {"series": [one | {"name": "loss"} for one in lines]},
    ]
    return {
        "training": repr(task),
        "columns": "minmax(0, 1.6fr) minmax(0, 1fr) minmax(0, 1.2fr)",
        "pace": PACE,
        "panels": panels,
        "local": [],
        "readings": [
            {"title": f"{key['title']}:", "name": "accuracy", "at": lane, "percent": True}
            for lane, key in enumerate(KEYS)
        ],
        "note": f"Broken: {', '.join(TITLES[name] for name in task.mistakes)}. Median accuracy,",
    }
