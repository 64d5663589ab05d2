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
from nnviz.experiments.inspection.formula import counted, power
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
            {"title": "of the output layer:", "name": "gradient", "at": -1},
            {"title": "fraction reaching layer 1:", "name": "left", "at": 0},
        ],
        "panels": [
            _lines(
                "Magnitude of the gradient",
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
                "Fraction of dZ remaining",
                ("left", "measured", "line-0", False, False),
                ("slopes_left", "slopes alone", "line-1", False, False),
                ("bound", f"slope bound: {bound} per layer", "warning", True, False),
            ),
            {
                "kind": "density",
                "title": "Gradients |dZ| (exact zeros in red)",
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
                    {"title": "slope below 5 % of its maximum", "colour": "line-2", "link": "saturated"},
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
        {"name": "width", "title": "units per layer", "low": 1, "high": MOST_UNITS, "step": 1, "value": now.width}
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
    {"title": "fraction of dZ remaining =", "name": "left"},
    {"title": "saturated", "name": "saturated", "percent": True},
    {"title": "dead", "name": "dead", "percent": True},
    {"title": "zeros in dZ", "name": "zeros", "percent": True},
    {"title": "denormals", "name": "denormals", "percent": True},
    {"title": "standard deviation of A =", "name": "spread"},
]


def in_words(trajectory: DepthTrajectory) -> str:
    """What to see in the drawing, with its numbers."""
    seen, now = trajectory.frames[0].layers, trajectory.settings
    g = activation_of(now.activation)
    left, slopes, bound = seen.left[0, 0], seen.slopes_left[0, 0], seen.bound[0]
    text = (
        f"Before training, **{power(float(left))}** of the output layer's dZ reaches layer 1. The slopes of the "
        f"activation alone would leave **{power(float(slopes))}**: the slope of {g.title} is at most "
        f"{g.largest_slope:.4g}, so slopes alone can leave at most **{power(float(bound))}** over all layers. The "
        "rest is due to the weights."
    )
    zero, tiny = int((seen.gradient[0] == 0).sum()), int((seen.denormals[0] > 0).sum())
    if zero:
        text += f" In **{zero}** of {counted(now.depth + 1, 'layer')} dW is **exactly zero**."
    if tiny:
        text += (
            f" In **{counted(tiny, 'layer')}** some entries of dZ are denormal (below 2.2 · 10⁻³⁰⁸) and lose precision."
        )
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
    options = [
        "below a thousandth of it",
        "a thousandth to a tenth",
        "the same, within a factor of 10",
        "over ten times it",
    ]
    ratio = after / before if before > 0 else 1.0 if after == 0 else np.inf
    factors = [share ** (1 / layers) for share, layers in ((before, now.depth), (after, deeper.depth))]
    right = 0 if ratio < 1e-3 else 1 if ratio < 0.1 else 3 if ratio > 10 else 2
    return question(
        f"{state.key('question.depth')}.{now.activation}.{now.initializer}.{now.weight_scale}.{now.depth}.{now.width}.{now.data}",
        f"with {counted(now.depth, 'hidden layer')}, a fraction of {power(before)} of dZ reaches layer 1. How much "
        f"would it be with **{deeper.depth}**?",
        options,
        right,
        f"Measured: {power(after)} with {counted(deeper.depth, 'hidden layer')}, {power(before)} with {now.depth}. "
        f"That is an average factor of {factors[1]:.2g} and {factors[0]:.2g} per layer, and **depth is the exponent**.",
    )


def layers_table(trajectory: DepthTrajectory) -> None:
    """The numbers of the first and of the newest frame, to look at and to keep."""
    frames = trajectory.frames[:1] if len(trajectory.frames) == 1 else (trajectory.frames[0], trajectory.frames[-1])
    rows = [row for frame in frames for row in layer_rows(frame)]
    with st.expander("Show the numbers as a table"):
        st.dataframe(
            {name: [_cell(row[name]) for row in rows] for name in rows[0]}, hide_index=True, key=state.key("table")
        )
        result_download(rows, trajectory.settings, "vanishing_gradients", state.key("download.layers"))


def _cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
