"""The fraction of softmax with its numbers, why raw outputs are no probabilities, and what a constant does to it."""

import numpy as np
import streamlit as st

from nnviz.engine import assignment, softmax
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.softmax.full_pass import SoftmaxPass, softmax_pass
from nnviz.ui.softmax.logits import logits, names, target
from nnviz.ui.softmax.state import state
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import question
from nnviz.ui.widgets.untrusted_text import escape_latex, escape_markdown

NUMBERS = state.key("numbers")
"""The switch that puts numbers into formulas."""

FEW = 4
"""With more classes the sum is not written out term by term."""


def fraction(result: SoftmaxPass) -> None:
    """The formula, and the same with the numbers of the target put in."""
    k = target()
    numbers = st.toggle("Fill in the numbers", key=NUMBERS)
    st.latex(r"P_j = \frac{e^{z_j}}{\sum_k e^{z_k}} = \frac{e^{z_j - m}}{\sum_k e^{z_k - m}}, \qquad m = \max_k z_k")
    if numbers:
        few = len(result.E) <= FEW
        terms = " + ".join(f"{value:.4f}" for value in result.E) if few else r"\sum_k e^{z_k - m}"
        name = escape_latex(names()[k].replace("_", " "))
        st.latex(
            rf"P_\text{{{name}}} = \frac{{e^{{{result.scaled[k]:.2f} - ({result.scaled.max():.2f})}}}}{{{terms}}} = "
            rf"\frac{{{result.E[k]:.4f}}}{{{result.E.sum():.4f}}} = {result.P[k]:.4f}"
        )
    engine = f"{assignment(softmax, 'E')}\n{assignment(softmax, 'P')}"
    numpy_lines("E = np.exp(Z - Z.max())\nP = E / E.sum()", engine=engine)


def minus(value: float) -> str:
    """Two decimals and a true minus."""
    return f"{value:.2f}".replace("-", "−")


def raw_outputs(result: SoftmaxPass) -> str:
    """Why the logits themselves, or their share of the sum, are no probabilities: with their own numbers."""
    negative = [escape_markdown(name) for name, value in zip(names(), result.z, strict=True) if value < 0.0]
    total = float(result.z.sum())
    shares = ", ".join(minus(value / total) for value in result.z) if total else "nothing (division by 0)"
    signs = f"{', '.join(negative)} negative" if negative else "none of them negative at the moment"
    return (
        f"The raw outputs sum to **{minus(total)}**, with {signs}. Dividing by the sum is no general remedy: here it "
        f"gives {shares}, and it fails when signs are mixed or the sum is near 0. The exponential makes every "
        "number positive; dividing by the sum then gives fractions that add up to 1."
    )


def shift_question() -> None:
    """Ask what a constant on all logits does; the answer comes from both passes."""
    moved = np.abs(softmax_pass(logits(), target()).P - softmax_pass(logits(), target(), shift=100.0).P).max()
    question(
        state.key("question.shift"),
        "100 is added to every logit. What happens to the probabilities?",
        ["all increase", "the largest approaches 1", "nothing"],
        2 if moved < 1e-9 else 0,
        f"The largest change in any probability is {power(moved)}: e^(z + 100) = e^100 e^z, and the factor cancels in "
        "the fraction. Try the slider **+ c** above. Dividing by a temperature, in contrast, does not cancel.",
    )
