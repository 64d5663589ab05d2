"""The parts of the page of activation functions: each takes the page's settings and shows the engine's numbers."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.datasets.typed import typed_matrix as read_matrix
from nnviz.engine import ACTIVATIONS, Activation, activation
from nnviz.engine.activations import activation_parameters
from nnviz.experiments.activation_settings import MOST, ActivationSettings
from nnviz.experiments.bend import PER_UNIT, REACH, Chain, Curve, chain, curve, title_of
from nnviz.experiments.elementwise import Elementwise, layer_on_samples, typed_matrix
from nnviz.experiments.one_neuron import NeuronPass, neuron
from nnviz.figures import activation_gallery, slope_product
from nnviz.ui.appearance import is_dark
from nnviz.ui.concept import drawing
from nnviz.ui.formula import filled, power
from nnviz.ui.page_state import change, page_settings, seed, show_in_address

LAYERS = 20
LONG = 70
"""Formulas longer than this are set smaller."""
SLIDERS = {"leaky_relu": (0.01, 1.0, 0.01), "prelu": (-1.0, 2.0, 0.05), "elu": (0.1, 3.0, 0.1)}
SOURCES = {
    "iris": "iris flowers",
    "digits": "handwritten digits",
    "circle": "points of a plane",
    "typed": "numbers you type",
}


def settings() -> ActivationSettings:
    """Return the page's settings."""
    return page_settings(ActivationSettings)


def _set(**changes: Any) -> None:
    change(ActivationSettings, lambda now: now.changed(**changes))


def controls() -> None:
    """Which functions, how arranged, with which parameters."""
    now = settings()
    names = [g.name for g in now.activations]
    left, middle, right = st.columns([6, 2.4, 1.6], vertical_alignment="center")
    left.multiselect(
        f"Functions (up to {MOST})",
        ACTIVATIONS,
        key=seed("activation.functions", names),
        format_func=lambda name: activation(name).title,
        max_selections=MOST,
        label_visibility="collapsed",
        on_change=_take_functions,
    )
    middle.segmented_control(
        "Arrange",
        ["side by side", "one axis"],
        key=seed("activation.together", "one axis" if now.together else "side by side"),
        required=True,
        label_visibility="collapsed",
        on_change=lambda: _set(together=st.session_state["activation.together"] == "one axis"),
        width="stretch",
    )
    with right.popover("Parameters", width="stretch"):
        with_parameters = [g for g in now.activations if g.parameters]
        for g in with_parameters:
            _parameter(g)
        if not with_parameters:
            st.caption("None of the chosen functions has a parameter. Leaky ReLU, PReLU, ELU and ReLU's slope at 0 do.")


def _take_functions() -> None:
    names = st.session_state["activation.functions"]
    if names:
        change(ActivationSettings, lambda now: now.with_functions(names))


def _parameter(g: Activation) -> None:
    """The one parameter of an activation, as a slider or as a choice."""
    parameter, (_, value) = activation_parameters(g.name)[0], g.parameters[0]
    key = seed(f"activation.parameter.{g.name}", value)
    label = f"{g.title}: {parameter.meaning} ${parameter.symbol}$"

    def take() -> None:
        chosen = st.session_state[key]
        change(ActivationSettings, lambda now: now.with_parameter(g.name, chosen))

    if parameter.choices:
        st.segmented_control(
            label, parameter.choices, key=key, format_func="{:g}".format, required=True, on_change=take
        )
    else:
        low, high, step = SLIDERS.get(g.name, (0.05, 1.0, 0.05))
        low, high = min(low, value), max(high, value)
        st.slider(label, low, high, step=step, key=key, on_change=take)


def curves() -> tuple[Curve, ...]:
    """The curves of the chosen functions; asking twice costs one dictionary look-up."""
    return tuple(_curve(g) for g in settings().activations)


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs={Activation: lambda g: (g.name, g.parameters)})
def _curve_numbers(g: Activation) -> tuple[Any, Any, Any]:
    found = curve(g)
    return found.z, found.A, found.slope


def _curve(g: Activation) -> Curve:
    return Curve(g, *_curve_numbers(g))


