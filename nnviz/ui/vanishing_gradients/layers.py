"""The main drawing of the page of vanishing gradients: every layer at once, at the start and while it trains."""

from typing import Any

import numpy as np
import streamlit as st

from nnviz.experiments.depth import (
    MOST_LAYERS,
    MOST_UNITS,
    DepthSettings,
    DepthTrajectory,
    Initialization,
    measure_layers,
)
from nnviz.experiments.depth.building import first_state, measured_samples
from nnviz.experiments.depth.ensemble import baseline_loss
from nnviz.experiments.depth.samples import samples
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.run.choice import activation_of
from nnviz.experiments.vanishing_gradients.table import layer_rows
from nnviz.ui.drawings.playback import trajectory_drawing, trajectory_now
from nnviz.ui.vanishing_gradients.state import state
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.question import question

KEY = "depth-layers"


def layers_now() -> DepthTrajectory:
    """The training of the page's settings, as far as it has come."""
    return trajectory_now(KEY, state.settings)


def layers_drawing(trajectory: DepthTrajectory, changed: bool) -> None:
    """Gradients, activations, slopes and saturation by layer, and the loss, to be played."""
    trajectory_drawing(KEY, trajectory, _header(trajectory), _moved, room="34rem", changed=changed)


def _moved(name: str, value: float) -> None:
    """Take a slider of the drawing."""
    if name in ("depth", "width", "seed"):
        state.update(**{name: int(value)})
    elif name in ("weight_scale", "learning_rate"):
        state.update(**{name: value})


def _header(trajectory: DepthTrajectory) -> dict[str, Any]:
    now = trajectory.settings
    g = activation_of(now.activation)
    low, high = trajectory.ranges.activations
    powers = trajectory.ranges.gradients
    bound = f"{g.largest_slope:.4g}".rstrip("0").rstrip(".")
    chance = baseline_loss(samples(now.data, now.width)[1])
    return {
        "seed": now.seed,
        "across": 2,
        "sliders": _sliders(now),
        "readings": _READINGS,
        "summary": [
            {"title": "loss", "name": "loss", "at": 0},
            {"title": "accuracy", "name": "accuracy", "at": 0},
            {"title": "‖dW‖ of layer 1:", "name": "gradient", "at": 0},
            {"title": "of the output:", "name": "gradient", "at": -1},
            {"title": "share of dZ left in layer 1:", "name": "left", "at": 0},
        ],
        "panels": [
            _lines(
                "Size of the gradient",
                ("gradient", "‖dW‖", "line-1", False, True),
                ("delta", "mean |dZ|", "line-0", False, True),
            ),
            {
                "kind": "density",
                "title": "Activations A",
                "name": "activations",
                "lane": 0,
                "low": low,
                "high": high,
                "open": [not np.isfinite(g.range[0]), not np.isfinite(g.range[1])],
            },
            _lines(
                "Left of it, going back",
                ("left", "share of dZ", "line-0", False, False),
                ("slopes_left", "product of slopes", "line-1", False, False),
                ("bound", f"at most {bound} a layer", "warning", True, False),
            ),
            {
                "kind": "density",
                "title": "Gradients |dZ|, and exact zeros in red",
                "name": "gradients",
                "lane": 0,
                "low": powers[0],
                "high": powers[1],
                "powers": True,
                "zeros": "zeros",
            },
            {
                "kind": "shares",
                "title": "Saturated and dead",
                "series": [
                    {"name": "saturated", "colour": "line-2", "link": "saturated"},
                    {"name": "dead", "colour": "ink", "link": "dead"},
                ],
                "keys": [
                    {"title": "slope below 5 % of the largest", "colour": "line-2", "link": "saturated"},
                    {"title": "slope 0 on every sample", "colour": "ink", "link": "dead"},
                ],
                "height": 7.5,
            },
            {
                "kind": "course",
                "title": "Loss on 200 training samples",
                "series": [{"name": "loss", "lane": 0, "colour": "ink", "link": "loss"}],
                "marks": [{"value": chance, "text": "guessing"}],
                "top": _top(trajectory, chance),
                "height": 7.5,
            },
        ],
    }


def _top(trajectory: DepthTrajectory, chance: float) -> float:
    """The upper end of the loss axis: nothing that trains well is cut off, what explodes is."""
    start = float(trajectory.frames[0].layers.loss[0])
    return 1.25 * max(chance, min(start, 3.0 * chance) if np.isfinite(start) else chance)


