"""Slopes against two independent ways to get them: central differences, and HIPS autograd on the textbook's forms."""

from collections.abc import Callable
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad
from autograd.scipy.special import erf

from nnviz.engine.activations import Activation
from nnviz.engine.activations.exponentials import SELU_ALPHA, SELU_SCALE
from nnviz.engine.activations.rectifiers import dprelu_dslope, dprelu_dz, prelu
from nnviz.engine.arrays import Array
from tests.engine.activation_cases import CASES, label

every_case = pytest.mark.parametrize("g", CASES, ids=label)
SMOOTH_ENOUGH = 1e-3


def away_from_kinks(g: Activation) -> Array:
    Z = np.random.default_rng(3).uniform(-6.0, 6.0, (40, 25))
    near = np.zeros(Z.shape, dtype=bool)
    for kink in g.kinks:
        near |= np.abs(Z - kink) < SMOOTH_ENOUGH
    return np.where(near, 1.5 + SMOOTH_ENOUGH, Z)


@every_case
def test_slopes_agree_with_central_differences(g: Activation) -> None:
    Z, h = away_from_kinks(g), 1e-5
    numeric = (g.f(Z + h) - g.f(Z - h)) / ((Z + h) - (Z - h))
    np.testing.assert_allclose(g.df(Z, g.f(Z)), numeric, rtol=1e-7, atol=1e-9)


def _piecewise(above: Callable[[Any], Any], below: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda Z: anp.where(Z > 0.0, above(Z), below(Z))


TEXTBOOK: dict[str, Callable[..., Any]] = {
    "identity": lambda Z: Z,
    "sigmoid": lambda Z: 1.0 / (1.0 + anp.exp(-Z)),
    "tanh": lambda Z: (anp.exp(Z) - anp.exp(-Z)) / (anp.exp(Z) + anp.exp(-Z)),
    "relu": lambda Z, at_zero: Z * (Z > 0.0),
    "leaky_relu": lambda Z, a: _piecewise(lambda Z: Z, lambda Z: a * Z)(Z),
    "prelu": lambda Z, a: _piecewise(lambda Z: Z, lambda Z: a * Z)(Z),
    "elu": lambda Z, a: _piecewise(lambda Z: Z, lambda Z: a * (anp.exp(Z) - 1.0))(Z),
    "selu": lambda Z: SELU_SCALE * _piecewise(lambda Z: Z, lambda Z: SELU_ALPHA * (anp.exp(Z) - 1.0))(Z),
    "softplus": lambda Z: anp.log(1.0 + anp.exp(Z)),
    "gaussian": lambda Z: anp.exp(-(Z**2)),
    "gelu": lambda Z: 0.5 * Z * (1.0 + erf(Z / anp.sqrt(2.0))),
    "gelu_tanh": lambda Z: 0.5 * Z * (1.0 + anp.tanh(anp.sqrt(2.0 / anp.pi) * (Z + 0.044715 * Z**3))),
    "silu": lambda Z: Z / (1.0 + anp.exp(-Z)),
    "mish": lambda Z: Z * anp.tanh(anp.log(1.0 + anp.exp(Z))),
    "softsign": lambda Z: Z / (1.0 + anp.abs(Z)),
    "relu6": lambda Z: anp.clip(Z, 0.0, 6.0),
    "arctan": anp.arctan,
    "sine": anp.sin,
    "square": anp.square,
    "hard_tanh": lambda Z: anp.clip(Z, -1.0, 1.0),
    "hard_sigmoid": lambda Z, a: anp.clip(a * Z + 0.5, 0.0, 1.0),
}


@pytest.mark.parametrize("g", [g for g in CASES if g.name != "step"], ids=label)
def test_curves_and_slopes_agree_with_autograd_on_the_textbook_forms(g: Activation) -> None:
    values = [value for _, value in g.parameters]

    def textbook(Z: Any) -> Any:
        return TEXTBOOK[g.name](Z, *values)

    Z = away_from_kinks(g)
    A = g.f(Z)
    np.testing.assert_allclose(A, textbook(Z), rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(g.df(Z, A), elementwise_grad(textbook)(Z), rtol=1e-10, atol=1e-14)


def test_prelu_agrees_with_autograd_by_its_input_and_by_a_slope_for_each_unit() -> None:
    rng = np.random.default_rng(4)
    Z, slope, dA = rng.normal(size=(10, 4)), rng.normal(size=4), rng.normal(size=(10, 4))

    def total(Z: Any, slope: Any) -> Any:
        return anp.sum(dA * anp.where(Z > 0.0, Z, slope * Z))

    np.testing.assert_allclose(prelu(Z, slope), np.where(Z > 0.0, Z, slope * Z), rtol=1e-15)
    np.testing.assert_allclose(dA * dprelu_dz(Z, slope), elementwise_grad(total, 0)(Z, slope), rtol=1e-10)
    by_slope = elementwise_grad(total, 1)(Z, slope)
    np.testing.assert_allclose((dA * dprelu_dslope(Z)).sum(0), by_slope, rtol=1e-10)
