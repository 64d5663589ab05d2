"""Gradient: its norm at every step of the backward pass, and the eigenvalues of the matrix that multiplies it there."""

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from nnviz.engine import GRU, LSTM, Elman, assignment
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.recurrence.conclusions.gradient import conclusions
from nnviz.experiments.recurrence.gradient import GradientThroughTime, first_step, gradient_through_time
from nnviz.experiments.recurrence.gradient_settings import GRADIENT_KINDS
from nnviz.experiments.recurrence.questions.gradient import survival_question
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.recurrence.state import fields, state
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.gradient")
STARTS = {"orthogonal": "orthogonal", "gaussian": "Gaussian"}
TEXTBOOK = {
    "tanh": "    dh[t] = (dh[t + 1] * dg(z[t + 1])) @ W_hh.T",
    "gru": "    dh[t] = dh[t + 1] * u[t + 1] + dhW[t + 1] @ W_hh.T   # dhW: the gradient of h @ W_hh",
    "lstm": "    dh[t] = dz[t + 1] @ W_hh.T   # dz: the gradient of the gates before their sigmoid and tanh\n"
    "    dc[t] = dh[t] * o[t] * (1 - np.tanh(c[t]) ** 2) + dc[t + 1] * f[t + 1]",
}
"""A step back, by cell; a linear layer is that of tanh with dg = 1."""


def _section() -> None:
    _controls()
    found = gradient_through_time(state.settings)
    _drawing(found, seen(ASKED, survival_question()))
    ask(ASKED, survival_question())
    _behind(found)


def _controls() -> None:
    places = st.columns([2.5, 2, 1.5, 1.5, 0.8, 0.8], vertical_alignment="bottom")
    fields.segmented("gradient_cell", "Layer", GRADIENT_KINDS, place=places[0])
    fields.segmented("gradient_start", "First W_hh", STARTS, place=places[1])
    fields.slider("gradient_radius", "Its spectral radius ρ, about", 0.1, 3.0, 0.05, place=places[2])
    if state.settings.gradient_cell in ("gru", "lstm"):
        fields.slider("gradient_bias", "Bias of the gate that keeps", -2.0, 6.0, 0.5, place=places[3])
    else:
        fields.slider("gradient_steps", "Steps back", 2, 100, 1, place=places[3])
    fields.number("gradient_units", "Units", 2, 128, 1, place=places[4])
    fields.seed("gradient_seed", "Seed", place=places[5])


def _drawing(found: GradientThroughTime, answered: bool) -> None:
    measured = found.measured
    series: list[dict[str, object]] = [{"name": "norms", "title": "|dL/dh|", "colour": "line-0"}]
    arrays = {"norms": measured.norms}
    for name, values, title, colour in (
        ("cells", measured.cells, "|dL/dc|", "line-1"),
        ("radius", found.by_radius, "ρ to the steps", "line-2"),
        ("bound", found.by_bound, "bound", "muted"),
    ):
        if values is not None:
            arrays[name] = values
            series.append({"name": name, "title": title, "colour": colour, "dash": name in ("radius", "bound")})
    header = {
        "series": series if answered else [],
        "steps": found.steps,
        "note": _line(found) if answered else "Answer the question below, or let it be shown.",
        "radius": None if measured.radius is None else float(measured.radius),
        "eigenvalues": measured.eigenvalues is not None,
    }
    if measured.eigenvalues is not None:
        arrays["real"], arrays["imaginary"] = measured.eigenvalues.real, measured.eigenvalues.imag
    drawing("through_time", header, arrays, key="recurrence-gradient", room="22rem")


def _line(found: GradientThroughTime) -> str:
    survives, factor = float(found.measured.survives), float(found.measured.factor)
    return (
        f"{found.steps} steps earlier the gradient is {power(survives)} times as long: a factor of {factor:.3g} a step."
    )


def _behind(found: GradientThroughTime) -> None:
    now = state.settings
    st.header("Behind the picture")
    st.caption(
        "Hochreiter 1991; Bengio, Simard and Frasconi 1994; the bound, the largest singular value of W_hh times the "
        "largest slope: Pascanu, Mikolov and Bengio 2013."
    )
    backward: dict[str, Callable[..., object]] = {"gru": GRU.backward, "lstm": LSTM.backward}
    numpy_lines(
        "for t in reversed(range(T - 1)):\n" + TEXTBOOK.get(now.gradient_cell, TEXTBOOK["tanh"]),
        engine=assignment(backward.get(now.gradient_cell, Elman.backward), "dH"),
    )
    if now.gradient_cell in ("gru", "lstm"):
        fields.slider("gradient_steps", "Steps back", 2, 100, 1)
    table_panel(state, "gradient", lambda: _rows(found), "gradient_through_time")
    with folded("Open every tensor", state.key("gradient.tensors")) as is_open:
        if is_open:
            inspector(first_step(now), "recurrence-gradient")


def _rows(found: GradientThroughTime) -> list[dict[str, object]]:
    columns = {
        "dL/dh": found.measured.norms,
        "dL/dc": found.measured.cells,
        "by the spectral radius": found.by_radius,
        "bound": found.by_bound,
    }
    present = {name: np.asarray(values) for name, values in columns.items() if values is not None}
    return [{"step": t, **{name: float(v[t]) for name, v in present.items()}} for t in range(found.steps + 1)]


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings)


TOPIC = TopicPage(
    title="Gradient",
    look="**Move the spectral radius** below and above 1: what is left of the gradient many steps earlier?",
    section=_section,
    conclusions=_conclusions,
)
