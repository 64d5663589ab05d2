"""The Jacobian of softmax, and the gradient of the logits both ways."""

import streamlit as st

from nnviz.engine import assignment, loss, softmax_jacobian
from nnviz.experiments.inspection.formula import number
from nnviz.experiments.softmax.full_pass import JACOBIAN_LINES, SoftmaxPass
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.softmax.fraction import NUMBERS
from nnviz.ui.softmax.logits import names, target
from nnviz.ui.softmax.state import state
from nnviz.ui.widgets.numpy_lines import numpy_lines


def jacobian(result: SoftmaxPass) -> None:
    """The Jacobian, and the gradient both ways."""
    header = {
        "names": names(),
        "given": "z" if state.settings.temperature == 1.0 else "z/T",
        "row_sums": result.J.sum(-1).tolist(),
        "gap": result.product_gap,
    }
    arrays = {
        "J": result.J,
        "dP": result.dP[None, :],
        "product": result.product[None, :],
        "dZ": result.dZ[None, :],
    }
    drawing("jacobian", header, arrays, key="softmax-jacobian", room="12rem")


def jacobian_formula(result: SoftmaxPass) -> None:
    """What stands in each cell, with numbers where they are asked for, and the lines that compute it."""
    st.latex(rf"J_{{jk}} = \frac{{\partial P_j}}{{\partial {_given('k')}}} = P_j\,(\mathbb{{1}}[j = k] - P_k)")
    if st.session_state.get(NUMBERS):
        P, J, k = result.P, result.J, target()
        for j in (k, (k + 1) % len(P)):
            one = "1" if j == k else "0"
            st.latex(rf"J_{{{k},{j}}} = {P[k]:.4f}\,({one} - {P[j]:.4f}) = {J[k, j]:.4f}")
        st.latex(rf"L = -\ln P_{{{k}}} = -\ln {number(P[k])} = {result.loss:.4f}")
        st.latex(rf"\frac{{\partial L}}{{\partial {_given(k)}}} = P_{{{k}}} - 1 = {result.dZ[k]:.4f}")
    fused = type(loss("categorical_cross_entropy"))
    engine = f"{assignment(softmax_jacobian, 'J')}\n{assignment(fused.backward, 'dA')}"
    numpy_lines(JACOBIAN_LINES, engine=engine)


def _given(k: int | str) -> str:
    """What softmax is given of logit k, in LaTeX."""
    return f"z_{{{k}}}" if state.settings.temperature == 1.0 else f"(z_{{{k}}}/T)"
