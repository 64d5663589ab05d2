"""Memory: who can still name the first symbol? Predicted, then trained, twenty networks of each cell."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import LSTM, Array, RecurrentStart, assignment
from nnviz.experiments.recurrence.cell_race import CELLS, tally
from nnviz.experiments.recurrence.conclusions.memory import conclusions
from nnviz.experiments.recurrence.memory import CHRONO, SEEDS, MemoryFrame, MemoryRace, MemoryTask, begin_memory, rows
from nnviz.experiments.recurrence.memory_settings import LONGEST, MEMORY_BIASES, MEMORY_STARTS, MEMORY_STEPS, SHORTEST
from nnviz.experiments.recurrence.network_settings import CELL_TITLES
from nnviz.experiments.recurrence.questions.memory import memory_question
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.recurrence.state import fields, state
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.next_step_panel import NextStep, next_step_panel
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage

KEY = "recurrence-memory"
ASKED = state.key("question.memory")
COLOURS = ("line-0", "line-1", "line-2")
"""Of the cells."""

PACE = 150
"""Milliseconds from one frame to the next."""


def _kept_as(task: MemoryTask) -> tuple[str, MemoryTask]:
    return ("who remembers", task)


def _played(task: MemoryTask) -> Played[MemoryRace]:
    return Played(_kept_as(task), repr(task), partial(begin_memory, task), chunk=30, seconds=0.25)


def _section() -> None:
    _controls()
    played = _played(MemoryTask.of(state.settings))
    race = played.now()
    question = memory_question(race)
    answered = seen(ASKED, question)
    training_drawing("race", KEY, played, race, _packed, _header(race, answered), _nothing, room="17.4rem")
    ask(ASKED, question)
    if answered:
        _table(race)
    _behind(race)


def _controls() -> None:
    now = state.settings
    places = st.columns([1.2, 1.1, 1.4, 0.8, 0.8], vertical_alignment="bottom")
    with places[0]:
        fields.slider("memory_length", "Symbols, T", SHORTEST, LONGEST, 1)
    fields.segmented("memory_start", "Start of W_hh", MEMORY_STARTS, place=places[1])
    fields.segmented("memory_bias", "Bias of forget or update gate", MEMORY_BIASES, place=places[2])
    steps = {n: f"{n:,}" for n in including(MEMORY_STEPS, now.memory_steps)}
    fields.select("memory_steps", "Steps, at most", steps, place=places[3])
    with places[4]:
        fields.seed("memory_seed", "Seed")


def _header(race: MemoryRace, answered: bool) -> dict[str, Any]:
    task = race.task
    titles = [CELL_TITLES[cell] for cell in CELLS]
    keys = [{"title": one, "colour": colour} for one, colour in zip(titles, COLOURS, strict=True)]
    lines = [{"at": lane, "colour": colour} for lane, colour in enumerate(COLOURS)]
    shared = {"low": 0.0, "high": 1.0, "percent": True, "height": 10.8}
    course = {"kind": "course"} | shared
    panels: list[dict[str, Any]] = [
        course
        | {"title": "Accuracy", "note": f"median and 80 % of {SEEDS}" if answered else "predict below"}
        | {"keys": keys, "marks": [{"value": task.guessing, "text": "guessing"}]}
        | {"series": [one | {"name": "accuracy", "band": True} for one in lines] if answered else []},
        {"kind": "dots", "title": "Each network", "note": "", "name": "networks"}
        | shared
        | {"lanes": [{"title": one, "colour": c} for one, c in zip(titles, COLOURS, strict=True)]}
        | {"veiled": not answered},
        course
        | {"title": "Networks that have solved it", "note": "99 % at some step"}
        | {"series": [one | {"name": "solved"} for one in lines] if answered else []},
    ]
    return {
        "training": repr(task),
        "columns": "minmax(0, 1.6fr) minmax(0, 1fr) minmax(0, 1.2fr)",
        "pace": PACE,
        "panels": panels,
        "local": [],
        "readings": [
            {"title": f"{one}:", "name": "solved", "at": lane, "percent": True} for lane, one in enumerate(titles)
        ]
        if answered
        else [],
        "note": "Solved by" if answered else f"{SEEDS} networks of each cell, 16 units, the same sequences for all.",
    }


def _packed(frames: Sequence[MemoryFrame]) -> dict[str, Array]:
    bands = np.array([frame.band for frame in frames])
    low, middle, high = np.moveaxis(bands, 1, 0)
    return {
        "networks": np.array([frame.accuracy for frame in frames]),
        "accuracy low": low,
        "accuracy": middle,
        "accuracy high": high,
        "solved": np.array([frame.solved for frame in frames]),
    }


def _nothing(_: Mapping[str, Any]) -> None:
    """The drawing has no settings of its own."""


def _finished(task: MemoryTask) -> dict[tuple[str, str], MemoryRace]:
    """Return what has been trained to its end, by start and bias."""
    races = {(one.start, one.bias): run_cache().get(_kept_as(one)) for one in task.others}
    return {which: race for which, race in races.items() if race is not None and race.done}


def _table(race: MemoryRace) -> None:
    """Who has remembered from which start, as far as it has been trained."""
    finished = _finished(race.task)
    lines = [
        f"| networks of {race.task.seeds} that remember | " + " | ".join(f"bias {b}" for b in MEMORY_BIASES) + " |"
    ]
    lines.append("|---|" + "---|" * len(MEMORY_BIASES))
    for cell in CELLS:
        for start, title in MEMORY_STARTS.items():
            found = (finished.get((start, bias)) for bias in MEMORY_BIASES)
            cells = ["–" if one is None else tally(one.of(cell)) for one in found]
            lines.append(f"| **{CELL_TITLES[cell]}**, {title} | " + " | ".join(cells) + " |")
    st.markdown("\n".join(lines))
    st.caption("A dash has not been trained yet. An Elman layer has no gate: the bias changes nothing for it.")
    if race.done:
        result_download(rows(race), state.settings, "who_remembers", state.key("memory.download"))


def first_biases(bias: str) -> str:
    """The biases of an LSTM's gates before the first step, as lines of NumPy."""
    if bias == CHRONO:
        return "b_f = np.log(rng.uniform(1, T - 1, units))\nb_i = -b_f   # who forgets little writes little"
    return f"b_f = np.full(units, {bias}.0)"


