"""What activations are used on: one neuron, and a whole matrix cell by cell."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from nnviz.datasets.typed import typed_matrix as read_matrix
from nnviz.engine import Dense, assignment
from nnviz.experiments.activation_functions.curve import title_of
from nnviz.experiments.activation_functions.elementwise import Elementwise, layer_on_samples, typed_matrix
from nnviz.experiments.activation_functions.one_neuron import NeuronPass, neuron
from nnviz.ui.activation_functions.curves import curves, put, settings, window
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.page_state import seed, show_in_address
from nnviz.ui.widgets.question import question

SOURCES = {
    "iris": "iris flowers",
    "digits": "handwritten digits",
    "circle": "points of a plane",
    "typed": "numbers you type",
}


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
        "value_range": window(float(c.A.min()), float(c.A.max())),
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


def neuron_lines() -> None:
    """The lines of NumPy behind the neuron: those of a dense layer, forward and back."""
    forward = [assignment(Dense.forward, name) for name in ("Z", "A")]
    back = [assignment(Dense.backward, name) for name in ("dZ", "dW", "db")]
    st.code("\n".join(("# forward", *forward, "# back", *back)), language="python")


def _neuron_moved(question: Mapping[str, Any]) -> None:
    values = {name: round(float(question["values"][name]), 1) for name in ("x1", "x2", "w1", "w2", "b")}
    put(**values)
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
        on_change=lambda: put(matrix=st.session_state["activation.matrix"]),
    )
    if now.matrix == "typed":
        right.text_input(
            "Z, rows apart by ;",
            key=seed("activation.typed", now.typed),
            on_change=lambda: put(typed=st.session_state["activation.typed"]),
        )
    else:
        scales = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0]
        right.select_slider(
            "Weights of the layer, times",
            scales,
            key=seed("activation.scale", min(scales, key=lambda scale: abs(scale - now.weight_scale))),
            on_change=lambda: put(weight_scale=st.session_state["activation.scale"]),
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


def input_question() -> None:
    """Ask what an input of 0 means for its weight; the answer comes from a pass with that input at 0."""
    now = settings()
    still = neuron((0.0, now.x2), (now.w1, now.w2), now.b, now.activations[0]).gradients.dW[:, 0]
    question(
        "activation.question.input",
        "the input x₁ is 0. How strongly does the output react to a change of its weight w₁?",
        ["not at all", "half as much", "as much as to w₂"],
        0 if still[0] == 0.0 else 2,
        f"With x₁ = 0 and all else as above the pass back gives dw₁ = x₁ dz = {still[0]:g} and dw₂ = {still[1]:.4f}: a "
        "weight learns only from inputs that are not zero.",
    )
