"""Positions: tokens to shuffle, the waves of the sinusoidal ones, and what networks learn with and without them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, LearnedPositions, assignment, sinusoids
from nnviz.experiments.attention.conclusions.positions import conclusions
from nnviz.experiments.attention.positions import LATER, WAVES, Shuffled, shuffled, waves
from nnviz.experiments.attention.positions_settings import POSITION_KINDS, POSITION_STEPS, POSITION_TASKS, WORD
from nnviz.experiments.attention.questions.positions import shuffle_question, training_question
from nnviz.experiments.attention.trained_positions import PositionTask, rows
from nnviz.experiments.recording.recording import Moment, Recording, begin
from nnviz.ui.attention.state import fields, state
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

KEY = "attention-positions-training"
ASKED = state.key("question.positions")
TRAINING_ASKED = state.key("question.positions.training")
COLOURS = ("line-0", "line-1", "line-2")
"""Of the three kinds."""

TEXTBOOK = "A = X + W                      # learned: a row of W for each place\n" + (
    "R[t, 2 * i] = np.sin(t / 10000 ** (2 * i / d))\nR[t, 2 * i + 1] = np.cos(t / 10000 ** (2 * i / d))\nA = X + R"
)


def _section() -> None:
    places = st.columns([2, 1.2, 1, 1.6], vertical_alignment="bottom")
    fields.segmented("position_kind", "Positions", POSITION_KINDS, place=places[0])
    fields.toggle("position_causal", "Causal mask", place=places[1])
    fields.seed("position_seed", "Seed", place=places[2])
    found = shuffled(state.settings)
    question = shuffle_question(state.settings)
    _drawing(found, seen(ASKED, question))
    ask(ASKED, question)
    st.header("What a trained network makes of positions")
    with folded("Train it with and without them", state.key("positions.trained")) as is_open:
        if is_open:
            _training()
    st.header("The sinusoidal positions")
    with folded("Their waves, and what two places have in common", state.key("positions.waves")) as is_open:
        if is_open:
            _waves()
    _behind(found)


def _drawing(found: Shuffled, answered: bool) -> None:
    now = state.settings
    added = found.added
    header = {
        "word": WORD,
        "order": now.position_order,
        "added": "" if added is None else now.position_kind,
        "causal": now.position_causal,
        "largest": found.largest,
        "same": found.same,
        "answered": answered,
    }
    arrays = {"difference": found.difference}
    for name, weights, outputs in zip(("before", "after"), found.weights, found.outputs, strict=True):
        arrays |= {f"weights {name}": weights, f"outputs {name}": outputs}
    if added is not None:
        arrays["added"] = added
    drawing("positions", header, arrays, key="attention-positions", on_ask=_asked, room="24rem")


def _asked(asked: Mapping[str, Any]) -> None:
    """Take the order of the tokens."""
    state.update(position_order=str(asked["order"]))
    if asked.get("done"):
        state.show_in_address()


def _played() -> Played[Recording]:
    task = PositionTask.of(state.settings)
    return Played(("positions", task), repr(task), partial(begin, task), chunk=4, seconds=0.3)


def _training() -> None:
    places = st.columns([1.4, 1, 3], vertical_alignment="bottom")
    fields.segmented("position_task", "Task", POSITION_TASKS, place=places[0])
    steps = {n: f"{n:,}" for n in including(POSITION_STEPS, state.settings.position_steps)}
    fields.select("position_steps", "Steps", steps, place=places[1])
    played = _played()
    recording = played.now()
    question = training_question(recording)
    answered = seen(TRAINING_ASKED, question)
    header = {"training": repr(recording.task), **_described(PositionTask.of(state.settings), answered)}
    training_drawing("attending", KEY, played, recording, _packed, header, _nothing, room="17rem")
    ask(TRAINING_ASKED, question)
    st.caption(
        "Six symbols of eight are heard, then said. One block of attention with a causal mask and no MLP, width 32; "
        "the same sequences for all. The mask alone tells a little of the order."
    )
    if recording.done:
        result_download(rows(recording), state.settings, "positions", state.key("positions.trained.download"))


def _nothing(question: object) -> None:
    """The drawing asks for frames and nothing else."""


def _packed(moments: Sequence[Moment]) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for name in ("symbols", "whole"):
        values = np.array([moment.measured[name] for moment in moments])
        found |= {f"{name} low": values.min(-1), name: np.median(values, -1), f"{name} high": values.max(-1)}
    return found | {"P": np.array([moment.measured["P"] for moment in moments])}


def _described(task: PositionTask, answered: bool) -> dict[str, Any]:
    titles = {"symbols": "Symbols right, the true ones given", "whole": "Whole sequences right"}
    panels: list[dict[str, Any]] = [
        {
            "kind": "course",
            "title": title,
            "series": [{"name": name, "at": k, "colour": colour, "band": True} for k, colour in enumerate(COLOURS)]
            if answered
            else [],
            "low": 0.0,
            "high": 1.0,
            "percent": True,
            "height": 10.0,
        }
        for name, title in titles.items()
    ]
    panels[0]["keys"] = [
        {"title": title, "colour": colour} for title, colour in zip(POSITION_KINDS.values(), COLOURS, strict=True)
    ]
    maps = {
        "kind": "maps",
        "title": "P: who looks where, in one sequence",
        "note": "rows ask",
        "name": "P",
        "titles": list(POSITION_KINDS.values()),
        "tokens": list(task.tokens),
        "answers": list(range(task.data.given - 1, task.data.steps)),
        "causal": True,
        "veiled": not answered,
        "height": 10.0,
    }
    readings = [
        {"title": f"{kind}:", "name": "symbols", "at": k, "percent": True} for k, kind in enumerate(POSITION_KINDS)
    ]
    return {
        "columns": "minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1.9fr)",
        "panels": [*panels, maps],
        "local": [],
        "readings": readings if answered else [],
        "note": "Symbols right, median" if answered else "Predict below: then the curves are drawn.",
    }


def _waves() -> None:
    found = waves()
    shown = range(0, WAVES // 2, 2)
    arrays = {"place": found.places} | {f"wave {j}": found.R[:, j] for j in shown}
    arrays |= {f"product {t}": products for t, products in zip(LATER, found.products, strict=True)}
    end = float(found.places[-1])
    over = {"x": "place", "x_range": [0.0, end], "height": 10.0}
    header = {
        "slider": "place t, or distance k",
        "handle": "place",
        "handle_decimals": 0,
        "at": state.settings.position_place,
        "panels": [
            over
            | {"title": f"Features of the position at place t, d = {WAVES}", "x_title": "place t"}
            | {"y_range": [-1.1, 1.1]}
            | {
                "series": [
                    {"name": f"wave {j}", "title": f"feature {j + 1}: sin", "colour": k} for k, j in enumerate(shown)
                ]
            },
            over
            | {"title": "Product of the positions at t and t + k", "x_title": "distance k"}
            | {"y_range": [0.0, 1.05 * WAVES / 2]}
            | {
                "series": [
                    {"name": f"product {t}", "title": f"t = {t}", "colour": k, "dash": bool(k)}
                    for k, t in enumerate(LATER)
                ]
            },
        ],
        "readings": [{"name": f"wave {j}", "title": f"feature {j + 1}", "colour": k} for k, j in enumerate(shown)]
        + [{"name": f"product {t}", "title": f"t = {t}", "colour": k} for k, t in enumerate(LATER)],
    }
    drawing("graph", header, arrays, key="attention-waves", on_ask=_place, room="20rem")
    st.caption(
        "The three curves lie upon each other: what two places have in common depends on their distance alone, so that "
        "“the token before” is the same question everywhere. Vaswani et al. 2017, section 3.5."
    )


def _place(asked: Mapping[str, Any]) -> None:
    state.update(position_place=int(asked["at"]))


def _behind(found: Shuffled) -> None:
    st.header("Behind the picture")
    engine = [assignment(LearnedPositions.forward, "A"), assignment(sinusoids, "pair"), assignment(sinusoids, "angle")]
    numpy_lines(TEXTBOOK, engine="\n".join(engine))
    st.caption(
        "A transformer of one block at its start, d = 8: token and position, layer norm, attention, residual. Learned "
        "positions are drawn here, as they are before training."
    )
    table_panel(state, "positions", lambda: _table(found), "shuffled_tokens")
    with folded("Open every tensor of the shuffled sequence", state.key("positions.tensors")) as is_open:
        if is_open:
            inspector(found.after, "attention-positions-tensors")


def _table(found: Shuffled) -> list[dict[str, object]]:
    before, after = found.outputs
    return [
        {
            "token": WORD[token],
            "place": place + 1,
            "feature": j + 1,
            "output in order": float(before[token, j]),
            "output shuffled": float(after[place, j]),
            "difference": float(found.difference[place, j]),
        }
        for place, token in enumerate(found.order)
        for j in range(before.shape[1])
    ]


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings, _played().now())


TOPIC = TopicPage(
    title="Positions",
    look="**Drag a token** to another place: is its output still the same? Then add **positions**, or a mask.",
    section=_section,
    conclusions=_conclusions,
)
