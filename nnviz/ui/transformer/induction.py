"""Induction: one layer of attention against two, many seeds in lockstep, with both scores and the two heads."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, Attention, assignment
from nnviz.experiments.attending.heads import followers
from nnviz.experiments.transformer.conclusions.induction import conclusions
from nnviz.experiments.transformer.induction import (
    LAYERS,
    InductionFrame,
    InductionRace,
    InductionTask,
    begin_induction,
    rows,
)
from nnviz.experiments.transformer.induction_settings import (
    FIXED_PERIOD,
    INDUCTION_HEADS,
    INDUCTION_SEEDS,
    INDUCTION_STEPS,
)
from nnviz.experiments.transformer.questions.induction import layers_question
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.transformer.state import fields, state
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.next_step_panel import NextStep, next_step_panel
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

KEY = "transformer-induction"
ASKED = state.key("question.induction")
COLOURS = ("line-0", "line-1")
"""Of one layer and of two."""

SCORES = {"previous": ("first: previous token", "line-2"), "induction": ("second: induction", "line-3")}
PACES = {1: 34, 5: 80, 20: 250}
"""Milliseconds from one frame to the next, by the number of networks."""

HEIGHT = 18.0


def _played(task: InductionTask) -> Played[InductionRace]:
    generation = json.dumps([repr(task), _shown(task)])
    return Played(("induction", task), generation, partial(begin_induction, task), chunk=24, seconds=0.25)


def _shown(task: InductionTask) -> int:
    """The network whose attention is shown, from 0."""
    return min(state.settings.induction_shown, task.seeds) - 1


def _section() -> None:
    _controls()
    task = InductionTask.of(state.settings)
    played = _played(task)
    race = played.now()
    question = layers_question(race)
    header = _header(race, seen(ASKED, question))
    packed = partial(_packed, _shown(task))
    training_drawing("attending", KEY, played, race, packed, header, _nothing, room="25rem")
    ask(ASKED, question)
    _behind(race)


def _nothing(_: Mapping[str, Any]) -> None:
    """The drawing asks for frames and nothing else."""


def _controls() -> None:
    now = state.settings
    places = st.columns([1.9, 0.9, 1.3, 0.9, 1.0, 1.3], vertical_alignment="bottom")
    titles = {False: "random, 4 to 12", True: f"always {FIXED_PERIOD}"}
    fields.segmented("induction_fixed", "Length of the pattern", titles, place=places[0])
    fields.segmented("induction_heads", "Heads a layer", INDUCTION_HEADS, place=places[1])
    fields.segmented("induction_seeds", "Networks of each kind", INDUCTION_SEEDS, place=places[2])
    steps = {n: f"{n:,}" for n in including(INDUCTION_STEPS, now.induction_steps)}
    fields.select("induction_steps", "Steps", steps, place=places[3])
    fields.seed("induction_seed", "Seed", place=places[4])
    most = now.induction_seeds
    fields.number(
        "induction_shown",
        f"Maps of network, of {most}",
        1,
        most,
        1,
        value=min(now.induction_shown, most),
        place=places[5],
    )


def _header(race: InductionRace, answered: bool) -> dict[str, Any]:
    task = race.task
    keys = [
        {"title": f"{one} ({n:,})", "colour": colour}
        for one, n, colour in zip(LAYERS, task.parameters, COLOURS, strict=True)
    ]
    lanes = [{"title": one, "colour": colour} for one, colour in zip(LAYERS, COLOURS, strict=True)]
    lines = [{"name": "accuracy", "at": k, "colour": c, "band": True} for k, c in enumerate(COLOURS)]
    scores = [{"name": name, "at": 1, "colour": colour, "band": True} for name, (_, colour) in SCORES.items()]
    shared = {"low": 0.0, "high": 1.0, "percent": True}
    course = {"kind": "course", "height": 7.4} | shared
    spread = "" if task.seeds == 1 else f"Curves: median and 80 % of {task.seeds} networks. "
    stack = [
        course
        | {"title": "Correct", "note": "" if answered else "predict below", "keys": keys}
        | {"series": lines if answered else []},
        course
        | {"title": "Scores", "note": "" if answered else "predict below"}
        | {"keys": [{"title": title, "colour": colour} for title, colour in SCORES.values()]}
        | {"series": scores if answered else []},
    ]
    data = task.measured
    maps = {
        "kind": "maps",
        "titles": [""],
        "tokens": [data.symbols[k] for k in data.numbers[0, :-1]],
        "answers": [int(t) for t in np.flatnonzero(data.counted[0])],
        "causal": True,
        "veiled": not answered,
    }
    T = data.steps
    before = [t * T + t - 1 for t in range(1, T)]
    follows = [int(k) for k in np.flatnonzero(followers(data)[0])]
    small = maps | {"title": LAYERS[0].capitalize(), "note": "", "name": "maps", "height": 9.2}
    large = maps | {"height": HEIGHT, "name": "maps"}
    return {
        "training": repr(task),
        "columns": "minmax(0, 1.35fr) minmax(0, 0.65fr) minmax(0, 1fr) minmax(0, 1fr)",
        "pace": PACES[task.seeds],
        "glides": ["accuracy", "previous", "induction", "networks", "solved"],
        "panels": [
            {"kind": "stack", "parts": stack},
            {
                "kind": "stack",
                "parts": [
                    {"kind": "dots", "title": "Each network", "note": "", "name": "networks", "height": 7.4}
                    | shared
                    | {"lanes": lanes, "veiled": not answered},
                    small,
                ],
            },
            large | {"title": "Two layers: first", "note": "boxes: the token before", "from": 1, "marks": before},
            large | {"title": "Second", "note": "boxes: what followed", "from": 2, "marks": follows},
        ],
        "local": [],
        "readings": [{"title": f"{one}:", "name": "solved", "at": k, "percent": True} for k, one in enumerate(LAYERS)]
        if answered
        else [],
        "note": f"{spread}Above 98 %:" if answered else f"{task.seeds} networks of each kind, the same sequences.",
    }


def _packed(shown: int, frames: Sequence[InductionFrame]) -> dict[str, Array]:
    arrays = {
        "networks": np.array([frame.accuracy for frame in frames]),
        "solved": np.array([frame.solved for frame in frames]) / frames[0].accuracy.shape[-1],
        "maps": np.array([frame.maps[:, shown] for frame in frames], np.float64),
    }
    for name in ("accuracy", *SCORES):
        bands = np.array([frame.band(name) for frame in frames])
        arrays[f"{name} low"], arrays[name], arrays[f"{name} high"] = np.moveaxis(bands, 1, 0)
    return arrays


TEXTBOOK = (
    "# layer 1, head that looks one back: token t now also carries symbol t - 1\n"
    "x = x + P1 @ norm(x) @ W_V1 @ W_O1\n"
    "# layer 2: the query 'my symbol' meets the key 'the symbol before me'\n"
    "n = norm(x)\n"
    "S = n @ W_Q2 @ (n @ W_K2).T / np.sqrt(d_k)\n"
    "P2 = softmax(np.where(later, -np.inf, S))"
)


def _behind(race: InductionRace) -> None:
    st.header("Behind the picture")
    lines = [assignment(Attention.attend, name) for name in ("S", "P", "O", "A")]
    numpy_lines(TEXTBOOK, engine="\n".join(lines))
    table_panel(state, "induction", lambda: rows(race), "induction")
    next_step_panel(state, "induction", KEY, partial(_next, race))


def _next(race: InductionRace) -> NextStep:
    chosen = st.segmented_control("Networks", LAYERS, default=LAYERS[1], key=state.key("induction_kind"), required=True)
    which = LAYERS.index(chosen)
    several = "; with several networks, the first axis is the network."
    return NextStep(race.state[which], race.task.recipe(which + 1).batch_of, several)


def _conclusions() -> Sequence[str]:
    return conclusions(_played(InductionTask.of(state.settings)).now())


TOPIC = TopicPage(
    title="Induction",
    look="**Predict, then train**: can one layer of attention continue a pattern that repeats? Then fix its length.",
    section=_section,
    conclusions=_conclusions,
)
