"""What is told about matrices beside the product: other signs between the same two matrices, and tensors by rank."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, assignment
from nnviz.experiments.matrices.operators import Attempt, attempts, explained, hadamard, matmul, transpose
from nnviz.experiments.matrices.settings import small_matrix
from nnviz.experiments.matrices.tensor_ranks import chain, ranks
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.matrices.product import put, settings
from nnviz.ui.shell.page_state import show_in_address
from nnviz.ui.widgets.question import question

EXAMPLES = {
    "inner 3 ≠ 2": ("1 2 3; 4 5 6", "1 -1 2; 0 3 1"),
    "both square": ("1 2; 3 4", "0 1; 1 0"),
    "inner agree": ("1 2 3; 4 5 6", "1 0; -1 2; 2 1"),
    "a column times a row": ("1; 2; 3", "4 5"),
}


def given() -> tuple[Array, Array]:
    """The two matrices of the comparison."""
    return small_matrix(settings().left), small_matrix(settings().right)


def operators_controls() -> None:
    """Two matrices to type, and a few pairs to try."""
    now = settings()
    left, middle, right = st.columns([2, 2, 3.4], vertical_alignment="bottom")
    for column, name, field in ((left, "A", "left"), (middle, "B", "right")):
        key = f"matrices.{field}"
        if st.session_state.get(f"{key}.error") is None:
            st.session_state[key] = getattr(now, field)
        column.text_input(f"{name}, rows apart by ;", key=key, on_change=_take_typed, args=(field,))
    pair = next((name for name, texts in EXAMPLES.items() if texts == (now.left, now.right)), None)
    st.session_state["matrices.example"] = pair
    right.pills("Or try", list(EXAMPLES), key="matrices.example", on_change=_take_example)
    for field in ("left", "right"):
        error = st.session_state.get(f"matrices.{field}.error")
        if error:
            st.error(f"{'A' if field == 'left' else 'B'}: {error}. The drawing still shows the last one that was read.")


def _take_typed(field: str) -> None:
    text = st.session_state[f"matrices.{field}"]
    try:
        small_matrix(text)
    except ValueError as error:
        st.session_state[f"matrices.{field}.error"] = str(error)
        return
    st.session_state.pop(f"matrices.{field}.error", None)
    put(**{field: text})


def _take_example() -> None:
    name = st.session_state["matrices.example"]
    if name is not None:
        for field in ("left", "right"):
            st.session_state.pop(f"matrices.{field}.error", None)
        put(left=EXAMPLES[name][0], right=EXAMPLES[name][1])


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
        "complaint": attempt.complaint,
        "terms": attempt.terms,
        "because": explained(attempt),
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
        "matrices.question.fits",
        f"A has shape {A.shape}, B has shape {B.shape}. Which can be computed, A @ B or A * B?",
        options,
        right,
        f"A @ B: {explained(tried['A @ B'])} A * B: {explained(tried['A * B'])}",
    )


def operator_lines() -> None:
    """The lines that were run."""
    lines = [assignment(matmul, "C"), assignment(hadamard, "H"), assignment(transpose, "T")]
    st.code("\n".join(lines), language="python")


def ranks_drawing() -> None:
    """A stack of pictures, a picture, a row, a pixel; and the stack as a data matrix."""
    now, seen = settings(), ranks()
    header = {"names": seen.names, "at": (now.image, now.image_row, now.image_column), "most": 16}
    drawing("ranks", header, {"T": seen.T}, key="matrices-ranks", on_ask=_pointed, room="26rem")


def _pointed(asked: Mapping[str, Any]) -> None:
    image, row, column = (int(i) for i in asked["at"])
    put(image=image, image_row=row, image_column=column)
    show_in_address(settings())


def ranks_in_words() -> None:
    """What NumPy says of the four: rank, shape, number of entries."""
    now = settings()
    found = chain(ranks().T, now.image, now.image_row, now.image_column)
    rows = ["| | rank (`ndim`) | `shape` | numbers |", "|---|---|---|---|"]
    rows += [f"| `{expression}` | {T.ndim} | `{T.shape}` | {T.size} |" for expression, T in found]
    st.markdown("\n".join(rows))
