"""Against recurrence: a transformer, a GRU and an LSTM learn the same task in lockstep, predicted, then played."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.datasets import CONTINUATIONS
from nnviz.engine import LSTM, Array, Attention, assignment
from nnviz.experiments.transformer.conclusions.race import conclusions
from nnviz.experiments.transformer.questions.race import race_question
from nnviz.experiments.transformer.race import LEARNED, Race, RaceFrame, begin_race, rows, tally
from nnviz.experiments.transformer.race_settings import RACE_LENGTHS, RACE_STEPS
from nnviz.experiments.transformer.race_task import (
    CLIP,
    CONTESTANTS,
    EMBEDDING,
    INDUCTION,
    RECURRENT_RATE,
    SEEDS,
    RaceTask,
)
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.transformer.state import fields, state
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.next_step_panel import NextStep, next_step_panel
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

KEY = "transformer-race"
ASKED = state.key("question.race")
COLOURS = ("line-0", "line-1", "line-2")
"""Of the contestants."""

PACE = 200
"""Milliseconds from one frame to the next."""

TEXTBOOK = (
    "# attention: every place reads every earlier one, all at once\n"
    "S = np.where(later, -np.inf, Q @ K.T / np.sqrt(d_k))\n"
    "O = softmax(S) @ V\n"
    "# LSTM: one place after the other, through a state of fixed size\n"
    "c = f * c + i * g"
)


def _kept_as(task: RaceTask) -> tuple[str, RaceTask]:
    return ("against recurrence", task)


def _played(task: RaceTask) -> Played[Race]:
    return Played(_kept_as(task), repr(task), partial(begin_race, task), chunk=30, seconds=0.25)


def _section() -> None:
    _controls()
    played = _played(RaceTask.of(state.settings))
    race = played.now()
    question = race_question(race)
    answered = seen(ASKED, question)
    training_drawing("race", KEY, played, race, _packed, _header(race, answered), _nothing, room="17.4rem")
    ask(ASKED, question)
    if answered:
        _table(race)
    _behind(race)


def _controls() -> None:
    now = state.settings
    places = st.columns([2.2, 1.2, 0.9, 0.8], vertical_alignment="bottom")
    titles = {name: info.title for name, info in CONTINUATIONS.items()}
    fields.segmented("race_task", "Task", titles, place=places[0])
    with places[1]:
        if now.race_task == INDUCTION:
            st.caption("Patterns of 4 to 12 symbols, 24 places, two layers of attention")
        else:
            lengths = including(RACE_LENGTHS, now.race_length)
            fields.segmented("race_length", "Symbols to be said", lengths)
    steps = {n: f"{n:,}" for n in including(RACE_STEPS, now.race_steps)}
    fields.select("race_steps", "Steps, at most", steps, place=places[2])
    with places[3]:
        fields.seed("race_seed", "Seed")


def _header(race: Race, answered: bool) -> dict[str, Any]:
    task = race.task
    keys = [{"title": one, "colour": colour} for one, colour in zip(CONTESTANTS, COLOURS, strict=True)]
    lines = [{"at": lane, "colour": colour, "band": True} for lane, colour in enumerate(COLOURS)]
    shared = {"low": 0.0, "high": 1.0, "percent": True, "height": 10.8}
    course = {"kind": "course"} | shared
    sizes = ", ".join(f"{one} {n:,}" for one, n in zip(CONTESTANTS, task.parameters, strict=True))
    guessing = {"value": 1.0 / len(task.measured.symbols), "text": "guessing"}
    panels: list[dict[str, Any]] = [
        course
        | {"title": "Symbols (teacher forcing)", "note": ""}
        | {"keys": keys, "marks": [guessing]}
        | {"series": [one | {"name": "symbols"} for one in lines] if answered else []},
        course
        | {"title": "Whole sequences (free running)", "note": "" if answered else "predict below"}
        | {"marks": [{"value": LEARNED, "text": "learned"}]}
        | {"series": [one | {"name": "whole"} for one in lines] if answered else []},
        {"kind": "dots", "title": "Each network", "note": "whole", "name": "networks"}
        | shared
        | {"lanes": [{"title": one, "colour": c} for one, c in zip(CONTESTANTS, COLOURS, strict=True)]}
        | {"veiled": not answered},
    ]
    return {
        "training": repr(task),
        "columns": "minmax(0, 1.6fr) minmax(0, 1.2fr) minmax(0, 0.9fr)",
        "pace": PACE,
        "panels": panels,
        "local": [],
        "readings": [
            {"title": f"{one}:", "name": "learned", "at": lane, "percent": True} for lane, one in enumerate(CONTESTANTS)
        ]
        if answered
        else [],
        "note": "Learned by"
        if answered
        else f"{SEEDS} networks of each kind, the same sequences. Parameters: {sizes}.",
    }


def _packed(frames: Sequence[RaceFrame]) -> dict[str, Array]:
    arrays = {
        "networks": np.array([frame.whole for frame in frames]),
        "learned": np.array([frame.learned for frame in frames]),
    }
    for name in ("symbols", "whole"):
        bands = np.array([frame.band(name) for frame in frames])
        arrays[f"{name} low"], arrays[name], arrays[f"{name} high"] = np.moveaxis(bands, 1, 0)
    return arrays


def _nothing(_: Mapping[str, Any]) -> None:
    """The drawing has no settings of its own."""


def _finished(task: RaceTask) -> dict[int, Race]:
    """Return what has been trained to its end, by length."""
    races = {n: run_cache().get(_kept_as(replace(task, length=n))) for n in sorted({*RACE_LENGTHS, task.length})}
    return {length: race for length, race in races.items() if race is not None and race.done}


def _by_length(race: Race) -> dict[str, Race]:
    """Return the race on view and those that have been run to their end at other lengths, by a title."""
    races = _finished(race.task) | {race.task.length: race}
    return {f"learned {n} symbols": races[n] for n in sorted(races)}


def _table(race: Race) -> None:
    """Who has learned it in how many steps, what a step costs, and the other lengths that have been trained."""
    task, kinds = race.task, range(len(CONTESTANTS))
    shown = {"have learned it": race} if task.task == INDUCTION else _by_length(race)
    took = ["–" if np.isnan(ms) else f"{ms:.1f} ms" for ms in race.milliseconds]
    table = {"parameters": [f"{n:,}" for n in task.parameters]}
    table |= {title: [tally(one, k) for k in kinds] for title, one in shown.items()}
    table |= {"CPU for a step": took}
    lines = ["| | " + " | ".join(CONTESTANTS) + " |", "|---|" + "---|" * len(CONTESTANTS)]
    lines += [f"| **{title}** | " + " | ".join(cells) + " |" for title, cells in table.items()]
    st.markdown("\n".join(lines))
    st.caption(
        f"Step {race.step:,}. Learned: {LEARNED:.0%} of the whole sequences correct at some step; "
        "a kind of which all have learned it rests. The time is measured on this machine, for a step of "
        f"{task.seeds} networks of a kind together: drawing sequences, forward, backward, update."
    )


def _behind(race: Race) -> None:
    st.header("Behind the picture")
    numpy_lines(TEXTBOOK, engine=f"{assignment(Attention.attend, 'P')}\n{assignment(LSTM.forward, 'C')}")
    task = race.task
    st.caption(
        f"Transformer: width {task.units[0]}, layers of attention {task.recipe.blocks}, heads of each "
        f"{task.recipe.heads}, units of an MLP {task.recipe.hidden or 'none'}, Adam at {task.recipe.rate}. "
        f"GRU and LSTM: {task.units[1]} and {task.units[2]} units, symbols as {EMBEDDING} numbers, Adam at "
        f"{RECURRENT_RATE}, gradients clipped at norm {CLIP:g}, bias of the gate that keeps 1."
    )
    table_panel(state, "race", lambda: rows(race), "against_recurrence")
    next_step_panel(state, "race", KEY, partial(_next, race))


def _next(race: Race) -> NextStep:
    chosen = st.segmented_control(
        "Network", CONTESTANTS, default=CONTESTANTS[0], key=state.key("race_kind"), required=True
    )
    one, task = race.state[CONTESTANTS.index(chosen)], race.task
    return NextStep(one, task.recipe.batch_of, f"; the first axis is the network, of {task.seeds} seeds.")


def _conclusions() -> Sequence[str]:
    task = RaceTask.of(state.settings)
    others = [race for length, race in _finished(task).items() if length != task.length]
    return conclusions(_played(task).now(), others)


TOPIC = TopicPage(
    title="Against recurrence",
    look="**Predict, then train**: attention or a state that is carried on? Then make the sequence **longer**.",
    section=_section,
    conclusions=_conclusions,
)
