"""Summands: the gradient of W_hh as one heat map for each step that add up, and what truncation takes from the sum."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import assignment
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.experiments.recurrence.conclusions.summands import conclusions
from nnviz.experiments.recurrence.questions.summands import truncation_question
from nnviz.experiments.recurrence.summands import StepByStep, left_out, step_by_step, written_out
from nnviz.experiments.recurrence.summands_settings import MOST_SUMMANDS, SUMMED_LOSSES
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.recurrence.state import fields, state
from nnviz.ui.recurrence.unroll import network_controls
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.summands")
TEXTBOOK = """dW_hh = 0
h = h_0
for t in range(T):
    dW_hh = dW_hh + h.T @ {gradient}[t]   # a summand: the state before the step, times {of}
    h = H[t]"""


def _section() -> None:
    places = st.columns([2.05, 1.8, 1.3, 1, 1.1, 1, 1.9], vertical_alignment="bottom")
    network_controls(places[:4])
    fields.slider("summed_steps", "Steps", 2, MOST_SUMMANDS, 1, place=places[4])
    fields.seed("summed_sequence", "Bits no.", place=places[5])
    fields.segmented("summed_loss", "Loss", SUMMED_LOSSES, place=places[6])
    found = step_by_step(state.settings)
    question = truncation_question(state.settings)
    _drawing(found, seen(ASKED, question))
    ask(ASKED, question)
    _behind(found)


def _drawing(found: StepByStep, answered: bool) -> None:
    now, whole = state.settings, found.cut[-1]
    steps = range(1, found.steps + 1)
    header = {
        "steps": found.steps,
        "shape": found.whole.shape,
        "gradient": "dz" if found.plain else "d(hW)",
        "step": min(now.summed_step, found.steps) - 1,
        "truncation": min(now.summed_truncation, found.steps),
        "answered": answered,
        "written": [written_out(found, step) for step in steps],
        "leftOut": [left_out(cut) for cut in found.cut] if answered else [],
    }
    arrays = {
        "x": np.array([[float(bit) for bit in found.bits]]),
        "sizes": whole.sizes[None],
        "shares": whole.shares[None],
        "summands": whole.whole.dW_hh,
        "before": found.before,
        "gradient": found.product_gradient,
        "whole": found.whole,
    }
    if answered:
        arrays["missing"] = np.stack([cut.missing for cut in found.cut])
        arrays["gone"] = np.stack([cut.gone for cut in found.cut])
        arrays["truncated"] = np.stack([cut.truncated.dW_hh.sum(0) for cut in found.cut])
    drawing("summands", header, arrays, key="recurrence-summands", on_ask=_chosen, room="24rem")


def _chosen(asked: Mapping[str, Any]) -> None:
    """Take a step that was chosen, or another length of truncation."""
    state.update(summed_step=int(asked["step"]) + 1, summed_truncation=int(asked["truncation"]))
    state.show_in_address()


def _behind(found: StepByStep) -> None:
    st.header("Behind the picture")
    st.caption(
        "Werbos 1990; truncated: Williams and Peng 1990, here in stretches that are counted from the last step. "
        "The share of a summand is its part along the whole gradient."
    )
    engine = [assignment(Recurrent.weight_gradients, "dW_hh"), assignment(Recurrent.summands, "dW_hh")]
    gradient, of = ("dz", "the gradient of z") if found.plain else ("dhW", "the gradient of h @ W_hh")
    numpy_lines(TEXTBOOK.format(gradient=gradient, of=of), engine="\n".join(engine))
    table_panel(state, "summands", lambda: _rows(found), "summands_of_dW_hh")
    with folded("Open every tensor", state.key("summands.tensors")) as is_open:
        if is_open:
            inspector(found.found, "recurrence-summands")


def _rows(found: StepByStep) -> list[dict[str, object]]:
    cut = found.truncated_to(state.settings.summed_truncation)
    return [
        {
            "step": t + 1,
            "length": float(cut.sizes[t]),
            "share": float(cut.shares[t]),
            "taken away": float(cut.missing[t]),
            **{f"dW_hh[{i}, {j}]": float(value) for (i, j), value in np.ndenumerate(cut.whole.dW_hh[t])},
        }
        for t in range(found.steps)
    ]


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings)


TOPIC = TopicPage(
    title="Summands",
    look="**Click a summand**, then cut backpropagation short: which summands go, and where does the gradient point?",
    section=_section,
    conclusions=_conclusions,
)
