"""The tent map folded k times: deep and flat, their pieces counted in the networks."""

from functools import partial

import streamlit as st

from nnviz.datasets.functions import function
from nnviz.experiments.width_and_depth import Folded, folded
from nnviz.experiments.width_and_depth.fitting import function_task
from nnviz.experiments.width_and_depth.questions import fold_question
from nnviz.experiments.width_and_depth.tents import MOST_FOLDS
from nnviz.figures import pieces as pieces_figure
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.width_and_depth.built import built_panel
from nnviz.ui.width_and_depth.state import fields, state

ASKED = state.key("question.fold")
FOLD_LINES = "A = x\nfor _ in range(k):\n    A = np.maximum(0, [A, A - 0.5])\n    A = 2 * A[0] - 4 * A[1]"


@st.cache_data(max_entries=MOST_FOLDS, show_spinner=False)
def _folded(folds: int) -> Folded:
    return folded(folds)


def section() -> None:
    """Fold, count, compare; call it in a fragment."""
    left, right = st.columns([1, 1.5], gap="large")
    both = _folded(state.settings.zigzag)
    with left:
        fields.slider("zigzag", "Folds k", 1, MOST_FOLDS, 1)
        both = _folded(state.settings.zigzag)
        question = fold_question(both)
        if seen(ASKED, question):
            st.markdown(_table(both))
        else:
            st.markdown("Each layer: two ReLU units, 2·max(0, x) − 4·max(0, x − ½).")
        numpy_lines(FOLD_LINES)
    with right:
        kept_figure(
            partial(pieces_figure.figure, pieces_figure.info(both)),
            "width-zigzag",
            f"A zigzag of {both.deep_pieces.count} straight pieces between 0 and 1",
            revision=str(both.folds),
        )
    ask(ASKED, question)
    state.show_in_address()
    task = function_task(function("sawtooth", folds=both.folds), samples=max(128, 2 ** (both.folds + 3)) + 1)
    built_panel("folded", both.deep, task, f"folded in {both.folds} layers")
    built_panel("flat", both.flat, task, "the same zigzag in one hidden layer")


def _table(both: Folded) -> str:
    k = both.folds
    rows = (
        (f"deep: {k} × 2 units", 2 * k, both.deep.n_parameters, both.deep_pieces.count),
        ("flat: one layer", 2**k, both.flat.n_parameters, both.flat_pieces.count),
    )
    lines = ["| network | hidden units | parameters | straight pieces, counted |", "|---|---|---|---|"]
    lines += [f"| {title} | {units} | {parameters} | **{pieces}** |" for title, units, parameters, pieces in rows]
    lines += ["", f"{both.deep_pieces.count - 1} kinks each; largest difference between both: {both.difference:.0g}."]
    return "\n".join(lines)