def _sliders(now: DepthSettings) -> list[dict[str, Any]]:
    return [
        {"name": "depth", "title": "hidden layers", "low": 1, "high": MOST_LAYERS, "step": 1, "value": now.depth}
        | {"text": str(now.depth)},
        {"name": "width", "title": "units a layer", "low": 1, "high": MOST_UNITS, "step": 1, "value": now.width}
        | {"text": str(now.width)},
        {
            "name": "weight_scale",
            "title": "weights ×",
            "low": 1e-6,
            "high": 100,
            "log": True,
            "value": max(now.weight_scale, 1e-6),
        }
        | {"text": f"{now.weight_scale:.3g}"},
        {"name": "learning_rate", "title": "learning rate", "low": 1e-4, "high": 10, "log": True}
        | {"value": now.learning_rate, "text": f"{now.learning_rate:.3g}"},
    ]


def _lines(title: str, *series: tuple[str, str, str, bool, bool]) -> dict[str, Any]:
    """A panel of lines; each with its array, its title, its colour, whether it is dashed, and a ghost of the start."""
    return {
        "kind": "lines",
        "title": title,
        "keys": [{"title": t, "colour": c, "dash": d, "link": n} for n, t, c, d, _ in series],
        "series": [
            {"name": n, "colour": c, "dash": d, "link": n, "ghost": ghost, "dots": not d}
            for n, _, c, d, ghost in series
        ],
    }


_READINGS = [
    {"title": "‖dW‖ =", "name": "gradient"},
    {"title": "mean |dZ| =", "name": "delta"},
    {"title": "share of dZ left =", "name": "left"},
    {"title": "saturated", "name": "saturated", "percent": True},
    {"title": "dead", "name": "dead", "percent": True},
    {"title": "zeros in dZ", "name": "zeros", "percent": True},
    {"title": "denormals", "name": "denormals", "percent": True},
    {"title": "spread of A =", "name": "spread"},
]


def in_words(trajectory: DepthTrajectory) -> str:
    """What to see in the drawing, with its numbers."""
    seen, now = trajectory.frames[0].layers, trajectory.settings
    g = activation_of(now.activation)
    left, slopes, bound = seen.left[0, 0], seen.slopes_left[0, 0], seen.bound[0]
    text = (
        f"At the start layer 1 gets **{power(float(left))}** of the dZ that enters at the output. The slopes alone "
        f"make it **{power(float(slopes))}**; {g.title} can let through at most {g.largest_slope:.4g} a layer, "
        f"together **{power(float(bound))}**. What is left beyond the slopes is the weights' doing."
    )
    zero, tiny = int((seen.gradient[0] == 0).sum()), int((seen.denormals[0] > 0).sum())
    if zero:
        text += f" In **{zero}** of {now.depth + 1} layers dW is **exactly zero**: smaller numbers do not exist."
    if tiny:
        text += f" In **{tiny}** layers entries of dZ are denormal, below 2.2 · 10⁻³⁰⁸, and lose digits."
    return text


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs={DepthSettings: lambda s: s.model_dump_json()})
def _left(settings: DepthSettings) -> float:
    """What is left of dZ in layer 1."""
    first = first_state(settings, [Initialization.of(settings)])
    by_layer, _ = measure_layers(first.network, first.rules.loss, *measured_samples(settings))
    return float(by_layer.left[0, 0])


def depth_question(trajectory: DepthTrajectory) -> bool:
    """Ask what other layers would do; the answer is measured. Returns whether it was answered."""
    now = trajectory.settings
    deeper = now.changed(depth=min(MOST_LAYERS, 2 * now.depth) if now.depth < MOST_LAYERS else MOST_LAYERS // 2)
    before, after = float(trajectory.frames[0].layers.left[0, 0]), _left(deeper)
    options = ["less than a thousandth", "less than a tenth", "about as much", "more than ten times as much"]
    ratio = after / before if before > 0 else 1.0
    right = 0 if ratio < 1e-3 else 1 if ratio < 0.1 else 3 if ratio > 10 else 2
    return question(
        f"{state.key('question.depth')}.{now.activation}.{now.initializer}.{now.weight_scale}.{now.depth}.{now.width}.{now.data}",
        f"**{deeper.depth}** hidden layers instead of {now.depth}. How much of the share that layer 1 gets now will "
        "it get then?",
        options,
        right,
        f"Measured: {power(before)} with {now.depth} hidden layers, {power(after)} with {deeper.depth}. Each layer "
        "multiplies by about the same factor, so **depth is an exponent**.",
    )


def layers_table(trajectory: DepthTrajectory) -> None:
    """The numbers of the first and of the newest frame, to look at and to keep."""
    frames = trajectory.frames[:1] if len(trajectory.frames) == 1 else (trajectory.frames[0], trajectory.frames[-1])
    rows = [row for frame in frames for row in layer_rows(frame)]
    with st.expander("The numbers as a table"):
        st.dataframe(
            {name: [_cell(row[name]) for row in rows] for name in rows[0]}, hide_index=True, key=state.key("table")
        )
        result_download(rows, trajectory.settings, "vanishing_gradients", state.key("download.layers"))


def _cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
