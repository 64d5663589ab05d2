"""How large a learning rate may be on the bowl, and why: asked, walked on both sides of the limit, explained."""

import streamlit as st

from nnviz.experiments.gradient_descent.descent import contraction_factor
from nnviz.experiments.inspection.formula import number
from nnviz.ui.gradient_descent.bowl import limit_now
from nnviz.ui.gradient_descent.state import state
from nnviz.ui.widgets.glossary import explained


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
            r"\begin{gathered} e_{t+1} = (1 - \eta\lambda)\, e_t, \\[0.4em] "
            r"|1 - \eta\lambda_{\max}| < 1 \iff 0 < \eta < \frac{2}{\lambda_{\max}} \end{gathered}"
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
            explained(
                f"The largest curvature is **{bowl.condition:.3g} times** the smallest; the larger this condition "
                "number, the slower a rate that is safe for the steepest direction is along the flattest. Momentum is "
                "stable up to 2(1 + μ)/λmax and averages oscillations out. Adam and RMSProp divide by the size of the "
                "gradients: their steps are about η long whatever the curvature.",
                "momentum",
            )
        )
