"""How the border is predicted: two maps, their fixed points, the numbers of the chosen cell, where it is from."""

from math import isinf

import streamlit as st

from nnviz.experiments.inspection.formula import measured_value, power
from nnviz.experiments.where_networks_learn import critical_gain
from nnviz.experiments.where_networks_learn.mean_field import GAINS
from nnviz.experiments.where_networks_learn.theory import predicted
from nnviz.ui.where_networks_learn.sources import OnView, on_view
from nnviz.ui.where_networks_learn.state import state
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.glossary import explained
from nnviz.ui.widgets.numpy_lines import numpy_lines

LINES = """\
z, q = rng.standard_normal(100_000), 1.0
for _ in range(200):
    q = gain**2 * np.mean(g(np.sqrt(q) * z) ** 2)          # size of z behind many layers
chi = gain**2 * np.mean(dg(np.sqrt(q) * z) ** 2)           # squares of gradients, layer by layer
deepest = 6 / abs(np.log(chi))                             # below the critical scale"""


def section() -> None:
    """Draw the panel, closed at first."""
    with folded("How the border is predicted", state.key("theory")) as is_open:
        if is_open:
            _explain(on_view())


def _critical(gain: float | None) -> str:
    if gain is None:
        return f"No scale from {GAINS[0]:g} to {GAINS[1]:g} is critical for this activation: χ₁ is 1 at none."
    return f"The critical scale of this activation, χ₁ = 1, is **{gain:.3g}**."


def _explain(now: OnView) -> None:
    st.markdown(
        explained(
            "In a very wide layer with weights of variance σ²/n the z of a unit are nearly normal. Two numbers then "
            "say what happens from layer to layer: their variance q, and the factor χ₁ on the square of a gradient."
        )
    )
    st.latex(
        r"q^{*} = \sigma^2\, \mathbb{E}\left[g(\sqrt{q^{*}} z)^2\right] \qquad "
        r"\chi_1 = \sigma^2\, \mathbb{E}\left[g'(\sqrt{q^{*}} z)^2\right] \qquad z \sim \mathcal{N}(0, 1)"
    )
    row, column = now.shown.place(now.settings.at(now.sweep))
    found = predicted(now.shown.cells[row][column])
    if found is None:
        st.markdown("For the networks of the chosen cell the theory has no such numbers.")
    else:
        layers, field = found
        fate = {"ordered": "gradients vanish", "chaotic": "gradients explode", "critical": "gradients keep their size"}
        deepest = "any number of" if isinf(field.deepest) else power(field.deepest)
        st.markdown(
            f"In the chosen cell σ = {field.gain:.3g} and **χ₁ = {measured_value(field.stretch)}**: "
            f"{fate[field.phase]}. Such networks should train down to {deepest} hidden layers; these have {layers}. "
            f"{_critical(critical_gain(field.activation))}"
        )
    numpy_lines(LINES)
    st.caption(
        "The maps: Poole et al. 2016 (arXiv:1606.05340), with biases of 0. That networks train down to about six depth "
        "scales: Schoenholz et al. 2017 (arXiv:1611.01232), figure 5; above the critical scale theirs is how fast two "
        "inputs become unalike, which says nothing of a learning rate that is too large for exploding gradients. ReLU: "
        "its scale of √2 is He et al. 2015 (arXiv:1502.01852), eq. 10."
    )
