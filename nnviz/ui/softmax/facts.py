"""What is told about softmax beside its logits: the fraction, the Jacobian, the overflow, the two-class case."""

import numpy as np
import streamlit as st

from nnviz.engine import assignment, loss, softmax, softmax_jacobian
from nnviz.experiments.softmax.full_pass import (
    Overflow,
    SoftmaxPass,
    naive_softmax,
    overflow,
    softmax_pass,
    two_classes,
)
from nnviz.figures import two_classes as two_classes_figure
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.appearance import is_dark
from nnviz.ui.shell.page_state import seed
from nnviz.ui.softmax.logits import logits, names, put, settings, target
from nnviz.ui.widgets.formula import power
from nnviz.ui.widgets.question import question

FEW = 4
"""With more classes the sum is not written out term by term."""


def fraction(found: SoftmaxPass) -> None:
    """The formula, and the same with the numbers of the target put in."""
    k = target()
    numbers = st.toggle("Put the numbers in", key="softmax.numbers")
    st.latex(r"P_j = \frac{e^{z_j}}{\sum_k e^{z_k}} = \frac{e^{z_j - m}}{\sum_k e^{z_k - m}}, \qquad m = \max_k z_k")
    if numbers:
        few = len(found.E) <= FEW
        terms = " + ".join(f"{value:.4f}" for value in found.E) if few else r"\sum_k e^{z_k - m}"
        name = names()[k].replace("_", " ")
        st.latex(
            rf"P_\text{{{name}}} = \frac{{e^{{{found.scaled[k]:.2f} - ({found.scaled.max():.2f})}}}}{{{terms}}} = "
            rf"\frac{{{found.E[k]:.4f}}}{{{found.E.sum():.4f}}} = {found.P[k]:.4f}"
        )
    st.code(f"{assignment(softmax, 'E')}\n{assignment(softmax, 'P')}", language="python")


def minus(value: float) -> str:
    """Two decimals and a true minus."""
    return f"{value:.2f}".replace("-", "−")


def raw_outputs(found: SoftmaxPass) -> str:
    """Why the logits themselves, or their share of the sum, are no probabilities: with their own numbers."""
    negative = [name for name, value in zip(names(), found.z, strict=True) if value < 0.0]
    total = float(found.z.sum())
    shares = ", ".join(minus(value / total) for value in found.z) if total else "not defined (division by 0)"
    signs = f"{', '.join(negative)} below zero" if negative else "none below zero at the moment"
    return (
        f"The raw outputs add up to **{minus(total)}**, not to 1, with {signs}. Dividing by the sum does not help: "
        f"that gives {shares}, which breaks as soon as a logit is negative or the sum is near 0. The exponential makes "
        "every number positive; then dividing gives shares of 1."
    )


def jacobian(found: SoftmaxPass) -> None:
    """The Jacobian, and the gradient both ways."""
    header = {"names": names(), "row_sums": found.J.sum(-1).tolist(), "gap": found.product_gap}
    arrays = {
        "J": found.J,
        "dP": found.dP[None, :],
        "product": found.product[None, :],
        "dZ": found.dZ[None, :],
    }
    drawing("jacobian", header, arrays, key="softmax-jacobian", room="12rem")


def jacobian_formula(found: SoftmaxPass) -> None:
    """What stands in each cell, with numbers where they are asked for, and the lines that compute it."""
    st.latex(r"J_{jk} = \frac{\partial P_j}{\partial z_k} = P_j\,(\mathbb{1}[j = k] - P_k)")
    if st.session_state.get("softmax.numbers"):
        P, J, k = found.P, found.J, target()
        for j in (k, (k + 1) % len(P)):
            one = "1" if j == k else "0"
            st.latex(rf"J_{{{k},{j}}} = {P[k]:.4f}\,({one} - {P[j]:.4f}) = {J[k, j]:.4f}")
        st.latex(
            rf"L = -\ln P_{{{k}}} = -\ln {P[k]:.4f} = {found.loss:.4f}, \qquad "
            rf"\frac{{\partial L}}{{\partial z_{{{k}}}}} = P_{{{k}}} - 1 = {found.dZ[k]:.4f}"
        )
    fused = type(loss("categorical_cross_entropy"))
    st.code(f"{assignment(softmax_jacobian, 'J')}\n{assignment(fused.backward, 'dA')}", language="python")


def overflow_now() -> Overflow:
    """The page's logits plus a large constant, both ways."""
    return overflow(logits(), settings().overflow)


def overflow_control() -> None:
    """How much is added to the logits before both ways are tried."""
    values = [0.0, 10.0, 100.0, 500.0, 700.0, 709.0, 710.0, 1000.0]
    now = min(values, key=lambda value: abs(value - settings().overflow))
    st.select_slider(
        "Add to every logit",
        values,
        key=seed("softmax.overflow", now),
        format_func="{:g}".format,
        on_change=lambda: put(overflow=st.session_state["softmax.overflow"]),
    )


def overflow_table(found: Overflow) -> None:
    """What the written formula gives beside what the engine gives."""
    columns = " | ".join(names())
    rows = [f"| | {columns} |", "|---|" + "---|" * len(names())]
    for title, values in (
        ("z", found.z),
        ("e^z as written", found.naive_E),
        ("**P as written**", found.naive_P),
        ("e^(z − max)", found.E),
        ("**P of the engine**", found.P),
    ):
        rows.append(f"| {title} | " + " | ".join(_cell(float(value)) for value in values) + " |")
    st.markdown("\n".join(rows))
    st.code(f"{assignment(naive_softmax, 'E')}\n{assignment(naive_softmax, 'P')}", language="python")
    for complaint in found.complaints:
        st.error(f"NumPy: {complaint}")
    if not found.complaints:
        st.success("Both ways give the same numbers: nothing has overflowed yet.")


def _cell(value: float) -> str:
    text = f"{value:.4g}".replace("-", "−")
    return f":red[{text}]" if not np.isfinite(value) else text


def two_classes_chart() -> float:
    """Softmax over (z, 0) on top of the sigmoid; returns their largest difference."""
    found = two_classes()
    figure = two_classes_figure.figure(two_classes_figure.info(found), is_dark())
    st.plotly_chart(figure, key="softmax-two-classes", theme=None, config={"displayModeBar": False})
    return found.gap


def shift_question() -> None:
    """Ask what a constant on all logits does; the answer comes from both passes."""
    moved = np.abs(softmax_pass(logits(), target()).P - softmax_pass(logits(), target(), shift=100.0).P).max()
    question(
        "softmax.question.shift",
        "100 is added to every logit. What happens to the probabilities?",
        ["all grow", "the largest gets nearly 1", "nothing"],
        2 if moved < 1e-9 else 0,
        f"The largest change of a probability is {power(moved)}: e^(z + 100) = e^100 e^z, and the factor cancels in "
        "the fraction. Try the slider **+ c** above. Dividing by a temperature does change them.",
    )


def overflow_question() -> bool:
    """Ask what the written formula gives for huge logits; it is tried. Returns whether it was answered."""
    broken = overflow(logits(), 1000.0)
    return question(
        "softmax.question.overflow",
        "the formula is computed as it is written, with 1000 added to every logit. What comes out?",
        ["the same probabilities", "all 0", "not a number"],
        2 if broken.broken else 0,
        f"float64 ends at about 1.8 · 10³⁰⁸, so e^1000 is {broken.naive_E[0]:g}, and inf / inf is "
        f"{broken.naive_P[0]:g}. With the maximum taken off, the largest exponent is 0.",
    )