def plots() -> None:
    """The curves to drag along."""
    now, found = settings(), curves()
    slopes = [float(f(c.slope)) for c in found for f in (np.min, np.max)]
    header = {
        "together": now.together,
        "at": round((now.z + REACH) * PER_UNIT),
        "grid": {"low": -REACH, "step": 1.0 / PER_UNIT, "count": 2 * REACH * PER_UNIT + 1},
        "curves": [_described(c) for c in found],
        "value_range": _window(min(float(c.A.min()) for c in found), max(float(c.A.max()) for c in found)),
        "slope_range": [min(-0.12, min(slopes) - 0.1), max(1.0, *slopes) + 0.28],
    }
    arrays = {f"A{i}": c.A for i, c in enumerate(found)} | {f"slope{i}": c.slope for i, c in enumerate(found)}
    drawing("curves", header, arrays, key="activation-curves", on_ask=_moved, room="20rem")


def _described(c: Curve) -> dict[str, Any]:
    g = c.activation
    return {
        "title": title_of(g),
        "range": f"{_bound(g.range[0])} to {_bound(g.range[1])}",
        "zero_centred": g.zero_centred,
        "largest": min(g.largest_slope, 1e6),
        "largestText": f"{g.largest_slope:.4g}",
        "zones": c.zones,
        "faint": c.faint.astype(int).tolist(),
        "value_range": _window(float(c.A.min()), float(c.A.max())),
    }


def _bound(value: float) -> str:
    return {np.inf: "∞", -np.inf: "−∞"}.get(value, f"{value:.3g}".replace("-", "−"))


def _window(low: float, high: float) -> list[float]:
    """The part of the axis that is drawn: all of it where the values are bounded, else up to 6."""
    low, high = min(max(low, -REACH), 0.0), max(min(high, REACH), 0.0)
    margin = 0.12 * (high - low) + 1e-9
    return [low - margin, high + margin]


def _moved(question: Mapping[str, Any]) -> None:
    at = int(question["at"])
    if not 0 <= at <= 2 * REACH * PER_UNIT:
        raise ValueError(f"expected a point of the grid, got {at}")
    _set(z=at / PER_UNIT - REACH)
    show_in_address(settings())


def chains() -> tuple[Chain, ...]:
    """Twenty neurons in a row for each function, from the z of the page."""
    now = settings()
    return tuple(chain(g, now.z, LAYERS) for g in now.activations)


def products_figure() -> None:
    """What the slopes multiply to."""
    figure = slope_product.figure(slope_product.info(chains()), is_dark())
    st.plotly_chart(figure, key="activation-products", theme=None, config={"displayModeBar": False})


def products_in_words() -> str:
    """The product after twenty layers for each function, as a sentence."""
    parts = [
        f"{title_of(c.activation)} **{power(c.products[-1])}** (at most {power(c.bounds[-1])})"
        if c.products[-1]
        else f"{title_of(c.activation)} **0**: nothing passes"
        for c in chains()
    ]
    return f"After {LAYERS} neurons in a row, from z = {settings().z:.2f}: " + "; ".join(parts) + "."


def formulas() -> None:
    """Formula, slope, NumPy lines and source of each function; with the numbers of z on demand."""
    now = settings()
    numbers = st.toggle("Put the numbers in", key="activation.numbers")
    found = curves()
    across = 2 if len(found) == MOST else len(found)
    at = round((now.z + REACH) * PER_UNIT)
    for i, c in enumerate(found):
        if i % across == 0:
            columns = st.columns(across, gap="medium")
        g = c.activation
        with columns[i % across]:
            st.markdown(f"**{title_of(g)}**")
            for latex, value in ((g.latex, c.A[at]), (g.dlatex, c.slope[at])):
                # The parameter's value stands behind a \quad: the number belongs before it.
                formula, quad, rest = latex.partition(r",\quad")
                if numbers:
                    formula = filled(formula, "z", f"{now.z:.2f}") + rf" = {float(value):.4f}"
                st.latex((r"\small " if len(formula + rest) > LONG else "") + formula + quad + rest)
            lines = f"# A = g(Z)\n{g.f_lines}\n\n# g'(Z)\n{g.df_lines}"
            st.code(lines, language="python", wrap_lines=True)
            st.caption(g.source)


def neuron_now() -> NeuronPass:
    """The page's neuron, forward and back, with the first of the chosen functions."""
    now = settings()
    return neuron((now.x1, now.x2), (now.w1, now.w2), now.b, now.activations[0])


