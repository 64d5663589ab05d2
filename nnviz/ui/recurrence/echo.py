"""Echo: the units over time, what each carries of the past, and how far back the state can be read, while it learns."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, assignment
from nnviz.experiments.recurrence.cell_race import CELLS, tally
from nnviz.experiments.recurrence.conclusions.echo import conclusions
from nnviz.experiments.recurrence.echo import (
    SYMBOLS,
    EchoFrame,
    EchoRace,
    EchoTask,
    begin_echo,
    in_order,
    rows,
    shown_sequence,
)
from nnviz.experiments.recurrence.echo_settings import ECHO_NETWORKS, ECHO_STEPS, ECHO_UNITS, LONGEST_DELAY
from nnviz.experiments.recurrence.memory_settings import MEMORY_STARTS
from nnviz.experiments.recurrence.network_settings import CELL_TITLES
from nnviz.experiments.recurrence.questions.echo import echo_question
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.recurrence.state import fields, state
from nnviz.ui.recurrence.unroll import TEXTBOOK
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.next_step_panel import NextStep, next_step_panel
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage

KEY = "recurrence-echo"
ASKED = state.key("question.echo")
COLOURS = ("line-0", "line-1", "line-2")
"""Of the cells."""

PACE = 200
"""Milliseconds from one frame to the next."""

READ_OUT = (
    "W = np.linalg.lstsq(H, one_hot[past])[0]   # half of the sequences; past: the symbol k steps before; H has a 1\n"
    "accuracy = ((H_other @ W).argmax(axis=-1) == past_other).mean()   # the other half\n"
    "share = np.var(mean_h[past]) / np.var(h)   # of one unit; mean_h: its mean for each symbol"
)


def _kept_as(task: EchoTask) -> tuple[str, EchoTask]:
    return ("echo", task)


def _played(task: EchoTask, looked_at: object = "") -> Played[EchoRace]:
    return Played(_kept_as(task), f"{task} {looked_at}", partial(begin_echo, task), chunk=30, seconds=0.25)


def _section() -> None:
    _controls()
    now = state.settings
    task = EchoTask.of(now)
    played = _played(task, (now.echo_cell, now.echo_network))
    race = played.now()
    question = echo_question(race)
    answered = seen(ASKED, question)
    data = shown_sequence(task)
    fixed = {"read": data.X[0].argmax(-1)}
    training_drawing("echo", KEY, played, race, _packed, _header(race, answered), _nothing, room="22.6rem", fixed=fixed)
    ask(ASKED, question)
    if answered:
        _table(race)
    _behind(race)


def _controls() -> None:
    now = state.settings
    places = st.columns([1.5, 1.6, 0.8, 0.8, 1.2, 0.8, 0.8], vertical_alignment="bottom")
    with places[0]:
        fields.slider("echo_delay", "Delay, d", 1, LONGEST_DELAY, 1)
    fields.segmented("echo_cell", "Cell drawn", CELL_TITLES, place=places[1])
    with places[2]:
        fields.number("echo_network", "Network", 1, ECHO_NETWORKS, 1)
    units = {n: str(n) for n in including(ECHO_UNITS, now.echo_units)}
    fields.select("echo_units", "Units", units, place=places[3])
    fields.select("echo_start", "Start of W_hh", MEMORY_STARTS, place=places[4])
    steps = {n: f"{n:,}" for n in including(ECHO_STEPS, now.echo_steps)}
    fields.select("echo_steps", "Steps, at most", steps, place=places[5])
    with places[6]:
        fields.seed("echo_seed", "Seed")


def _header(race: EchoRace, answered: bool) -> dict[str, Any]:
    task, now = race.task, state.settings
    lane, k = CELLS.index(now.echo_cell), now.echo_network - 1
    titles = [CELL_TITLES[cell] for cell in CELLS]
    keys = [{"title": one, "colour": colour} for one, colour in zip(titles, COLOURS, strict=True)]
    shown = range(len(CELLS)) if answered else ()
    register: dict[str, Any] = {
        "kind": "register",
        "title": f"{titles[lane]} {k + 1}: units over time",
        "note": "sorted by the symbol of the past that explains most of each",
        "height": 18.8,
        "delay": task.delay,
        "symbols": shown_sequence(task).symbols,
    }
    read_out: dict[str, Any] = {
        "kind": "read_out",
        "title": "What the state holds",
        "note": "read out; dashed: before training",
        "height": 7.8,
        "delay": task.delay,
        "guessing": 1.0 / SYMBOLS,
        "colour": COLOURS[lane],
    }
    course: dict[str, Any] = {
        "kind": "course",
        "title": "Accuracy",
        "note": f"median of {task.seeds}" if answered else "predict below",
        "keys": keys,
        "height": 7.8,
        "low": 0.0,
        "high": 1.0,
        "percent": True,
        "marks": [{"value": 1.0 / SYMBOLS, "text": "guessing"}],
        "series": [{"at": i, "colour": COLOURS[i], "name": "medians"} for i in shown],
    }
    return {
        "training": repr(task),
        "columns": "minmax(0, 2.1fr) minmax(0, 1fr)",
        "pace": PACE,
        "panels": [register, {"kind": "stack", "parts": [read_out, course]}],
        "local": [],
        "readings": [{"title": f"{titles[lane]} {k + 1}, correct:", "name": "accuracy", "at": 0, "percent": True}]
        + [{"title": f"{titles[i]} learned:", "name": "solved", "at": i, "percent": True} for i in shown],
        "note": "",
    }


def _packed(frames: Sequence[EchoFrame]) -> dict[str, Array]:
    now = state.settings
    at = (CELLS.index(now.echo_cell), now.echo_network - 1)
    order = [in_order(frame.shares[at]) for frame in frames]
    return {
        "order": np.array(order),
        "states": np.array([frame.states[at].T[rows] for frame, rows in zip(frames, order, strict=True)]),
        "shares": np.array([frame.shares[at][rows] for frame, rows in zip(frames, order, strict=True)]),
        "answers": np.array([frame.answers[at] for frame in frames]),
        "read_out": np.array([frame.read_out[at] for frame in frames]),
        "accuracy": np.array([frame.accuracy[at][None] for frame in frames]),
        "medians": np.array([np.median(frame.accuracy, axis=-1) for frame in frames]),
        "solved": np.array([frame.solved for frame in frames]),
    }


def _nothing(_: Mapping[str, Any]) -> None:
    """The drawing has no settings of its own."""


def _finished(task: EchoTask) -> dict[int, EchoRace]:
    """Return what has been trained to its end, by delay."""
    races = {one.delay: run_cache().get(_kept_as(one)) for one in task.others}
    return {delay: race for delay, race in races.items() if race is not None and race.done}


def _table(race: EchoRace) -> None:
    """Who has learned which delay, as far as it has been trained."""
    finished = _finished(race.task)
    if not finished:
        return
    lines = [f"| networks of {race.task.seeds} that learn | " + " | ".join(f"delay {d}" for d in finished) + " |"]
    lines.append("|---|" + "---|" * len(finished))
    for cell in CELLS:
        cells = [tally(one.of(cell)) for one in finished.values()]
        lines.append(f"| **{CELL_TITLES[cell]}** | " + " | ".join(cells) + " |")
    st.markdown("\n".join(lines))


def _behind(race: EchoRace) -> None:
    now = state.settings
    training, k = race.of(now.echo_cell), now.echo_network - 1
    st.header("Behind the picture")
    st.caption(
        "Two measurements of the states of 256 sequences that no training draws: how often a linear model of all units "
        "names the symbol of k steps before, and which share of one unit's variance that symbol explains."
    )
    engine = assignment(type(training.state.network.layers[0]).forward, "H")
    numpy_lines(f"{TEXTBOOK[now.echo_cell]}\n{READ_OUT}", engine=engine)
    with folded("The numbers as a table", state.key("echo.table")) as is_open:
        if is_open:
            table = rows(race, now.echo_cell, k)
            st.caption(f"Step {race.step}: shares of each unit's variance, by the delay of the symbol.")
            st.dataframe(table, hide_index=True, key=state.key("echo.dataframe"))
            result_download(table, now, "echo_units", state.key("echo.download"))
    several = f"; the first axis is the network, of {race.task.seeds} seeds."
    next_step_panel(state, "echo", KEY, lambda: NextStep(training.state, training.recipe.sequences_of, several))


def _conclusions() -> Sequence[str]:
    now = state.settings
    task = EchoTask.of(now)
    others = [race for delay, race in _finished(task).items() if delay != task.delay]
    return conclusions(_played(task).now(), others, now.echo_cell, now.echo_network - 1)


TOPIC = TopicPage(
    title="Echo",
    look="**Predict, then train**: to say what came d steps before, the state must hold all that came since. **Watch "
    "the diagonal** grow, then change the delay.",
    section=_section,
    conclusions=_conclusions,
)
