"""Losses as curves on the page: over the prediction and over the logit, each with its slope."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, Loss, assignment, walk
from nnviz.experiments.inspection import Step, write_out
from nnviz.experiments.inspection.textbook import loss_lines
from nnviz.experiments.loss import questions
from nnviz.experiments.loss.curves import PREDICTION_LIMIT, SQUARED_ERROR, Z_LIMIT, LossCurve, LossCurves, loss_curves
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.loss.state import fields, state
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask

FAMILIES = {"binary": "yes or no", "classes": "one of three classes", "regression": "a number"}
HIGHEST = 8.0
"""Where the axis of the losses ends; the logarithm goes on."""

STEEPEST = 6.0
"""The same for slopes over the prediction."""

LINES = {SQUARED_ERROR: (1, True), "huber": (2, False), "mean_squared_error": (3, False)}
"""Colour and dash of a loss; cross-entropy has the first colour and a solid line, here and further down the page."""

DEFINITIONS = {"binary": "½(P − Y)²", "classes": "½Σ(P − Y)²", "regression": "½(A − Y)²"}
"""What is called squared error, as the first key says it."""


def controls() -> None:
    """Which kind of target, and which target."""
    now = state.settings
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    fields.segmented("task", "The target is", FAMILIES, place=left, label_visibility="collapsed")
    if now.task == "binary":
        fields.segmented("target", "Target", [0, 1], "target Y = {}".format, place=right, label_visibility="collapsed")


def curves_now() -> LossCurves:
    """The curves of the page."""
    return loss_curves(state.settings.task, state.settings.target)


def position(curves: LossCurves) -> int:
    """Where the handle stands: z, or for numbers the same share of their axis."""
    z = state.settings.z * (PREDICTION_LIMIT / Z_LIMIT if state.settings.task == "regression" else 1.0)
    return int(np.argmin(np.abs(curves.logit - z)))


def curves_drawing(result: LossCurves) -> None:
    """Two panels above, the losses; two below, their slopes; one handle for all of them."""
    regression = state.settings.task == "regression"
    arrays: dict[str, Array] = {"z": result.logit, "p": result.prediction}
    for k, curve in enumerate(result.curves):
        arrays |= {f"loss{k}": curve.values, f"dp{k}": curve.by_prediction, f"dz{k}": curve.by_logit}
    readings = []
    for k, curve in enumerate(result.curves):
        shared = {"colour": line_of(curve)[0], "decimals": 4, "link": f"c{k}", "row": k + 1}
        readings.append({"name": f"loss{k}", "title": f"{curve.title}: ℓ", **shared})
        if not regression:
            readings.append({"name": f"dp{k}", "title": "dℓ/dP", **shared})
        readings.append({"name": f"dz{k}", "title": "dℓ/dA" if regression else "dℓ/dz", **shared})
    first = {"name": "p", "title": "A" if regression else "P", "decimals": 6, "row": 1}
    header = {
        "slider": "prediction A" if regression else "logit z",
        "handle": "z",
        "handle_decimals": 2,
        "at": position(result),
        "across": 2,
        "panels": _regression_panels(result) if regression else _panels(result),
        "readings": [first, *readings],
    }

    def moved(asked: Mapping[str, Any]) -> None:
        z = float(result.logit[int(asked["at"])])
        state.update(z=round(z * (Z_LIMIT / PREDICTION_LIMIT if regression else 1.0), 4))

    drawing("graph", header, arrays, key="loss-curves", on_ask=moved, room="23rem")
    state.show_in_address()


def line_of(curve: LossCurve) -> tuple[int, bool]:
    """The colour of a loss, and whether its line is dashed."""
    return LINES.get(curve.loss.name, (0, False))


def _series(result: LossCurves, prefix: str, defined: bool = False) -> list[dict[str, Any]]:
    found = []
    for k, curve in enumerate(result.curves):
        colour, dash = line_of(curve)
        title = f"{curve.title} {DEFINITIONS[state.settings.task]}" if defined and dash else curve.title
        found.append({"name": f"{prefix}{k}", "title": title, "colour": colour, "dash": dash, "link": f"c{k}"})
    return found


def _panels(curves: LossCurves) -> list[dict[str, Any]]:
    of = "P of class 1" if state.settings.task == "classes" else "P"
    over_p = {"x": "p", "x_range": [0.0, 1.0], "height": 7.9}
    over_z = {"x": "z", "x_range": [-Z_LIMIT, Z_LIMIT], "height": 7.9}
    steep = [-STEEPEST, 0.6] if curves.target else [-0.6, STEEPEST]
    flat = [-1.15, 0.15] if curves.target else [-0.15, 1.15]
    high = [-0.2, HIGHEST]
    return [
        {**over_p, "title": f"loss by {of}", "y_range": high, "series": _series(curves, "loss", defined=True)},
        {**over_z, "title": "loss by logit z", "y_range": high, "series": _series(curves, "loss")},
        {**over_p, "title": f"slope dℓ/dP by {of}", "y_range": steep, "series": _series(curves, "dp")},
        {
            **over_z,
            "title": "slope dℓ/dz by z: the learning signal",
            "y_range": flat,
            "series": _series(curves, "dz"),
        },
    ]


def _regression_panels(curves: LossCurves) -> list[dict[str, Any]]:
    over = {
        "x": "z",
        "x_range": [-PREDICTION_LIMIT, PREDICTION_LIMIT],
        "x_title": "prediction A, target 0",
        "height": 14,
    }
    return [
        {**over, "title": "loss", "y_range": [-0.3, 10.0], "series": _series(curves, "loss", defined=True)},
        {**over, "title": "slope dℓ/dA", "y_range": [-6.0, 6.0], "series": _series(curves, "dz")},
    ]


def in_words(result: LossCurves) -> str:
    """What the two slopes over the logit are here, and how far apart."""
    at = position(result)
    if state.settings.task == "regression":
        return (
            f"At A = {result.prediction[at]:.2f}: the slopes of the squared errors grow with the error; the slope of "
            "the **Huber** loss never exceeds ±1, which limits the influence of an outlier."
        ).replace("-", "−")
    entropy, squared = result.curves[0].by_logit[at], result.curves[1].by_logit[at]
    times = f", a ratio of **{abs(entropy / squared):,.1f}**" if squared else ""
    return (
        f"At P = {result.prediction[at]:.6f} with target {result.target:g}, dℓ/dz is {entropy:.4f} for cross-entropy "
        f"and {squared:.4f} for squared error{times}. With squared error the gradient is multiplied by the slope of "
        "the sigmoid (or softmax), which is nearly 0 where the network is confident; with cross-entropy that factor "
        "cancels, leaving **P − Y**."
    ).replace("-0", "−0")


def curves_question() -> None:
    """Ask about the losses on view; the engine's losses answer."""
    ask(state.key("question.curves"), questions.curves_question(state.settings.task))


