"""Parity: the states of a network in a plane while it learns, the automaton they become, and longer sequences."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, assignment
from nnviz.experiments.recurrence.conclusions.parity import conclusions
from nnviz.experiments.recurrence.network_settings import CELL_TITLES
from nnviz.experiments.recurrence.parity import (
    LENGTHS,
    TRAINED_LENGTH,
    ParityFrame,
    ParityRun,
    begin_parity,
    bits_so_far,
    labels,
    recipe_of,
    rows,
)
from nnviz.experiments.recurrence.parity_settings import PARITY_NETWORKS, PARITY_STATES, PARITY_STEPS
from nnviz.experiments.recurrence.questions.parity import lengths_question
from nnviz.experiments.recurrence.recipe import Recipe
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.recurrence.state import fields, state
from nnviz.ui.recurrence.unroll import TEXTBOOK
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.next_step_panel import NextStep, next_step_panel
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage

KEY = "recurrence-parity"
ASKED = state.key("question.parity")
PACE = 250
"""Milliseconds from one frame to the next."""


def _played(recipe: Recipe, looked_at: object = "") -> Played[ParityRun]:
    return Played(("parity", recipe), f"{recipe} {looked_at}", partial(begin_parity, recipe), chunk=30, seconds=0.25)


def _section() -> None:
    _controls()
    now = state.settings
    recipe = recipe_of(now)
    played = _played(recipe, (now.parity_network, now.parity_state))
    run = played.now()
    question = lengths_question(run)
    answered = seen(ASKED, question)
    header, fixed = _header(run, answered), {"labels": labels(recipe)}
    training_drawing("race", KEY, played, run, _packed, header, _marked, room="20.4rem", fixed=fixed)
    ask(ASKED, question)
    if run.done and answered:
        result_download(rows(run), now, "parity_at_other_lengths", state.key("parity.download"))
    _behind(run)


def _controls() -> None:
    now = state.settings
    places = st.columns([1.6, 1.2, 1.0, 1.0], vertical_alignment="bottom")
    fields.segmented("parity_cell", "Cell", CELL_TITLES, place=places[0])
    steps = {n: f"{n:,}" for n in including(PARITY_STEPS, now.parity_steps)}
    fields.select("parity_steps", "Steps of training", steps, place=places[1])
    with places[2]:
        fields.number("parity_network", "Network drawn", 1, PARITY_NETWORKS, 1)
    with places[3]:
        fields.seed("parity_seed", "Seed")


def _header(run: ParityRun, answered: bool) -> dict[str, Any]:
    now = state.settings
    k, chosen = now.parity_network - 1, now.parity_state - 1
    states = ("even", "odd")
    panels: list[dict[str, Any]] = [
        {"kind": "cloud", "title": f"States of network {k + 1}", "note": "1: the ones so far are odd", "height": 13.6}
        | {"name": "plane", "from": 2 * k * PARITY_STATES, "count": PARITY_STATES, "chosen": chosen},
        {"kind": "matrix", "title": "The automaton", "note": "next answer, by answer and bit"}
        | {"name": "transitions", "height": 13.6, "side": "next", "columns": list(states)}
        | {"rows": [f"{one}, bit {bit}" for one in states for bit in (0, 1)]},
        {
            "kind": "dots",
            "title": "Right at the last bit",
            "note": f"{run.recipe.seeds} networks, by bits",
            "height": 13.6,
        }
        | {"name": "lengths", "low": 0.0, "high": 1.0, "percent": True, "veiled": not answered}
        | {"lanes": [{"title": str(n), "colour": f"line-{i % 4}"} for i, n in enumerate(LENGTHS)]},
    ]
    bits = bits_so_far(run.recipe, chosen)
    parity = "odd" if bits.count("1") % 2 else "even"
    return {
        "training": repr(run.recipe),
        "columns": "minmax(0, 1.2fr) minmax(0, 1fr) minmax(0, 1.2fr)",
        "pace": PACE,
        "panels": panels,
        "local": [],
        "readings": [
            {
                "title": f"Network {k + 1}, correct at all steps of {TRAINED_LENGTH} bits:",
                "name": "accuracy",
                "at": k,
                "percent": True,
            },
            {"title": "variance in the plane:", "name": "share", "at": k, "percent": True},
        ],
        "note": f"The marked state has read {bits}: {parity}.",
    }


def _packed(frames: Sequence[ParityFrame]) -> dict[str, Array]:
    k = state.settings.parity_network - 1
    packed = {name: np.array([getattr(f, name) for f in frames]) for name in ("accuracy", "share", "lengths", "plane")}
    return packed | {"transitions": np.array([frame.transitions[k] for frame in frames])}


def _marked(asked: Mapping[str, Any]) -> None:
    """Take a state that was clicked."""
    if asked.get("set") != "sample":
        raise ValueError(f"expected a state to mark, got {str(asked)[:40]!r}")
    state.update(parity_state=asked["value"])
    state.show_in_address()


def _behind(run: ParityRun) -> None:
    st.header("Behind the picture")
    cell = run.recipe.cell
    layer = run.state.state.network.layers[0]
    numpy_lines(
        f"{TEXTBOOK[cell]}\n    odd = h @ W + b > 0",
        engine=assignment(type(layer).forward, "H"),
    )
    several = f"; the first axis is the network, of {run.recipe.seeds} seeds."
    next_step_panel(state, "parity", KEY, lambda: NextStep(run.state.state, run.recipe.sequences_of, several))


def _conclusions() -> Sequence[str]:
    now = state.settings
    return conclusions(_played(recipe_of(now)).now(), now.parity_network - 1)


TOPIC = TopicPage(
    title="Parity",
    look="**Train**: the states of a network fall into two clusters, an automaton. Does it **count further** than it "
    "was trained to?",
    section=_section,
    conclusions=_conclusions,
)
