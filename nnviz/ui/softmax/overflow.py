"""Softmax of huge logits: as the formula is written, and as the engine computes it."""

import numpy as np
import streamlit as st

from nnviz.experiments.softmax import questions
from nnviz.experiments.softmax.full_pass import AS_WRITTEN, STABLE, Overflow, overflow
from nnviz.ui.softmax.fraction import softmax_lines
from nnviz.ui.softmax.logits import logits, names
from nnviz.ui.softmax.state import fields, state
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask
from nnviz.ui.widgets.untrusted_text import escape_markdown, show_error, show_success

CONSTANTS = (0.0, 10.0, 100.0, 500.0, 700.0, 709.0, 710.0, 1000.0)


def overflow_now() -> Overflow:
    """The page's logits plus a large constant, both ways."""
    return overflow(logits(), state.settings.overflow)


def overflow_control() -> None:
    """How much is added to the logits before both ways are tried."""
    nearest = min(CONSTANTS, key=lambda value: abs(value - state.settings.overflow))
    fields.select_slider("overflow", "Add to every logit", CONSTANTS, value=nearest)


def overflow_table(result: Overflow) -> None:
    """What the written formula gives beside what the engine gives."""
    columns = " | ".join(map(escape_markdown, names()))
    rows = [f"| line | {columns} |", "|---|" + "---|" * len(names())]
    for title, values in (
        ("z", result.z),
        ("e^z as written", result.naive_E),
        ("**P as written**", result.naive_P),
        ("e^(z − max)", result.E),
        ("**P of the engine**", result.P),
    ):
        rows.append(f"| {title} | " + " | ".join(_cell(float(value)) for value in values) + " |")
    st.markdown("\n".join(rows))
    numpy_lines(f"# as written\n{AS_WRITTEN}\n\n# with the maximum subtracted\n{STABLE}", engine=softmax_lines())
    for numpy_error in result.numpy_warnings:
        show_error(f"NumPy: {numpy_error}")
    if not result.numpy_warnings:
        show_success("Both give the same numbers: nothing has overflowed yet.")


def _cell(value: float) -> str:
    text = f"{value:.4g}".replace("-", "−")
    return f":red[{text}]" if not np.isfinite(value) else text


def overflow_question() -> bool:
    """Ask what the written formula gives for huge logits. Returns whether the answer may be seen."""
    return ask(state.key("question.overflow"), questions.overflow_question(logits()))
