"""The fraction of softmax with its numbers, why raw outputs are no probabilities, and what a constant does to it."""

import streamlit as st

from nnviz.engine import assignment, softmax
from nnviz.experiments.inspection.formula import factor
from nnviz.experiments.softmax import questions
from nnviz.experiments.softmax.full_pass import STABLE, SoftmaxPass, given_to_softmax
from nnviz.ui.softmax.logits import logits, names, target
from nnviz.ui.softmax.state import state
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask
from nnviz.ui.widgets.untrusted_text import escape_latex

NUMBERS = state.key("numbers")
"""The switch that puts numbers into formulas."""

FEW = 4
"""With more classes the sum is not written out term by term."""


def fraction(result: SoftmaxPass) -> None:
    """The formula, with T and c where they are used, and the same with the numbers of the target put in."""
    k, now = target(), state.settings
    numbers = st.toggle("Fill in the numbers", key=NUMBERS)
    given_j, given_k = (given_to_softmax(z, now.temperature, now.shift) for z in ("z_j", "z_k"))
    m = rf"\max_k {given_k}" if given_k == "z_k" else rf"\max_k\,({given_k})"
    st.latex(
        rf"\begin{{aligned}} P_j &= \frac{{e^{{{given_j}}}}}{{\sum_k e^{{{given_k}}}}} = "
        rf"\frac{{e^{{{given_j} - m}}}}{{\sum_k e^{{{given_k} - m}}}} \\ m &= {m} \end{{aligned}}"
    )
    if numbers:
        few = len(result.E) <= FEW
        terms = " + ".join(f"{value:.4f}" for value in result.E) if few else rf"\sum_k e^{{{given_k} - m}}"
        name = escape_latex(names()[k].replace("_", " "))
        if given_k != "z_k":
            st.latex(rf"{given_to_softmax('z', now.temperature, now.shift)} = {_given_numbers(result, k)}")
        exponent = f"{result.scaled[k]:.2f} - ({result.scaled.max():.2f})"
        st.latex(
            rf"\begin{{aligned}} P_\text{{{name}}} &= \frac{{e^{{{exponent}}}}}"
            rf"{{{terms}}} \\ &= \frac{{{result.E[k]:.4f}}}{{{result.E.sum():.4f}}} = {result.P[k]:.4f} \end{{aligned}}"
        )
    numpy_lines(STABLE, engine=softmax_lines())


def softmax_lines() -> str:
    """The engine's own lines of softmax."""
    return f"{assignment(softmax, 'E')}\n{assignment(softmax, 'P')}"


def _given_numbers(result: SoftmaxPass, k: int) -> str:
    """What softmax is given of the target's logit, with its numbers."""
    now = state.settings
    z = factor(float(result.z[k])) + (f" + {factor(now.shift)}" if now.shift else "")
    fraction = z if now.temperature == 1.0 else rf"\frac{{{z}}}{{{now.temperature:.3g}}}"
    return f"{fraction} = {result.scaled[k]:.2f}"


def shift_question() -> None:
    """Ask what a constant on all logits does; the answer comes from both passes."""
    ask(state.key("question.shift"), questions.shift_question(logits(), target(), state.settings.temperature))