def formulas(result: LossCurves) -> None:
    """Each loss with its slope, the numbers of the handle on demand, and the engine's line."""
    numbers = st.toggle("Fill in the numbers", key=state.key("numbers"))
    at = position(result)
    columns = st.columns(len(result.curves), gap="medium")
    for column, curve in zip(columns, result.curves, strict=True):
        with column:
            st.markdown(f"**{curve.loss.title[0].upper()}{curve.loss.title[1:]}**")
            with st.container(height=180, border=False):
                if numbers:
                    st.latex(r"\small " + _repr(curve.loss, result, at))
                else:
                    st.latex(r"\small " + curve.loss.latex)
                    st.latex(r"\small " + curve.loss.dlatex)
            numpy_lines(loss_lines(curve.loss), engine=_lines(curve.loss))


def _lines(used: Loss) -> str:
    kind = type(used)
    return f"{assignment(kind.per_sample, 'losses')}\n{assignment(kind.backward, 'dA')}"


def _repr(used: Loss, curves: LossCurves, at: int) -> str:
    """The loss of the sample at the handle, written out by the inspector."""
    A, Y = _sample(used, curves, at)
    step = Step.of(used.forward(A, Y))
    view = next(view for view in walk(step.record, "loss.") if view.path == "loss.losses")
    out = write_out(step, view, (0,))
    return out.latex if out is not None else used.latex


def _sample(used: Loss, curves: LossCurves, at: int) -> tuple[Array, Array]:
    """The output and the target of one sample, as the loss takes them."""
    z, p = float(curves.logit[at]), float(curves.prediction[at])
    if state.settings.task == "classes":
        rest = (1.0 - p) / 2.0
        row = [z, 0.0, 0.0] if used.expects == "logits" else [p, rest, rest]
        return np.array([row]), np.array([[1.0, 0.0, 0.0]])
    return np.array([[z if used.expects == "logits" else p]]), np.array([[curves.target]])
