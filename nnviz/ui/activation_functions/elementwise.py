"""A whole matrix, cell by cell: Z goes in, A = g(Z) comes out, and where no gradient gets through."""

import streamlit as st

from nnviz.datasets.matrix_text import parse_matrix
from nnviz.experiments.activation_functions.elementwise import Elementwise, apply_to_matrix, layer_on_samples
from nnviz.experiments.activation_functions.settings import ActivationSettings
from nnviz.experiments.inspection.formula import counted
from nnviz.ui.activation_functions.state import fields, state
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.widgets.untrusted_text import sentence, show_error

Z_SOURCE_TITLES = {
    "iris": "iris flowers",
    "digits": "handwritten digits",
    "circle": "points in a plane",
    "typed": "numbers you type",
}
SCALES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


def matrix_controls() -> None:
    """Where Z comes from, and how large the weights are."""
    now = state.settings
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    fields.segmented("matrix", "Z comes from", Z_SOURCE_TITLES, place=left)
    if now.matrix == "typed":
        fields.text("typed", "Z, rows separated by ;", make=_with_typed, place=right)
    else:
        nearest = min(SCALES, key=lambda scale: abs(scale - now.weight_scale))
        fields.select_slider("weight_scale", "Weights of the layer, multiplied by", SCALES, value=nearest, place=right)


def _with_typed(now: ActivationSettings, text: str) -> ActivationSettings:
    parse_matrix(text)
    return now.changed(typed=text)


def elementwise() -> Elementwise | None:
    """The matrix in and out, by the first of the chosen functions; None where typed numbers cannot be read."""
    now = state.settings
    g = now.activations[0]
    if now.matrix != "typed":
        return layer_on_samples(now.matrix, g, now.weight_scale)
    try:
        return apply_to_matrix(parse_matrix(now.typed), g)
    except ValueError as error:
        show_error(sentence(str(error)))
        return None


def matrices(result: Elementwise) -> None:
    """Z, A and g'(Z) beside each other, with the cells marked through which no gradient passes."""
    off, nearly_flat = int((result.slope == 0.0).sum()), int(result.saturated.sum())
    size, dead = result.Z.size, int(result.dead.sum())
    summary = (
        f"Slope 0 (hatched): {off} of {size} cells; saturated (framed): {nearly_flat - off} more. Dead on "
        f"every row (×): {dead} of {counted(len(result.dead), 'unit')}. Hover over a cell."
    )
    header = {
        "rows": result.rows,
        "columns": result.columns,
        "dead": result.dead.tolist(),
        "marks": [
            ["off" if s == 0.0 else "faint" if f else "" for s, f in zip(*row, strict=True)]
            for row in zip(result.slope.tolist(), result.saturated.tolist(), strict=True)
        ],
        "matrices": [
            {"name": "Z", "symbol": "Z", "title": "Z = X W + b" if result.X is not None else "Z"},
            {"name": "A", "symbol": "A", "title": "A = g(Z)", "marked": True},
            {"name": "slope", "symbol": "g′(Z)", "title": "g′(Z)", "scale": 1.0, "marked": True},
        ],
        "summary": summary,
        "meanings": {"off": "blocked: the slope is 0", "faint": "saturated: almost no gradient passes"},
    }
    drawing(
        "matrices",
        header,
        {"Z": result.Z, "A": result.A, "slope": result.slope},
        key="activation-matrices",
        room="12rem",
    )
