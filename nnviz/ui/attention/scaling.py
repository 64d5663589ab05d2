"""Scaling: why scores are divided by the root of d, on drawn queries and keys and in a training."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, assignment
from nnviz.engine.layers.attention.multi_head import Attention
from nnviz.experiments.attention.conclusions.scaling import conclusions, summary
from nnviz.experiments.attention.questions.scaling import largest_question, training_question
from nnviz.experiments.attention.scaled_training import NAMES, rows, training_of
from nnviz.experiments.attention.scaling import KEYS, QUERIES, REACH, Drawn, drawn_for, histogram, over_widths
from nnviz.experiments.attention.scaling_settings import SCALING_QUERIES, SCALING_WIDTHS, TRAINED_WIDTHS
from nnviz.experiments.recording.recording import Moment, Recording, begin
from nnviz.ui.attention.state import fields, state
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.next_step_panel import NextStep, next_step_panel
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.scaling")
TRAINING_ASKED = state.key("question.scaling.training")
TRAINING = "attention-scaling-training"
COLOURS = ("line-2", "line-1")
TITLES = ("q·k", "q·k / √d")
TEXTBOOK = (
    "S = Q @ K.T                      # variance d\n"
    "S = S / np.sqrt(d)               # variance 1\n"
    "p = np.exp(S[0]) / np.exp(S[0]).sum()\n"
    "J = np.diag(p) - np.outer(p, p)  # of softmax: dS = J @ dP"
)


def _section() -> None:
    places = st.columns([2.4, 1, 1, 1.6], vertical_alignment="bottom")
    with places[0]:
        fields.select_slider("scaling_width", "d: numbers of a query and a key", SCALING_WIDTHS)
    fields.number("scaling_query", "Query shown", 1, SCALING_QUERIES, 1, place=places[1])
    fields.seed("scaling_seed", "Seed", place=places[2])
    found = drawn_for(state.settings)
    question = largest_question(found)
    _drawing(found, seen(ASKED, question))
    ask(ASKED, question)
    _training()
    _behind(found)


def _drawing(found: Drawn, answered: bool) -> None:
    now = state.settings
    middles, counts = histogram(found)
    every = over_widths(now.scaling_seed)
    header = {
        "titles": TITLES,
        "colours": COLOURS,
        "width": now.scaling_width,
        "widths": SCALING_WIDTHS,
        "reach": REACH,
        "keys": KEYS,
        "query": now.scaling_query,
        "variances": [f"variance {variance:.3g}" for variance in found.variance],
        "answered": answered,
        "written": summary(found) if answered else "Answer the question below, and the weights are shown, too.",
    }
    arrays = {
        "middles": middles,
        "counts": counts,
        "weights": found.P[:, now.scaling_query - 1],
        "largest": np.stack([one.largest for one in every], 1),
        "jacobian": np.stack([one.jacobian for one in every], 1),
    }
    drawing("scaling", header, arrays, key="attention-scaling", room="20.5rem")


def _played() -> Played[Recording]:
    task = training_of(state.settings)
    return Played(("scaling", task), json.dumps([repr(task)]), partial(begin, task), chunk=16, seconds=0.25)


def _training() -> None:
    st.header("What it does to a training")
    fields.segmented("scaling_trained", "d of the networks", TRAINED_WIDTHS)
    played = _played()
    recording = played.now()
    question = training_question(recording)
    header = _courses(recording, seen(TRAINING_ASKED, question))
    training_drawing("recording", TRAINING, played, recording, _packed, header, _nothing, room="16rem")
    ask(TRAINING_ASKED, question)


def _nothing(_: Mapping[str, Any]) -> None:
    """The drawing asks for frames and nothing else."""


def _packed(frames: Sequence[Moment]) -> dict[str, Array]:
    return {name: np.stack([frame.measured[name] for frame in frames]) for name in NAMES}


def _courses(recording: Recording, answered: bool) -> dict[str, Any]:
    keys = [{"title": title, "colour": colour} for title, colour in zip(TITLES, COLOURS, strict=True)]

    def course(title: str, name: str, high: float, **more: object) -> dict[str, Any]:
        series = [{"name": name, "at": k, "colour": colour} for k, colour in enumerate(COLOURS)]
        panel = {"kind": "course", "title": title, "low": 0.0, "high": high, "height": 10, "keys": keys}
        return panel | {"series": series} | more

    return {
        "training": repr(recording.task),
        "columns": "repeat(3, minmax(0, 1fr))",
        "panels": [
            course("Correct symbols", "symbols", 1.0, percent=True, **({} if answered else {"series": []})),
            course("Largest weight", "largest", 1.0),
            course("Jacobian of softmax", "jacobian", 0.5),
        ],
        "local": [],
        "readings": [
            {"title": f"Symbols correct, {title}:", "name": "symbols", "at": k, "percent": True}
            for k, title in enumerate(TITLES)
        ]
        if answered
        else [],
        "note": "" if answered else "Predict below, and what is correct is shown, too.",
    }


def _behind(found: Drawn) -> None:
    now = state.settings
    st.header("Behind the picture")
    lines = [assignment(Attention.attend, name) for name in ("S", "P")]
    numpy_lines(TEXTBOOK, engine="\n".join(lines))
    st.caption(
        f"Entries of queries and keys are drawn from the standard normal distribution: {QUERIES:,} queries with {KEYS} "
        f"keys each, {QUERIES * KEYS:,} products. Size of the Jacobian: its Frobenius norm, the root of the sum of all "
        "squared entries; it and the largest weight are means over the queries. Scores beyond ±60 count in the "
        "outermost bars. The root: Vaswani et al. 2017, section 3.2.1."
    )
    st.caption(
        "The training: one block with one head, layer norm first, Adam 0.003, 32 new sequences a step, 6 of 8 "
        "symbols to sort. Largest weight and Jacobian: means over the rows that say the answer."
    )
    table_panel(state, "scaling", lambda: _table(), "scaling")
    with folded("The training as a table", state.key("scaling.steps")) as is_open:
        if is_open:
            table = rows(_played().now())
            st.dataframe(table, hide_index=True, key=state.key("scaling.steps.dataframe"))
            result_download(table, now, "scaled_training", state.key("scaling.steps.download"))
    next_step_panel(state, "scaling", "attention-scaling", _divided)


def _divided() -> NextStep:
    recording = _played().now()
    return NextStep(recording.state[1], recording.task.batch, " of the network that divides by √d")


def _table() -> list[dict[str, object]]:
    return [
        {"d": one.width}
        | {
            f"{name}, {title}": float(getattr(one, name)[k])
            for name in ("variance", "largest", "jacobian")
            for k, title in enumerate(("not divided", "divided"))
        }
        for one in over_widths(state.settings.scaling_seed)
    ]


def _conclusions() -> Sequence[str]:
    return conclusions(drawn_for(state.settings), _played().now())


TOPIC = TopicPage(
    title="Scaling",
    look="**Drag d** from 4 to 256: what do longer queries and keys do to softmax, and what does √d mend?",
    section=_section,
    conclusions=_conclusions,
)