def _behind(race: MemoryRace) -> None:
    st.header("Behind the picture")
    st.caption("The biases before the first step, and why they matter: f multiplies the cell at every step.")
    bias = race.task.bias
    numpy_lines(
        f"{first_biases(bias)}\nc = f * c + i * g",
        engine=f"{assignment(RecurrentStart.draw, 'drawn')}\n{assignment(LSTM.forward, 'C')}",
    )
    next_step_panel(state, "memory", "recurrence-memory", partial(_next, race))


def _next(race: MemoryRace) -> NextStep:
    """The next step of one cell, every network of it."""
    titles = {title: cell for cell, title in CELL_TITLES.items()}
    chosen = st.segmented_control("Cell", list(titles), default="LSTM", key=state.key("memory_cell"), required=True)
    training = race.of(titles[chosen])
    several = f"; the first axis is the network, of {race.task.seeds} seeds."
    return NextStep(training.state, training.recipe.sequences_of, several)


def _conclusions() -> Sequence[str]:
    task = MemoryTask.of(state.settings)
    finished = _finished(task)
    finished.pop((task.start, task.bias), None)
    return conclusions(_played(task).now(), list(finished.values()))


TOPIC = TopicPage(
    title="Memory",
    look="**Predict, then train**: who can still name the first symbol at the end? Then change the **bias**.",
    section=_section,
    conclusions=_conclusions,
)
