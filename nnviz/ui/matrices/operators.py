"""Other signs between the same two operands: @, *, +, .sum() and .T, each tried by NumPy."""

from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, assignment
from nnviz.experiments.matrices import questions
from nnviz.experiments.matrices.operators import Attempt, add, attempts, explain, hadamard, matmul, total, transpose
from nnviz.experiments.matrices.settings import MatrixSettings, parse_operand
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.matrices.state import fields, state
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask

EXAMPLES = {
    "(2, 3) and (2, 3)": ("1 2 3; 4 5 6", "1 -1 2; 0 3 1"),
    "(2, 3) and (3, 2)": ("1 2 3; 4 5 6", "1 0; -1 2; 2 1"),
    "(2, 2) and (2, 2)": ("6 18; 4 23", "2 1; 1 2"),
    "number and vector": ("2", "6 18 4 23"),
    "(4,) and (4,)": ("6 18 4 23", "1 2 3 4"),
    "(4,) and (3,)": ("6 18 4 23", "1 2 3"),
    "matrix and vector": ("6 18; 4 23", "1 2"),
    "column and row": ("1; 2; 3", "4 5;"),
}


def given() -> tuple[Array, Array]:
    """The two operands of the comparison."""
    return parse_operand(state.settings.left), parse_operand(state.settings.right)


def operators_controls() -> None:
    """Two operands to type, and a few pairs to try."""
    now = state.settings
    pair = next((name for name, texts in EXAMPLES.items() if texts == (now.left, now.right)), None)
    fields.pills("example", "Try", list(EXAMPLES), value=pair, make=_with_example, label_visibility="collapsed")
    left, right = st.columns(2)
    fields.text("left", "A: a number, a vector, or a matrix with its rows separated by ;", place=left)
    fields.text("right", "B, the same", place=right)


def _with_example(now: MatrixSettings, name: str | None) -> MatrixSettings:
    return now if name is None else now.changed(left=EXAMPLES[name][0], right=EXAMPLES[name][1])


def operators_drawing() -> None:
    """A and B under each sign, tried by NumPy."""
    A, B = given()
    tried = attempts(A, B)
    header = {
        "decimals": {"A": decimals(A), "B": decimals(B)},
        "attempts": [_described(attempt) for attempt in tried],
    }
    values = {f"value{k}": attempt.value for k, attempt in enumerate(tried) if attempt.value is not None}
    drawing("operators", header, {"A": A, "B": B, **values}, key="matrices-operators", room="26rem")


def _described(attempt: Attempt) -> dict[str, Any]:
    return {
        "expression": attempt.expression,
        "kind": attempt.kind,
        "left": attempt.left,
        "right": attempt.right,
        "fits": attempt.fits,
        "shape": () if attempt.value is None else attempt.value.shape,
        "decimals": 0 if attempt.value is None else decimals(attempt.value),
        "axes": attempt.axes,
        "pairs": attempt.pairs,
        "complaint": attempt.numpy_error,
        "terms": attempt.terms,
        "links": [" ".join(f"{name.lower()}-{i}-{j}" for name, i, j in cells) for cells in attempt.sources],
        "because": explain(attempt),
    }


def decimals(matrix: Array) -> int:
    """How many decimals show a matrix as it is: 0, 1 or 2."""
    return next((d for d in (0, 1) if np.array_equal(matrix.round(d), matrix)), 2)


def fits_question() -> bool:
    """Ask which signs fit; the answer is tried. Returns whether it may be seen."""
    return ask(state.key("question.fits"), questions.which_fits(*given()))


def operator_lines() -> None:
    """The lines that were run."""
    lines = [
        assignment(matmul, "C"),
        assignment(hadamard, "H"),
        assignment(add, "S"),
        assignment(total, "s"),
        assignment(transpose, "T"),
    ]
    numpy_lines("\n".join(lines))
