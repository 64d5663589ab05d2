"""Multiplication gates on the page of width and depth: built, checked, counted."""

from functools import partial

import numpy as np
import streamlit as st

from nnviz.engine import activation
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.width_and_depth import ProductErrors, Task, product_errors, tree_product
from nnviz.experiments.width_and_depth.products import CURVED, INPUTS, product_samples, tree_units
from nnviz.experiments.width_and_depth.questions import product_question
from nnviz.figures import product_error
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.width_and_depth.built import built_panel
from nnviz.ui.width_and_depth.state import fields, state

ASKED = state.key("question.product")
GATE_LINES = (
    "signs = np.array([[1, -1, 1, -1], [1, -1, -1, 1]])\n"
    "Z = scale * X @ signs\nm = s(Z) @ [1, 1, -1, -1] / (4 * s2 * scale**2)   # s2 = s''(0)"
)


@st.cache_data(max_entries=12, show_spinner=False)
def _errors(inputs: int, bend: str) -> ProductErrors:
    return product_errors(inputs, bend)


def section() -> None:
    """Build, check and count; call it in a fragment."""
    left, right = st.columns([1, 1.3], gap="large")
    with left:
        fields.segmented("bend", "Activation s", {name: activation(name).title for name in CURVED})
        first, second = st.columns(2)
        fields.segmented(
            "inputs", "Numbers to multiply", {n: str(n) for n in INPUTS}, value=state.settings.multiplied, place=first
        )
        fields.slider("scale", "Scale λ", 0.003, 1.0, 0.001, format="%.3f", place=second)
        now = state.settings
        n, network = now.multiplied, tree_product(now.multiplied, now.scale, now.bend)
        X, Y = product_samples(n)
        A = network.forward(X).A
        st.latex(
            r"\begin{aligned} m(u,v) = \tfrac{1}{4\, s''(0)} \bigl[\, &s(u{+}v) + s(-u{-}v) \\ -\, &s(u{-}v) - "
            r"s(-u{+}v) \,\bigr] \end{aligned}"
        )
        st.markdown(
            f"First of {len(X)} samples: {' · '.join(_signed(x) for x in X[0])} = {Y[0, 0]:.5f}, network "
            f"{A[0, 0]:.5f}. Largest error over all of them: **{power(float(np.abs(A - Y).max()))}**."
        )
        numpy_lines(GATE_LINES)
    errors = _errors(n, now.bend)
    with right:
        kept_figure(
            partial(product_error.figure, product_error.info(errors, now.scale)),
            "width-product",
            f"Largest error of the product of {n} numbers over the scale, on logarithmic axes",
            revision=str(n),
        )
        st.markdown(_slope(errors))
    question = product_question(n, now.bend)
    if seen(ASKED, question):
        st.markdown(_counts(now.bend))
    ask(ASKED, question)
    state.show_in_address()
    rows: list[dict[str, object]] = [
        {"scale": float(scale), "tree": float(tree), "one layer": float(flat)}
        for scale, tree, flat in zip(errors.scales, errors.tree, errors.flat, strict=True)
    ]
    result_download(rows, now, "products", state.key("download.products"))
    built_panel("product", network, Task(X, Y, X, Y), f"a tree that multiplies {n} numbers")


def _signed(x: float) -> str:
    return f"({x:.2f})" if x < 0 else f"{x:.2f}"


def _slope(errors: ProductErrors) -> str:
    if not np.isfinite(errors.slope):
        return "The square multiplies **exactly**, up to rounding: its Taylor series ends with z²."
    return (
        f"Slope {errors.slope:.2f} on logarithmic axes: **half the scale, a quarter of the error**; for very small "
        "scales rounding takes over, as nearly equal numbers are subtracted."
    )


def _counts(bend: str) -> str:
    """How many units both take; one layer of an activation whose Taylor series ends multiplies so many numbers."""
    numbers = (2, 4, 8, 16, 32)
    flat = [f"{2**n:,}" if CURVED[bend][min(n, 4)] else "impossible" for n in numbers]
    lines = [
        "| numbers | " + " | ".join(map(str, numbers)) + " |",
        "|---|" + "---|" * len(numbers),
        "| one hidden layer, 2ⁿ units | " + " | ".join(flat) + " |",
        "| tree of gates, 4(n − 1) units | " + " | ".join(str(tree_units(n)) for n in numbers) + " |",
    ]
    return "\n".join(lines)
