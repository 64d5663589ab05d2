"""The worked example from the literature, digit by digit, beside our own pass."""

import streamlit as st

from nnviz.experiments.backward_pass.worked_comparison import ComparedNumber, compare_numbers, error_after
from nnviz.experiments.backward_pass.worked_example import CITATION, ERROR_AFTER

COLUMNS = 2


@st.cache_data(show_spinner=False)
def _compared() -> tuple[tuple[ComparedNumber, ...], float, float]:
    return compare_numbers(), error_after(), error_after(too_early=True)


def worked_example() -> None:
    """A table of what is printed and what is computed, and the one number that tells of a mistake."""
    rows, right, early = _compared()
    st.markdown(
        f"**{CITATION}**, learning rate 0.5, biases fixed. Each published number next to the one computed here:"
    )
    per_column = -(-len(rows) // COLUMNS)
    for k, column in enumerate(st.columns(COLUMNS, gap="large")):
        lines = ["| number | published | computed | same |", "|---|---:|---:|---|"]
        for row in rows[k * per_column : (k + 1) * per_column]:
            sign = ":green[:material/check:]" if row.agrees else ":red[:material/close:]"
            lines.append(f"| {row.published.symbol} | {row.published.value} | {row.value:.12f} | {sign} |")
        column.markdown("\n".join(lines))
    st.markdown(
        f"**The error after one update** is given as **{ERROR_AFTER}**. The article's own updated weights give "
        f"**{right:.9f}**. The published digits appear exactly, **{early:.9f}**, if the output layer is updated first "
        "and the gradient is then propagated back through the updated weights. The article itself says to use the "
        "original weights, but its last number was not computed that way. The switch **W updated too early** below "
        "makes the same mistake, and the gradient check catches it."
    )
