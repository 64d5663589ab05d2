"""Other signs between the same two matrices: @, * and .T, each tried by NumPy."""

from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, assignment
from nnviz.experiments.matrices.operators import Attempt, attempts, explain, hadamard, matmul, transpose
from nnviz.experiments.matrices.settings import MatrixSettings, parse_operand
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.matrices.state import fields, state
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import question

EXAMPLES = {
    "inner dimensions 3 ≠ 2": ("1 2 3; 4 5 6", "1 -1 2; 0 3 1"),
    "both square": ("1 2; 3 4", "0 1; 1 0"),
    "inner dimensions match": ("1 2 3; 4 5 6", "1 0; -1 2; 2 1"),
    "column times row": ("1; 2; 3", "4 5"),
}


def given() -> tuple[Array, Array]:
    """The two matrices of the comparison."""
    return parse_operand(state.settings.left), parse_operand(state.settings.right)


def operators_controls() -> None:
    """Two matrices to type, and a few pairs to try."""
    now = state.settings
    left, middle, right = st.columns([2, 2, 3.4], vertical_alignment="bottom")
    fields.text("left", "A, rows separated by ;", place=left)
    fields.text("right", "B, rows separated by ;", place=middle)
    pair = next((name for name, texts in EXAMPLES.items() if texts == (now.left, now.right)), None)
    fields.pills("example", "Or try", list(EXAMPLES), value=pair, make=_with_example, place=right)


def _with_example(now: MatrixSettings, name: str | None) -> MatrixSettings:
    return now if name is None else now.changed(left=EXAMPLES[name][0], right=EXAMPLES[name][1])


def operators_drawing() -> None:
    """A and B under @, * and .T, each tried by NumPy."""
    A, B = given()
    tried = attempts(A, B)
    header = {
        "decimals": {"A": decimals(A), "B": decimals(B)},
        "attempts": [_described(attempt) for attempt in tried],
    }
    values = {f"value{k}": attempt.value for k, attempt in enumerate(tried) if attempt.value is not None}
    drawing("operators", header, {"A": A, "B": B, **values}, key="matrices-operators", room="26rem")


def _described(attempt: Attempt) -> dict[str, Any]:
    operands = attempt.expression.replace(" @ ", " ").replace(" * ", " ").split()
    return {
        "expression": attempt.expression,
        "kind": attempt.kind,
        "left": attempt.left,
        "right": attempt.right,
        "fits": attempt.fits,
        "shape": () if attempt.value is None else attempt.value.shape,
        "decimals": 0 if attempt.value is None else decimals(attempt.value),
        "pairs": attempt.pairs,
        "complaint": attempt.numpy_error,
        "terms": attempt.terms,
        "because": explain(attempt),
        "operands": (operands * 2)[:2],
    }


def decimals(matrix: Array) -> int:
    """How many decimals show a matrix as it is: 0, 1 or 2."""
    return next((d for d in (0, 1) if np.array_equal(matrix.round(d), matrix)), 2)


def fits_question() -> bool:
    """Ask which signs fit; the answer is tried. Returns whether it was answered."""
    A, B = given()
    tried = {attempt.expression: attempt for attempt in attempts(A, B)}
    fits = (tried["A @ B"].fits, tried["A * B"].fits)
    options = ["both", "only A @ B", "only A * B", "neither"]
    right = {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}[fits]
    return question(
        state.key("question.fits"),
        f"A has shape {A.shape}, B has shape {B.shape}. Which can be computed, A @ B or A * B?",
        options,
        right,
        f"A @ B: {explain(tried['A @ B'])} A * B: {explain(tried['A * B'])}",
    )


def operator_lines() -> None:
    """The lines that were run."""
    lines = [assignment(matmul, "C"), assignment(hadamard, "H"), assignment(transpose, "T")]
    numpy_lines("\n".join(lines))
