"""The residual stream as a sum: a logit as what every part adds, and the loss with parts switched off."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from nnviz.engine import Residual, assignment
from nnviz.experiments.recording.recording import Recording, begin
from nnviz.experiments.transformer.conclusions.stream import conclusions
from nnviz.experiments.transformer.questions.stream import fall_question
from nnviz.experiments.transformer.stream import look_of, parts_of, pictures, place_of, rows, task_of, without
from nnviz.experiments.transformer.stream_settings import STREAM_OFF, STREAM_SAMPLES, STREAM_TASKS, TRUE_SYMBOL
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.transformer.state import fields, state
from nnviz.ui.widgets.next_step_panel import NextStep, next_step_panel
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

KEY = "transformer-stream"
ASKED = state.key("question.stream")
PACE = 60
"""Milliseconds from one frame to the next."""

TEXTBOOK = (
    "x = embedding[token] + position[t]\n"
    "x = x + sum(O[h] @ W_O[h] for h in heads)      # then: x = x + MLP(norm(x))\n"
    "logits = (x - x.mean()) / sigma @ W            # linear in x while sigma is frozen:\n"
    "contribution = (part - part.mean()) / sigma @ W   # of each part; they add up to the logits"
)


def _section() -> None:
    _controls()
    played = _played()
    recording = played.now()
    question = fall_question(state.settings, recording.networks()[0])
    header = _header(recording, seen(ASKED, question))
    packed = partial(pictures, state.settings, recording)
    training_drawing("stream", KEY, played, recording, packed, header, _looked, room="25rem")
    ask(ASKED, question)
    _behind(recording)


def _played() -> Played[Recording]:
    now = state.settings
    task = task_of(now)
    generation = json.dumps([repr(task), now.stream_sample, now.stream_off, now.stream_by])
    return Played(("stream", task), generation, partial(begin, task), chunk=64, seconds=0.6)


def _controls() -> None:
    places = st.columns([2.4, 2.0, 1.0, 1.0, 1.6], vertical_alignment="bottom")
    fields.segmented("stream_task", "Task", STREAM_TASKS, place=places[0])
    fields.segmented("stream_by", "A part that is off is replaced by", STREAM_OFF, place=places[1])
    fields.number("stream_sample", "Sequence", 1, STREAM_SAMPLES, 1, place=places[2])
    fields.seed("stream_seed", "Seed", place=places[3])


def _looked(asked: Mapping[str, Any]) -> None:
    """Take a place, a symbol, or a part to switch."""
    if asked.get("set") != "look":
        raise ValueError(f"expected what to look at, got {str(asked)[:40]!r}")
    now = state.settings
    if "step" in asked:
        state.update(stream_step=int(asked["step"]) + 1, stream_symbol=TRUE_SYMBOL)
    elif "symbol" in asked:
        state.update(stream_symbol=int(asked["symbol"]))
    else:
        part = int(asked["part"])
        off = set(look_of(now).off) ^ {part}
        state.update(stream_off=".".join(str(one) for one in sorted(off)))
    state.show_in_address()


def _header(recording: Recording, answered: bool) -> dict[str, Any]:
    now = state.settings
    data = task_of(now).measured
    row = now.stream_sample - 1
    step, symbol = place_of(now)
    shared = {"parts": list(parts_of(now)), "symbols": list(data.symbols)}
    places = {
        "kind": "places",
        "title": "The true next symbol's logit at every place",
        "note": "click a place",
        "read": [int(k) for k in data.numbers[row, :-1]],
        "targets": [int(k) for k in data.targets[row]],
        "counted": [bool(one) for one in data.counted[row]],
    }
    parts = {"kind": "parts", "title": "One logit as a sum", "note": ""}
    outcomes = {"kind": "outcomes"}
    return {
        "training": repr(recording.task),
        "columns": "minmax(0, 1.25fr) minmax(0, 1fr)",
        "pace": PACE,
        "opens": recording.n_frames - 1,
        "look": {"step": step, "symbol": symbol, "off": list(look_of(now).off), "veiled": not answered}
        | {"title": f"{data.symbols[symbol]} at place {step + 1}"},
        "symbols": shared["symbols"],
        "without": without(now),
        "panels": [{"kind": "stack", "parts": [places | shared, outcomes | shared]}, parts | shared],
        "local": [],
        "readings": [],
        "note": "",
    }


def _behind(recording: Recording) -> None:
    now = state.settings
    st.header("Behind the picture")
    st.caption(
        "A part that is off adds nothing (zero), or its mean over the measured sequences, place by place (mean); all "
        "that comes after it reads the changed stream. Elhage et al. 2021, A mathematical framework for transformer "
        "circuits: the residual stream as a sum."
    )
    numpy_lines(TEXTBOOK, engine=assignment(Residual.forward, "A"))
    table_panel(state, "stream", lambda: rows(now, recording), "residual_stream")
    next_step_panel(state, "stream", KEY, lambda: NextStep(recording.state[0], recording.task.batch))


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings, _played().now())


TOPIC = TopicPage(
    title="Stream",
    look="**Click a part off**: the logit is the sum of what the parts add. Which one can the network not do without?",
    section=_section,
    conclusions=_conclusions,
)
