"""The main drawing of the page of vanishing gradients: every layer at once, at the start and while it trains."""

from math import isfinite
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Activation
from nnviz.experiments.address.seeds import next_seed
from nnviz.experiments.depth import (
    MOST_LAYERS,
    MOST_UNITS,
    DepthSettings,
    DepthTrajectory,
)
from nnviz.experiments.depth.ensemble import baseline_loss
from nnviz.experiments.depth.samples import samples
from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.run.choice import activation_of
from nnviz.experiments.vanishing_gradients import questions
from nnviz.experiments.vanishing_gradients.conclusions import first_layers
from nnviz.experiments.vanishing_gradients.table import layer_rows
from nnviz.ui.drawings.depth_playback import depth_drawing, depth_training
from nnviz.ui.vanishing_gradients.state import state
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.question import ask

KEY = "depth-layers"
HEIGHT = 8.2
"""Of every panel, in em: two rows of three have room under the sliders on one screen of a projector."""


def layers_now() -> DepthTrajectory:
    """The training of the page's settings, as far as it has come."""
    return depth_training(state.settings).now()


def layers_drawing(trajectory: DepthTrajectory, changed: bool) -> None:
    """Gradients, activations, slopes and saturation by layer, and the loss, to be played."""
    depth_drawing(KEY, trajectory, _header(trajectory), _moved, room="25rem", changed=changed)


def _moved(name: str, value: float) -> None:
    """Take a slider of the drawing."""
    if name in ("depth", "width", "seed"):
        state.update(**{name: int(value)})
    elif name in ("weight_scale", "learning_rate"):
        state.update(**{name: value})


def _most(g: Activation, bound: float) -> str:
    """How much of a gradient an activation can let through, a layer and all together."""
    if not isfinite(g.largest_slope):
        return f"the slope of {g.title} has no bound"
    return (
        f"the slope of {g.title} is at most {g.largest_slope:.4g}, so slopes alone can leave at most "
        f"**{power(bound)}** over all layers"
    )


def _header(trajectory: DepthTrajectory) -> dict[str, Any]:
    now = trajectory.settings
    g = activation_of(now.activation)
    low, high = trajectory.ranges.activations
    powers = trajectory.ranges.gradients
    bound = f"{g.largest_slope:.4g}".rstrip("0").rstrip(".").replace("inf", "∞")
    chance = baseline_loss(samples(now.data, now.width)[1])
    return {
        "next_seed": next_seed(now),
        "across": 3,
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
            _lines(
                "Fraction of dZ remaining",
                ("left", "measured", "line-0", False, False),
                *(
                    ()
                    if now.residual  # past the slopes there is another way
                    else (
                        ("slopes_left", "slopes alone", "line-1", False, False),
                        ("bound", f"bound: {bound} per layer", "warning", True, False),
                    )
                ),
            ),
            {
                "kind": "course",
                "title": "Loss on 200 training samples",
                "series": [{"name": "loss", "lane": 0, "colour": "ink", "link": "loss"}],
                "marks": [{"value": chance, "text": "guessing"}],
                "top": _top(trajectory, chance),
                "height": HEIGHT,
            },
            {
                "kind": "density",
                "title": "Gradients |dZ| (exact zeros in red)",
                "name": "gradients",
                "lane": 0,
                "low": powers[0],
                "high": powers[1],
                "powers": True,
                "zeros": "zeros",
                "height": HEIGHT,
            },
            {
                "kind": "density",
                "title": "Activations A",
                "name": "activations",
                "lane": 0,
                "low": low,
                "high": high,
                "open": [not np.isfinite(end) for end in now.reach],
                "height": HEIGHT,
            },
            {
                "kind": "shares",
                "title": "Units",
                "series": [
                    {"name": "saturated", "colour": "line-2", "link": "saturated"},
                    {"name": "dead", "colour": "ink", "link": "dead"},
                ],
                "keys": [
                    {"title": "saturated: slope < 5 %", "colour": "line-2", "link": "saturated"},
                    {"title": "dead: slope 0", "colour": "ink", "link": "dead"},
                ],
                "height": HEIGHT,
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
        "height": HEIGHT,
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
    text = f"Before training, **{power(float(left))}** of the output layer's dZ reaches layer 1. "
    if now.residual:
        text += (
            "Each hidden layer from the second on adds its input to what it computes, so the gradient also goes past "
            "its slopes and weights, unchanged."
        )
    else:
        text += (
            f"The slopes of the activation alone would leave **{power(float(slopes))}**: {_most(g, float(bound))}. The "
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
    return float(first_layers(settings).left[0, 0])


def depth_question(trajectory: DepthTrajectory) -> None:
    """Ask what another number of layers would do; the answer is measured."""
    now = trajectory.settings
    before, after = float(trajectory.frames[0].layers.left[0, 0]), _left(questions.other_depth(now))
    ask(state.key("question.depth"), questions.depth_question(now, before, after))


def layers_table(trajectory: DepthTrajectory) -> None:
    """The numbers of the first and of the newest frame, to look at and to keep."""
    with folded("Show the numbers as a table", state.key("numbers_table")) as is_open:
        if is_open:
            _numbers_table(trajectory)


def _numbers_table(trajectory: DepthTrajectory) -> None:
    """A row for each layer, at the start and at the end."""
    frames = trajectory.frames[:1] if len(trajectory.frames) == 1 else (trajectory.frames[0], trajectory.frames[-1])
    rows = [row for frame in frames for row in layer_rows(frame)]
    shown = st.column_config.NumberColumn(format="%.4g")  # a cell's copy has all digits
    st.dataframe(
        {name: [row[name] for row in rows] for name in rows[0]},
        hide_index=True,
        column_config={name: shown for name in rows[0] if name not in ("step", "layer")},
        key=state.key("table"),
    )
    result_download(rows, trajectory.settings, "vanishing_gradients", state.key("download.layers"))
