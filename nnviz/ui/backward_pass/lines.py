"""The backward pass on the page, one line at a time, with its formula and its line of NumPy."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from nnviz.engine import Loss, assignment
from nnviz.experiments.backward_pass import questions
from nnviz.experiments.backward_pass.example import BackwardExample
from nnviz.experiments.backward_pass.lines import Line, Operand, backward_lines
from nnviz.experiments.inspection import WrittenOut, tensor_groups, write_out
from nnviz.experiments.inspection.step import layer_of
from nnviz.experiments.inspection.textbook import textbook_lines
from nnviz.ui.backward_pass.check import numeric
from nnviz.ui.backward_pass.state import state
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.session import session
from nnviz.ui.widgets.filled_formula import filled_formula, long_sum
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask

ENTRY = "nnviz.backward_entry"
"""The entry of the line's product that is written out."""


def lines_drawing(backward_example: BackwardExample) -> tuple[Line, ...]:
    """Draw the lines; return them."""
    lines = backward_lines(backward_example)
    header = {
        "lines": [_described(line) for line in lines],
        "at": min(state.settings.line, len(lines) - 1),
        "entry": list(entry_now(lines)),
        "decimals": 4,
    }
    arrays = {
        f"{role}{k}": getattr(line, role).values
        for k, line in enumerate(lines)
        for role in ("upstream", "slope", "product")
    }

    def moved(asked: Mapping[str, Any]) -> None:
        k = int(asked["line"])
        if not 0 <= k < len(lines):
            raise ValueError(f"expected one of {len(lines)} lines, got {k}")
        i, j = (int(part) for part in asked["entry"])
        n, m = lines[k].product.values.shape
        state.update(line=k)
        session()[ENTRY] = (min(max(i, 0), n - 1), min(max(j, 0), m - 1))

    drawing("lines", header, arrays, key="backward-lines", on_ask=moved, room="23rem")
    state.show_in_address()
    return lines


def _described(line: Line) -> dict[str, Any]:
    parts: dict[str, Operand] = {"upstream": line.upstream, "slope": line.slope, "product": line.product}
    return {
        "layer": line.layer,
        "operator": line.operator,
        "slope_first": line.slope_first,
        "needs": line.needs,
        "sentence": line.sentence,
        **{
            role: {"symbol": part.symbol, "words": part.words, "rows": part.rows, "columns": part.columns}
            for role, part in parts.items()
        },
    }


def entry_now(lines: tuple[Line, ...]) -> tuple[int, int]:
    """The entry of the current line that was clicked; the first one where it does not exist."""
    i, j = session().get(ENTRY, (0, 0))
    n, m = lines[min(state.settings.line, len(lines) - 1)].product.values.shape
    return (i, j) if i < n and j < m else (0, 0)


def formula(backward_example: BackwardExample, lines: tuple[Line, ...]) -> None:
    """The line's formula, with the numbers of the clicked entry on demand, and the engine's own line of NumPy."""
    line = lines[min(state.settings.line, len(lines) - 1)]
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        numbers = st.toggle("Fill in the numbers (click a cell of the result)", key=state.key("numbers"))
        entry = entry_now(lines) if numbers else None
        written = _written(backward_example, line, entry)
        with st.container(height=165, border=False):
            if written is not None:
                filled_formula(written)
            else:
                st.latex(_latex(backward_example, line, entry))
        long_sum(written, state.key("sum"))
    with right:
        st.caption(f"The line for {line.name}:")
        numpy_lines(*_code(backward_example, line), height=150)


def _latex(backward_example: BackwardExample, line: Line, entry: tuple[int, int] | None) -> str:
    if not line.path:
        N = len(backward_example.X)
        numbers = rf" = \frac{{1}}{{{N}}} = {1 / N:.4g}" if entry else ""
        return rf"\frac{{\partial L}}{{\partial \ell_i}} = \frac{{1}}{{N}}{numbers}"
    return str(_view(backward_example, line.path).formula)


def _written(backward_example: BackwardExample, line: Line, entry: tuple[int, int] | None) -> WrittenOut | None:
    """The formula with the numbers of an entry, where there are some."""
    if entry is None or not line.path:
        return None
    index = entry[1:] if line.path.endswith(".db") else entry
    return write_out(backward_example.step, _view(backward_example, line.path), index)


def _code(backward_example: BackwardExample, line: Line) -> tuple[str, str]:
    """Return the textbook's line and the engine's."""
    if not line.path:
        return "L = losses.mean()", assignment(Loss.measure, "L")
    view = _view(backward_example, line.path)
    return textbook_lines(backward_example.step, layer_of(line.path), view) or view.line, view.line


def _view(backward_example: BackwardExample, path: str) -> Any:
    views = (
        view for group in tensor_groups(backward_example.step) if group.phase == "backward" for view in group.views
    )
    return next(view for view in views if view.path == path)


def skip_question(backward_example: BackwardExample) -> None:
    """Ask what happens if the last layer is skipped on the way back; it is tried."""
    ask(state.key("question.skip"), questions.skip_question(backward_example, numeric()))
