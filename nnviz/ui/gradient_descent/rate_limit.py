"""How large a learning rate may be on the bowl, and why: asked, walked on both sides of the limit, explained."""

import numpy as np
import streamlit as st

from nnviz.engine import Array
from nnviz.experiments.gradient_descent.descent import contraction_factor, sweep
from nnviz.experiments.gradient_descent.quadratic import QuadraticLoss
from nnviz.experiments.inspection.formula import number, power
from nnviz.ui.gradient_descent.bowl import ANSWERED, limit_now
from nnviz.ui.gradient_descent.state import state
from nnviz.ui.widgets.question import question


def limit_question() -> bool:
    """Ask how large a rate may be; both sides of each choice are walked. Returns whether it was answered."""
    now = state.settings
    bowl = now.quadratic_loss
    low, high = (float(c) for c in bowl.curvatures)
    # Without numbers: options that stay the same keep the answer while the user drags the curvatures.
    choices = {"1/λmax": 1 / high, "2/λmax": 2 / high, "2/λmin": 2 / low}
    rates = np.array([limit_now(), *choices.values()])
    below, above = (_left(bowl, share * rates) for share in (0.99, 1.01))
    holds = [bool(lower < 1.0 < higher) for lower, higher in zip(below[1:], above[1:], strict=True)]
    return question(
        ANSWERED,
        f"this bowl has the curvatures λmin = {low:.3g} and λmax = {high:.3g}. Up to which learning rate does plain "
        "gradient descent converge?",
        list(choices),
        holds.index(True),
        f"2/λmax = {limit_now():.4g}. After 600 steps from the steepest side, the loss is {power(below[0])} times its "
        f"initial value at 99 % of this rate and {power(above[0])} times at 101 %. The chart above now shows all rates "
        "and the stability limits.",
    )


def _left(bowl: QuadraticLoss, rates: Array) -> Array:
    """What share of the loss is left after 600 steps of SGD from the steepest direction; rates (R,) give (R,)."""
    start = bowl.minimum + bowl.directions[:, -1]
    left = sweep(bowl, "sgd", start, rates, 600).excess / bowl.excess(start)
    shares: Array = np.nan_to_num(left, nan=np.inf)
    return shares


def limit_explained() -> None:
    """Why: along each direction of curvature the distance is multiplied by 1 - rate * curvature."""
    now = state.settings
    bowl = now.quadratic_loss
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.markdown(
            "Along a direction of curvature λ, the gradient is λ times the distance *e* from the minimum, so each step "
            "multiplies the distance by **1 − ηλ**. It shrinks only if this factor is between −1 and 1. The steepest "
            "direction is the first to become unstable:"
        )
        st.latex(
            r"e_{t+1} = (1 - \eta\lambda)\, e_t, \quad |1 - \eta\lambda_{\max}| < 1 \iff "
            r"0 < \eta < \frac{2}{\lambda_{\max}}"
        )
        high = number(float(bowl.curvatures[-1]))
        st.latex(rf"\frac{{2}}{{\lambda_{{\max}}}} = \frac{{2}}{{{high}}} = {number(limit_now())}")
    with right:
        rows = [
            "| optimizer | factor per step, flattest direction | factor per step, steepest direction |",
            "|---|---|---|",
        ]
        for walker in now.parsed_optimizers:
            factors = [contraction_factor(walker, float(c)) for c in bowl.curvatures]
            cells = " | ".join("depends on the gradients" if f is None else f"{f:.4f}" for f in factors)
            rows.append(f"| {walker.rule.title}, η = {walker.rate:g} | {cells} |")
        st.markdown("\n".join(rows))
        st.markdown(
            f"The largest curvature is **{bowl.condition:.3g} times** the smallest; the larger this condition "
            "number, the slower a rate that is safe for the steepest direction is along the flattest. Momentum is "
            "stable up to 2(1 + μ)/λmax and averages oscillations out. Adam and RMSProp divide by the size of the "
            "gradients: their steps are about η long whatever the curvature."
        )
