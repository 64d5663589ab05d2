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
    st.markdown(f"**{CITATION}**, rate 0.5, biases left alone. Each printed number beside the one of this page's pass:")
    per_column = -(-len(rows) // COLUMNS)
    for k, column in enumerate(st.columns(COLUMNS, gap="large")):
        lines = ["| | printed | computed | |", "|---|---:|---:|---|"]
        for row in rows[k * per_column : (k + 1) * per_column]:
            sign = ":green[✓]" if row.agrees else ":red[✕]"
            lines.append(f"| {row.published.symbol} | {row.published.value} | {row.value:.12f} | {sign} |")
        column.markdown("\n".join(lines))
    st.markdown(
        f"**The error after one update** is printed as **{ERROR_AFTER}**. From the article's own new weights it is "
        f"**{right:.9f}**. The printed digits come out exactly, **{early:.9f}**, if the output layer is updated first "
        "and the gradient is then sent back through weights that are already new. The article itself says to use the "
        "original weights; its last number was not made that way. The switch **W updated too early** below makes the "
        "same mistake, and the gradient check sees it."
    )