def neuron_drawing() -> None:
    """Inputs, weights and bias to move; their sum; the bend."""
    now, found, c = settings(), neuron_now(), curves()[0]
    header = {
        "title": title_of(now.activations[0]),
        "values": {name: getattr(now, name) for name in ("x1", "x2", "w1", "w2", "b")},
        "value_range": _window(float(c.A.min()), float(c.A.max())),
    }
    trace, back = found.trace, found.gradients
    arrays = {
        "X": trace.X,
        "W": trace.layer.W,
        "b": trace.layer.b,
        "products": found.products,
        "Z": trace.Z,
        "A": trace.A,
        "dZ": back.dZ,
        "dW": back.dW,
        "db": back.db,
        "curve_z": c.z,
        "curve_A": c.A,
    }
    drawing("neuron", header, arrays, key="activation-neuron", on_ask=_neuron_moved, room="15rem")


def _neuron_moved(question: Mapping[str, Any]) -> None:
    values = {name: round(float(question["values"][name]), 1) for name in ("x1", "x2", "w1", "w2", "b")}
    _set(**values)
    if question.get("done"):
        show_in_address(settings())


def matrix_controls() -> None:
    """Where Z comes from, and how large the weights are."""
    now = settings()
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.segmented_control(
        "Z comes from",
        list(SOURCES),
        key=seed("activation.matrix", now.matrix),
        format_func=SOURCES.__getitem__,
        required=True,
        on_change=lambda: _set(matrix=st.session_state["activation.matrix"]),
    )
    if now.matrix == "typed":
        right.text_input(
            "Z, rows apart by ;",
            key=seed("activation.typed", now.typed),
            on_change=lambda: _set(typed=st.session_state["activation.typed"]),
        )
    else:
        scales = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0]
        right.select_slider(
            "Weights of the layer, times",
            scales,
            key=seed("activation.scale", min(scales, key=lambda scale: abs(scale - now.weight_scale))),
            on_change=lambda: _set(weight_scale=st.session_state["activation.scale"]),
        )


def elementwise() -> Elementwise | None:
    """The matrix in and out, by the first of the chosen functions; None where typed numbers cannot be read."""
    now = settings()
    g = now.activations[0]
    if now.matrix != "typed":
        return layer_on_samples(now.matrix, g, now.weight_scale)
    try:
        return typed_matrix(read_matrix(now.typed), g)
    except ValueError as error:
        st.error(str(error))
        return None


def matrices(found: Elementwise) -> None:
    """Z, A and g'(Z) beside each other, with the cells marked through which no gradient passes."""
    off, faint = int((found.slope == 0.0).sum()), int(found.saturated.sum())
    size, dead = found.Z.size, int(found.dead.sum())
    summary = (
        f"{off} of {size} cells have slope 0 (hatched), {faint - off} more are saturated (framed); "
        f"{dead} of {len(found.dead)} units are dead on all {len(found.Z)} rows (✕). Point at a cell."
    )
    header = {
        "rows": found.rows,
        "columns": found.columns,
        "dead": found.dead.tolist(),
        "marks": [
            ["off" if s == 0.0 else "faint" if f else "" for s, f in zip(*row, strict=True)]
            for row in zip(found.slope.tolist(), found.saturated.tolist(), strict=True)
        ],
        "matrices": [
            {"name": "Z", "symbol": "Z", "title": "Z = X W + b" if found.X is not None else "Z"},
            {"name": "A", "symbol": "A", "title": "A = g(Z)", "marked": True},
            {"name": "slope", "symbol": "g′(Z)", "title": "g′(Z)", "scale": 1.0, "marked": True},
        ],
        "summary": summary,
    }
    drawing(
        "matrices", header, {"Z": found.Z, "A": found.A, "slope": found.slope}, key="activation-matrices", room="12rem"
    )


def gallery() -> None:
    """Every activation at a glance, and their properties as a table."""
    found = [_curve(activation(name)) for name in ACTIVATIONS]
    figure = activation_gallery.figure(activation_gallery.info(found), is_dark())
    st.plotly_chart(figure, key="activation-gallery", theme=None, config={"displayModeBar": False})
    rows = ["| function | values | zero-centred | largest slope | saturates |", "|---|---|---|---|---|"]
    for c in found:
        g = c.activation
        sides = " and ".join(side for side, yes in zip(("left", "right"), g.saturates, strict=True) if yes) or "no"
        centred = "yes" if g.zero_centred else "no"
        values = f"{_bound(g.range[0])} to {_bound(g.range[1])}"
        rows.append(f"| {g.title} | {values} | {centred} | {g.largest_slope:.4g} | {sides} |")
    st.markdown("\n".join(rows))
