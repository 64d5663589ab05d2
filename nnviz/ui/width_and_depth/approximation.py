"""A function that is picked or drawn, a network built to follow it, and as many units trained from many seeds."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.datasets.functions import FUNCTIONS
from nnviz.experiments.address.seeds import next_seed
from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.width_and_depth import WidthAndDepthSettings, begin_approximation, error_curve
from nnviz.experiments.width_and_depth.approximation import TRAINED_KINDS, built_network
from nnviz.experiments.width_and_depth.bumps import KINDS, Construction, ErrorCurve, build
from nnviz.experiments.width_and_depth.ensembles import SEEDS
from nnviz.experiments.width_and_depth.fitting import REACH, FitTrajectory
from nnviz.experiments.width_and_depth.questions import double_question, found_question
from nnviz.experiments.width_and_depth.settings import KNOTS, MOST_UNITS, STARTS, STEEPNESS
from nnviz.ui.drawings.playback import catch_up
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.width_and_depth.built import built_panel
from nnviz.ui.width_and_depth.state import fields, state
from nnviz.ui.width_and_depth.training import fit_drawing, fit_training, trained_tensors

KEY = "width-function"
ASKED = state.key("question.double")
FOUND = state.key("question.found")
COUNTS = (1, 2, 4, 8, 16, 32, 64)
_OF_TRAINING = ("function", "frequency", "folds", "heights", "units", "start", "learning_rate", "seed")


def name_of_training(now: WidthAndDepthSettings) -> str:
    """What tells this training from others."""
    told = {name: getattr(now, name) for name in _OF_TRAINING}
    told["kind"] = TRAINED_KINDS[now.kind] if now.start == "random" else now.kind
    told["noise"] = now.noise if now.start == "built" else 0.0
    return "function " + json.dumps(told)


def controls() -> None:
    """Which function, how often, which units, where training starts."""
    first, second, third, fourth = st.columns([2, 2, 2.6, 2], vertical_alignment="bottom")
    fields.select("function", "Function", {name: info.title for name, info in FUNCTIONS.items()}, place=first)
    now = state.settings
    if now.function == "sawtooth":
        fields.segmented("folds", "Folds", (1, 2, 3, 4), place=second)
    elif now.function == "sine":
        fields.segmented("frequency", "Waves", including((1, 2, 4, 8), now.frequency), place=second)
    fields.segmented("kind", "Units", {"step": "steps", "sigmoid": "sigmoids", "relu": "ReLU"}, place=third)
    fields.select("start", "Training starts from", STARTS, place=fourth)


@st.cache_data(max_entries=40, show_spinner=False)
def _curves(function: str, now: WidthAndDepthSettings) -> dict[str, ErrorCurve]:
    return {kind: error_curve(now.target, kind, COUNTS, steepness=STEEPNESS) for kind in KINDS}


def curves_now() -> dict[str, ErrorCurve]:
    """The largest errors of built networks of each kind."""
    now = state.settings
    told = WidthAndDepthSettings(function=now.function, frequency=now.frequency, folds=now.folds, heights=now.heights)
    return _curves(told.model_dump_json(), told)


def section() -> None:
    """The first section of the page; call it in a fragment."""
    shown = state.settings
    controls()
    now = state.settings
    built, name = built_network(now), name_of_training(now)
    played = fit_training(name, partial(begin_approximation, now))
    trajectory = played.now()
    doubled = build(now.target, 2 * now.units, now.kind, steepness=STEEPNESS)
    question = double_question(built, doubled)
    answered = seen(ASKED, question)
    header = _header(now, built, trajectory, answered)
    fixed = _fixed(now, built)
    fit_drawing(KEY, played, trajectory, header, fixed, _update, "23rem", state.settings != shown)
    state.show_in_address()
    ask(ASKED, question)
    ask(FOUND, found_question(built, SEEDS, trajectory.end.largest[0] if trajectory.done else None))
    catch_up(KEY, state.settings != shown)
    _more(built, trajectory)


def _update(question: Mapping[str, Any]) -> None:
    if "heights" in question:
        drawn = tuple(round(float(height), 2) for height in question["heights"])
        state.update(function="drawn", heights=drawn)
        return
    name, value = str(question["set"]), float(question["value"])
    if name in ("units", "seed"):
        state.update(**{name: int(value)})
    elif name in ("learning_rate", "noise"):
        state.update(**{name: value})


def _header(
    now: WidthAndDepthSettings, built: Construction, trajectory: FitTrajectory, answered: bool
) -> dict[str, Any]:
    curves = curves_now()
    points: list[dict[str, Any]] = []
    keys: list[dict[str, Any]] = [{"title": "trained", "colour": "line-1"}]
    colours = {"step": "line-2", "sigmoid": "line-3", "relu": "line-0"}
    for kind, curve in curves.items() if answered else ():
        points.append({"name": f"error {kind}", "x": "units", "colour": colours[kind], "dash": kind == "sigmoid"})
        keys.append({"title": _slope(curve), "colour": colours[kind], "dash": kind == "sigmoid"})
    if not answered:
        points.append({"name": "error now", "x": "units now", "colour": colours[now.kind]})
    ends = _ends([*(c.errors for c in curves.values()), trajectory.frames[0].largest[0]])
    trained = "tanh" if now.start == "random" and now.kind == "step" else KINDS[now.kind]
    sliders = [
        {"name": "units", "title": "units n", "low": 1, "high": MOST_UNITS, "step": 1, "value": now.units}
        | {"text": str(now.units)},
        {"name": "learning_rate", "title": "learning rate", "low": 1e-4, "high": 0.5, "log": True}
        | {"value": now.learning_rate, "text": f"{now.learning_rate:.3g}"},
    ]
    if now.start == "built":
        sliders.append(
            {"name": "noise", "title": "weights changed by", "low": 0.0, "high": 0.5, "step": 0.01}
            | {"value": now.noise, "text": f"{now.noise:.2f}"}
        )
    return {
        "next_seed": next_seed(now),
        "sliders": sliders,
        "titles": ["median of the trained"],
        "measure": "largest",
        "before": f"largest error: built {power(built.largest_error)}",
        "panels": [
            {
                "kind": "pad",
                "title": "The function: draw over it",
                "span": 4,
                "group": 0,
                "height": 15,
                "step": 0.05,
                "seen": _seen(now, built),
                "keys": [
                    {"title": "function", "colour": "ink"},
                    {"title": f"built: {counted(now.units, 'unit')}", "colour": colours[now.kind], "dash": True},
                    {"title": f"{SEEDS} trained ({trained}): median, 80 %", "colour": "line-1"},
                ],
                "lines": [{"name": "built", "colour": colours[now.kind], "dash": True}],
            },
            {
                "kind": "powers",
                "title": "Largest error",
                "span": 3,
                "height": 15,
                "foot": "hidden units n",
                "at": now.units,
                "group": 0,
                "ends": ends,
                "across": [0.9, 72],
                "points": points,
                "keys": keys,
            },
        ],
    }


def _slope(curve: ErrorCurve) -> str:
    """A kind of units, and the power of n by which its error falls from 8 units on."""
    title = KINDS[curve.kind]
    if curve.exact is not None:
        return f"{title}: exact with {curve.exact}"
    late = ErrorCurve(curve.kind, curve.units[3:], curve.errors[3:])
    return f"{title}: slope {round(late.slope, 1) + 0.0:.1f}".replace("-", "−")


def _ends(errors: list[Any]) -> list[float]:
    every = np.concatenate([np.ravel(one) for one in errors])
    every = every[np.isfinite(every) & (every > 1e-8)]
    if not every.size:
        return [1e-3, 1.0]
    return [float(10.0 ** np.floor(np.log10(every.min()))), float(10.0 ** np.ceil(np.log10(every.max())))]


def _seen(now: WidthAndDepthSettings, built: Construction) -> list[float]:
    """The heights on view: those of the function, with a margin."""
    y = now.target(np.linspace(0.0, 1.0, 257))
    low, high = min(-1.0, float(y.min())), max(1.0, float(y.max()))
    return [low - 0.35, high + 0.35]


def _fixed(now: WidthAndDepthSettings, built: Construction) -> dict[str, Any]:
    x = np.linspace(0.0, 1.0, 513)
    wide = np.linspace(*REACH, 771)
    f = now.target
    curve = curves_now()
    fixed = {
        "x": wide,
        "target": f(x),
        "knots": np.clip(f(np.linspace(0.0, 1.0, KNOTS)), -1.0, 1.0),
        "seen": np.linspace(*REACH, 193),
        "reach": np.array(REACH),
        "built": built.network.forward(wide[:, None]).A[:, 0],
        "units": np.array(COUNTS, np.float64),
        "units now": np.array([now.units], np.float64),
        "error now": np.array([built.largest_error]),
    }
    return fixed | {f"error {kind}": one.errors for kind, one in curve.items()}


def _more(built: Construction, trajectory: FitTrajectory) -> None:
    now = state.settings
    st.header("Inside these networks")
    rows = [
        {"units": n, **{f"largest error, {KINDS[kind]}": float(c.errors[k]) for kind, c in curves_now().items()}}
        for k, n in enumerate(COUNTS)
    ]
    result_download(rows, now, "built-networks", state.key("download.built"))
    with folded("How it is built, as lines of NumPy", state.key("lines")) as is_open:
        if is_open:
            numpy_lines(_LINES[now.kind])
    trained_tensors(state.key("open.trained"), trajectory, [f"{counted(now.units, 'unit')}"])
    built_panel("function", built.network, trajectory.task, f"{counted(now.units, 'unit')} built of {KINDS[now.kind]}")


_STEPS = """edges = np.linspace(0, 1, n + 1)
heights = f((edges[:-1] + edges[1:]) / 2)           # of the n pieces, in their middles
starts = edges[:-1].copy()
starts[0] -= 1 / n                                  # the first step is always on
W1, b1 = {sharp} * np.ones((1, n)), -{sharp} * starts
W2 = np.diff(heights, prepend=0)[:, None]           # how far each step goes up or down
A = {A} @ W2"""

_LINES = {
    "relu": """edges = np.linspace(0, 1, n + 1)
slopes = np.diff(f(edges)) * n                      # of the n straight pieces
W1, b1 = np.ones((1, n)), -edges[:-1]               # unit i changes the slope where piece i begins
W2 = np.diff(slopes, prepend=0)[:, None]            # by how much
A = np.maximum(0, x[:, None] @ W1 + b1) @ W2 + f(edges[0])""",
    "step": _STEPS.format(sharp="n", A="(x[:, None] @ W1 + b1 >= 0)"),
    "sigmoid": _STEPS.format(sharp=f"{STEEPNESS:g} * n", A="sigmoid(x[:, None] @ W1 + b1)"),
}
