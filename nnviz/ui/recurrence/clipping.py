"""Clipping: the loss and the gradient norm at every step of two trainings, with clipping and without."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, assignment
from nnviz.engine.clipping import clip_by_norm
from nnviz.experiments.diagnosis.gradients import EXPLODED
from nnviz.experiments.recurrence.clipping import (
    CLIPPED,
    FREE,
    LEARNED,
    ClippingFrame,
    ClippingRun,
    begin,
    next_step,
    task_of,
)
from nnviz.experiments.recurrence.clipping_settings import LIMITS, OPTIMIZERS, SEEDS
from nnviz.experiments.recurrence.conclusions.clipping import clinic_words, conclusions
from nnviz.experiments.recurrence.questions.clipping import clipping_question
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.recurrence.state import fields, state
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.clipping")
COLOURS = {FREE: "line-1", CLIPPED: "line-0"}
KEYS = [{"title": "without", "colour": COLOURS[FREE]}, {"title": "clipped", "colour": COLOURS[CLIPPED]}]
HEIGHT = 14


def _section() -> None:
    _controls()
    run = _played().now()
    question = clipping_question(run)
    answered = seen(ASKED, question)
    training_drawing(
        "recording",
        "recurrence-clipping",
        _played(),
        run,
        _packed,
        {"training": repr(run.task), **_described(answered)},
        _nothing,
        room="24rem",
    )
    ask(ASKED, question)
    _behind(run, answered)


def _controls() -> None:
    now = state.settings
    places = st.columns([1.3, 1.6, 1.9, 0.8], vertical_alignment="bottom")
    fields.slider("clipping_gain", "First W_hh: spectral radius", 0.5, 2.0, 0.05, place=places[0])
    with places[1]:
        fields.select_slider("clipping_norm", "Clip the gradient at a norm of", including(LIMITS, now.clipping_norm))
    fields.segmented("clipping_optimizer", "Optimizer", OPTIMIZERS, place=places[2])
    fields.number("clipping_seed", "Network drawn", 0, SEEDS - 1, 1, place=places[3])


def _played() -> Played[ClippingRun]:
    task = task_of(state.settings)
    generation = json.dumps([repr(task), state.settings.clipping_seed])
    return Played(("clipping", task), generation, partial(begin, task), chunk=32, seconds=0.3)


def _nothing(question: object) -> None:
    """The drawing asks for frames and nothing else."""


def _packed(frames: Sequence[ClippingFrame]) -> dict[str, Array]:
    seed = state.settings.clipping_seed
    return {
        **{name: np.array([getattr(frame, name)[:, seed] for frame in frames]) for name in ("loss", "norms", "growth")},
        "given": np.array([frame.given[CLIPPED, seed, None] for frame in frames]),
        "learned": np.array([frame.learned / SEEDS for frame in frames]),
    }


def _described(answered: bool) -> dict[str, Any]:
    now = state.settings

    def course(title: str, name: str, low: float, high: float, **more: object) -> dict[str, Any]:
        lines = [{"name": name, "at": lane, "colour": colour} for lane, colour in COLOURS.items()]
        panel = {"kind": "course", "powers": True, "height": HEIGHT, "title": title, "low": low, "high": high}
        return panel | {"series": lines, "keys": KEYS} | more

    norms = course("Gradient norm", "norms", 1e-3, 1e3, marks=[{"value": now.clipping_norm, "text": ""}])
    norms["series"].append({"name": "given", "at": 0, "colour": COLOURS[CLIPPED], "dash": True})
    norms["keys"] = [*KEYS, {"title": "after clipping", "colour": COLOURS[CLIPPED], "dash": True}]
    explodes = {
        "marks": [{"value": EXPLODED, "text": ""}],
        "keys": [{"title": f"explodes above {EXPLODED:g}", "colour": "warning", "dash": True}],
        "label": "Growth through time: the largest norm of dL/dh over that at the last step",
    }
    panels = [
        course("Loss", "loss", 1e-3, 10.0, **({} if answered else {"series": []})),
        norms,
        course("Growth through time", "growth", 1.0, 1e4, **explodes),
    ]
    counts = [
        {
            "title": f"Of {SEEDS} networks, loss below {LEARNED:g} without clipping:",
            "name": "learned",
            "at": FREE,
            "percent": True,
        },
        {"title": "clipped:", "name": "learned", "at": CLIPPED, "percent": True},
    ]
    return {
        "columns": "minmax(0, 1fr) minmax(0, 1.2fr) minmax(0, 1fr)",
        "panels": panels,
        "local": [],
        "readings": counts if answered else [],
        "note": "" if answered else "Predict below, and the losses are shown too.",
    }


def _behind(run: ClippingRun, answered: bool) -> None:
    now = state.settings
    st.header("Behind the picture")
    if answered:
        st.markdown(clinic_words(run, now.clipping_seed))
    st.caption(
        "First symbol of 20, Elman layers of 16 units, the same sequences in both trainings. Growth through time: the "
        "largest norm of dL/dh at any step of the sequence over that at the last. Clipping: Pascanu, Mikolov and "
        "Bengio 2013, algorithm 1."
    )
    textbook = "norm = np.linalg.norm(dtheta)\nif norm > limit:\n    dtheta = dtheta * limit / norm"
    numpy_lines(textbook, engine="\n".join(assignment(clip_by_norm, name) for name in ("norm", "clipped")))
    table_panel(state, "clipping", lambda: _rows(run, now.clipping_seed), "clipping")
    with folded("Open every tensor of the next step", state.key("clipping.tensors")) as is_open:
        if is_open:
            st.caption(f"Network {now.clipping_seed}, clipped: step {run.step + 1}")
            inspector(next_step(run, now.clipping_seed), "recurrence-clipping")


def _rows(run: ClippingRun, seed: int) -> list[dict[str, object]]:
    return [
        {
            "step": frame.step,
            **{
                f"{title}, {lane}": float(values[at, seed])
                for title, values in (("loss", frame.loss), ("gradient norm", frame.norms), ("growth", frame.growth))
                for lane, at in (("without clipping", FREE), ("clipped", CLIPPED))
            },
            "after clipping": float(frame.given[CLIPPED, seed]),
        }
        for frame in run.frames
    ]


def _conclusions() -> Sequence[str]:
    return conclusions(_played().now(), state.settings.clipping_seed)


TOPIC = TopicPage(
    title="Clipping",
    look="**Train** from a large W_hh: now and then the gradient norm leaps. What does clipping it change?",
    section=_section,
    conclusions=_conclusions,
)
