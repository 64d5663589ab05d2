"""The leak: with and without the causal mask in lockstep: losses, what is generated, gradients on later symbols."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from nnviz.engine import Attention, assignment
from nnviz.experiments.recording.recording import Recording, begin
from nnviz.experiments.transformer.conclusions.leak import conclusions
from nnviz.experiments.transformer.leak import CONTESTANTS, Leak, least_loss, pictures, rows, sequence_of, task_of
from nnviz.experiments.transformer.leak_settings import LEAK_SAMPLES, LEAK_STEPS, LEAK_TASKS
from nnviz.experiments.transformer.questions.leak import generation_question
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.transformer.state import fields, state
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.next_step_panel import NextStep, next_step_panel
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

KEY = "transformer-leak"
ASKED = state.key("question.leak")
PACE = 100
"""Milliseconds from one frame to the next."""

COLOURS = ("line-0", "line-1")
TEXTBOOK = (
    "S = Q @ K.T / np.sqrt(d_k)\n"
    "S = np.where(later, -np.inf, S)          # the mask: later[t, s] = s > t; without it this line is missing\n"
    "P = softmax(S)\n"
    "slope[t, s] = norm(d logit[t, target[t]] / d embedding[s])   # one backward pass for each t"
)


def _section() -> None:
    _controls()
    played = _played()
    recording = played.now()
    question = generation_question(recording, sequence_of(state.settings))
    header = _header(recording, seen(ASKED, question))
    packed = partial(pictures, state.settings, recording)
    training_drawing("attending", KEY, played, recording, packed, header, _nothing, room="25rem")
    ask(ASKED, question)
    _behind(recording)


def _nothing(_: Mapping[str, Any]) -> None:
    """The drawing asks for frames and nothing else."""


def _played() -> Played[Recording]:
    task = task_of(state.settings)
    generation = json.dumps([repr(task), state.settings.leak_sample])
    return Played(("leak", task), generation, partial(begin, task), chunk=16, seconds=0.25)


def _controls() -> None:
    now = state.settings
    places = st.columns([2.0, 1.6, 1.0, 1.0, 2.0], vertical_alignment="bottom")
    fields.segmented("leak_task", "Task", LEAK_TASKS, place=places[0])
    steps = {n: f"{n:,}" for n in including(LEAK_STEPS, now.leak_steps)}
    fields.select("leak_steps", "Steps of training", steps, place=places[1])
    fields.number("leak_sample", "Sequence", 1, LEAK_SAMPLES, 1, place=places[2])
    fields.seed("leak_seed", "Seed", place=places[3])


def _header(recording: Recording, answered: bool) -> dict[str, Any]:
    task = recording.task
    assert isinstance(task, Leak)
    data = sequence_of(state.settings)
    names, numbers, given = list(data.symbols), [int(k) for k in data.numbers[0]], data.given
    both = [{"at": k, "colour": colour, "band": True} for k, colour in enumerate(COLOURS)]
    keys = [{"title": title, "colour": colour} for title, colour in zip(CONTESTANTS, COLOURS, strict=True)]
    course = {"kind": "course", "low": 0.0, "height": 5.0}
    start = float(recording.frames[0].measured["loss"].max())
    loss = {
        "title": "Loss",
        "note": "nats",
        "keys": keys,
        "high": max(1.0, 1.1 * start),
        "series": [{"name": "loss", **one} for one in both],
        "marks": [{"value": least_loss(task)[0], "text": "least possible with the mask"}],
    }
    whole = {
        "title": "Generated without a fault",
        "note": "free running",
        "high": 1.0,
        "percent": True,
        "series": [{"name": "whole", **one} for one in both] if answered else [],
    }
    maps = {
        "kind": "maps",
        "titles": [""],
        "tokens": [names[k] for k in numbers[:-1]],
        "answers": list(range(given - 1, data.steps)),
        "causal": False,
        "signed": True,
        "height": 17.0,
        "note": "row: whose next symbol; column: by which",
    }
    strip = {
        "kind": "strip",
        "title": f"Goes on from {''.join(names[k] for k in numbers[:given])}",
        "names": names,
        "rows": [{"title": "target", "symbols": numbers[given:]}]
        + [
            {"title": title, "name": f"said {name}", "right": numbers[given:]}
            for title, name in zip(CONTESTANTS, ("with", "without"), strict=True)
            if answered
        ],
    }
    return {
        "training": repr(task),
        "columns": "minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1fr)",
        "pace": PACE,
        "panels": [
            {"kind": "stack", "parts": [course | loss, course | whole, strip]},
            maps | {"title": "|d logit / d embedding|, with", "name": "slopes with"},
            maps | {"title": "|d logit / d embedding|, without", "name": "slopes without"},
        ],
        "local": [],
        "readings": [
            {"title": f"{title}:", "name": "later", "at": k, "exact": True} for k, title in enumerate(CONTESTANTS)
        ],
        "note": "Largest derivative with respect to a later symbol",
    }


def _behind(recording: Recording) -> None:
    st.header("Behind the picture")
    st.caption(
        "Both networks begin with the same weights and read the same sequences. Every next symbol is asked for, those "
        "that are drawn at random among them. To generate, each reads what is there so far, and nothing behind it."
    )
    numpy_lines(TEXTBOOK, engine=f"{assignment(Attention.hidden, 'later')}\n{assignment(Attention.attend, 'M')}")
    table_panel(state, "leak", lambda: rows(recording), "leak")
    step = NextStep(recording.state[1], recording.task.batch, "; the first axis is the seed.")
    next_step_panel(state, "leak", KEY, lambda: step, "Open every tensor of the next step without the mask")


def _conclusions() -> Sequence[str]:
    return conclusions(_played().now(), sequence_of(state.settings))


TOPIC = TopicPage(
    title="The leak",
    look="**Train**: without its mask the network has the better loss. Does it **go on by itself**? Look above the "
    "diagonals.",
    section=_section,
    conclusions=_conclusions,
)
