"""The numeric gradient check on the page, and the switches that break the backward pass on purpose."""

from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, GradientCheck
from nnviz.experiments.backward_pass import questions
from nnviz.experiments.backward_pass.example import BackwardExample
from nnviz.experiments.backward_pass.mistakes import (
    MISTAKES,
    TOLERANCE,
    MistakenPass,
    check_of,
    check_possible,
    gradient_symbol,
    mistaken_pass,
    numeric_gradients,
    right_line,
    wrong_tensors,
)
from nnviz.experiments.inspection.formula import power
from nnviz.ui.backward_pass.example import example
from nnviz.ui.backward_pass.state import fields, state
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.session import session
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask

OPENED = "nnviz.backward_check"
"""There once the check has been shown."""


@st.cache_resource(max_entries=60, show_spinner=False)
def _numeric(key: tuple[object, ...], _backward_example: BackwardExample) -> GradientCheck:
    return numeric_gradients(_backward_example)


def numeric() -> GradientCheck:
    """The numeric gradients of the page's network: two forward passes for each of its parameters."""
    backward_example = example()
    assert backward_example is not None
    return _numeric(state.settings.example, backward_example)


def layer_now(backward_example: BackwardExample) -> int:
    """In which layer the mistakes are made."""
    return min(state.settings.mistake_layer, backward_example.depth)


def check_question(backward_example: BackwardExample) -> bool:
    """Ask which gradients go wrong without f' in the first layer; it is tried. Returns whether to show the check."""
    answered = ask(state.key("question.check"), questions.check_question(backward_example, numeric()))
    if answered or state.settings.mistakes:
        session()[OPENED] = True  # who came by an address with mistakes may take them all back
    return OPENED in session()


def switches(backward_example: BackwardExample) -> MistakenPass:
    """What to get wrong, and where; return the pass with these mistakes."""
    now = state.settings
    left, right = st.columns([4.4, 1.2], vertical_alignment="bottom")
    titles = {name: mistake.title for name, mistake in MISTAKES.items()}
    fields.pills("mistakes", "Break the backward pass", titles, many=True, place=left, value=list(now.mistakes))
    layers = list(range(1, backward_example.depth + 1))
    fields.segmented("mistake_layer", "In layer", layers, value=layer_now(backward_example), place=right)
    return mistaken_pass(
        backward_example, state.settings.mistakes, layer_now(backward_example), state.settings.learning_rate
    )


def check_drawing(backward_example: BackwardExample, broken: MistakenPass) -> None:
    """The errors of all entries, coloured by their power of ten; tensors that are wrong are red."""
    check = check_of(broken, numeric())
    bad = wrong_tensors(check)
    arrays: dict[str, Array] = {}
    tensors: list[dict[str, Any]] = []
    for part, wrong in zip(check.tensors, bad, strict=True):
        symbol = gradient_symbol(part.path)
        error = np.atleast_2d(part.error)
        arrays |= {symbol: error, f"{symbol} backward": np.atleast_2d(part.analytic)}
        arrays[f"{symbol} numeric"] = np.atleast_2d(part.numeric)
        tensors.append(
            _tensor(backward_example, symbol, part.error.shape, float(np.nan_to_num(error, nan=np.inf).max()), wrong)
        )
    names = [t["symbol"] for t, wrong in zip(tensors, bad, strict=True) if wrong]
    count = sum(part.error.size for part in check.tensors)
    agreement = (
        f"Wrong: {', '.join(names)}."
        if names
        else f"All {count} entries agree; the largest relative error is {power(check.largest_error)}."
    )
    header = {
        "groups": [{"title": "", "tensors": tensors}],
        "legend": ["10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "1"],
        "summary": f"{agreement} Red: relative error above {power(TOLERANCE)}. Hover over a cell for its numbers.",
    }
    drawing("tensors", header, arrays, key="backward-check", room="16rem")
    state.show_in_address()


def _tensor(
    backward_example: BackwardExample, symbol: str, shape: tuple[int, ...], largest: float, wrong: bool
) -> dict[str, Any]:
    layer = int(symbol[2:]) if symbol != "dX" else 0
    here = backward_example.units(layer) if layer else backward_example.features
    rows = {"W": backward_example.units(layer - 1) if layer else (), "b": ("",)}.get(symbol[1], backward_example.rows)
    return {
        "name": symbol,
        "symbol": symbol,
        "shape": shape,
        "words": f"largest error {power(largest)}",
        "rows": rows,
        "columns": here,
        "tone": "error",
        "state": "wrong" if wrong else "right",
        "beside": [
            {"name": f"{symbol} backward", "symbol": f"backward {symbol}"},
            {"name": f"{symbol} numeric", "symbol": f"numeric {symbol}"},
        ],
    }


def mistakes_in_words(backward_example: BackwardExample, broken: MistakenPass) -> None:
    """For every switch that is on: the engine's line, the wrong one, and whether the shapes let it pass."""
    for outcome in broken.outcomes:
        mistake = MISTAKES[outcome.name]
        place = f" in layer {layer_now(backward_example)}" if mistake.in_a_layer else ""
        sign = ":red[:material/bug_report:]" if outcome.made else ":material/block:"
        st.markdown(f"{sign} **{mistake.title}{place}**: {outcome.why}.")
        numpy_lines(f"{right_line(backward_example, outcome.name)}   # correct\n{mistake.mistaken}   # wrong")
    if not broken.outcomes:
        possible = [
            MISTAKES[name].title
            for name in MISTAKES
            if check_possible(backward_example, name, layer_now(backward_example)).made
        ]
        st.caption(f"Mistakes that the shapes in layer {layer_now(backward_example)} allow: {', '.join(possible)}.")
