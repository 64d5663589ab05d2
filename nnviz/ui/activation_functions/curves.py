"""The curves of the activation page: which ones, how arranged, drawn to be dragged along."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import ACTIVATIONS, Activation, activation
from nnviz.engine.activations import activation_parameters
from nnviz.experiments.activation_functions.curve import PER_UNIT, Z_LIMIT, Curve, activation_title, curve
from nnviz.experiments.activation_functions.settings import MAX_FUNCTIONS, ActivationSettings
from nnviz.ui.activation_functions.state import fields, state
from nnviz.ui.drawings.drawing import drawing

TOP = 3.5
"""How far up and down one axis for several curves goes: far enough to tell their shapes apart."""
SLIDERS = {"leaky_relu": (0.01, 1.0, 0.01), "prelu": (-1.0, 2.0, 0.05), "elu": (0.1, 3.0, 0.1)}


def controls() -> None:
    """Which functions, how arranged, with which parameters."""
    now = state.settings
    left, middle, right = st.columns([6, 2.4, 1.6], vertical_alignment="center")
    fields.multiselect(
        "functions",
        f"Functions (up to {MAX_FUNCTIONS})",
        ACTIVATIONS,
        lambda name: activation(name).title,
        most=MAX_FUNCTIONS,
        value=[g.name for g in now.activations],
        make=ActivationSettings.with_functions,
        place=left,
        label_visibility="collapsed",
    )
    fields.segmented(
        "one_plot",
        "Arrange",
        {False: "side by side", True: "one axis"},
        place=middle,
        label_visibility="collapsed",
        width="stretch",
    )
    with right.popover("Parameters", width="stretch"):
        with_parameters = [g for g in now.activations if g.parameters]
        for g in with_parameters:
            _parameter(g)
        if not with_parameters:
            st.caption(
                "None of the selected functions has a parameter; ReLU (slope at 0), leaky ReLU, PReLU and ELU have one."
            )


def _parameter(g: Activation) -> None:
    """The one parameter of an activation, as a slider or as a choice."""
    parameter, (_, value) = activation_parameters(g.name)[0], g.parameters[0]
    name, label = f"parameter.{g.name}", f"{g.title}: {parameter.meaning} ${parameter.symbol}$"

    def make(now: ActivationSettings, chosen: float) -> ActivationSettings:
        return now.with_parameter(g.name, chosen)

    if parameter.choices:
        fields.segmented(name, label, parameter.choices, "{:g}".format, value=value, make=make)
    else:
        low, high, step = SLIDERS.get(g.name, (0.05, 1.0, 0.05))
        fields.slider(name, label, low, high, step, value=value, make=make)


def curves() -> tuple[Curve, ...]:
    """The curves of the chosen functions; asking twice costs one dictionary look-up."""
    return tuple(curve_of(g) for g in state.settings.activations)


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs={Activation: lambda g: (g.name, g.parameters)})
def _curve_numbers(g: Activation) -> tuple[Any, Any, Any]:
    computed = curve(g)
    return computed.z, computed.A, computed.slope


def curve_of(g: Activation) -> Curve:
    """The curve of one activation, computed once a process."""
    return Curve(g, *_curve_numbers(g))


def plots() -> None:
    """The curves to drag along."""
    now, chosen = state.settings, curves()
    slopes = [float(f(c.slope)) for c in chosen for f in (np.min, np.max)]
    header = {
        "together": now.one_plot,
        "at": round((now.z + Z_LIMIT) * PER_UNIT),
        "grid": {"low": -Z_LIMIT, "step": 1.0 / PER_UNIT, "count": 2 * Z_LIMIT * PER_UNIT + 1},
        "curves": [_described(c) for c in chosen],
        "value_range": window(min(float(c.A.min()) for c in chosen), max(float(c.A.max()) for c in chosen), TOP),
        "slope_range": [min(-0.12, min(slopes) - 0.1), max(1.0, *slopes) + 0.28],
    }
    arrays = {f"A{i}": c.A for i, c in enumerate(chosen)} | {f"slope{i}": c.slope for i, c in enumerate(chosen)}
    drawing("curves", header, arrays, key="activation-curves", on_ask=_moved, room="20rem")


def _described(c: Curve) -> dict[str, Any]:
    g = c.activation
    return {
        "title": activation_title(g),
        "range": f"{in_words(g.range[0])} to {in_words(g.range[1])}",
        "zero_centred": g.zero_centred,
        "largest": min(g.largest_slope, 1e6),
        "largestText": f"{g.largest_slope:.4g}".replace("inf", "∞"),
        "zones": c.flat_ranges,
        "faint": c.nearly_flat.astype(int).tolist(),
        "value_range": window(float(c.A.min()), float(c.A.max())),
    }


def in_words(value: float) -> str:
    """One end of a range."""
    return {np.inf: "∞", -np.inf: "−∞"}.get(value, f"{value:.3g}".replace("-", "−"))


def window(low: float, high: float, top: float = Z_LIMIT) -> list[float]:
    """The part of the axis that is drawn: all of it where the values are bounded, else up to a top."""
    low, high = min(max(low, -top), 0.0), max(min(high, top), 0.0)
    margin = 0.12 * (high - low) + 1e-9
    return [low - margin, high + margin]


def _moved(question: Mapping[str, Any]) -> None:
    at = int(question["at"])
    if not 0 <= at <= 2 * Z_LIMIT * PER_UNIT:
        raise ValueError(f"expected a point of the grid, got {at}")
    state.update(z=at / PER_UNIT - Z_LIMIT)
    state.show_in_address()
