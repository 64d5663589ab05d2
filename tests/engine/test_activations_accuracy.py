"""Activations and their slopes against 60-digit arithmetic, from 5e-324 to the largest float64."""

from collections.abc import Callable

import mpmath as mp
import numpy as np
import pytest

from nnviz.engine.activations import Activation
from nnviz.engine.activations.exponentials import SELU_ALPHA, SELU_SCALE
from nnviz.engine.arrays import Array
from nnviz.engine.normal_distribution import normal_cdf
from tests.engine.activation_cases import CASES, EXTREMES, label

Real = mp.mpf


def logistic(z: Real) -> Real:
    return 1 / (1 + mp.exp(-z)) if z > 0 else mp.exp(z) / (1 + mp.exp(z))


def one_minus_tanh_squared(z: Real) -> Real:
    return 4 * logistic(2 * z) * logistic(-2 * z)


def Phi(z: Real) -> Real:
    z = max(mp.mpf(-9999), min(mp.mpf(9999), z))  # beyond, it is 0 or 1 to ten million digits
    return mp.erfc(-z / mp.sqrt(2)) / 2


def phi(z: Real) -> Real:
    return mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)


def tanh_u(z: Real) -> Real:
    return mp.sqrt(8 / mp.pi) * (z + mp.mpf("0.044715") * z**3)


def mish_gate(z: Real) -> Real:
    E = mp.exp(min(z, mp.mpf(500)))  # beyond, the gate is 1 to 200 digits
    return (E * E + 2 * E) / (E * E + 2 * E + 2)


def log1pexp(z: Real) -> Real:
    return max(z, mp.mpf(0)) + mp.log1p(mp.exp(-abs(z)))


Formula = Callable[..., Real]
# Each pair is the textbook's g and g', by the definition in the paper; a and so on is the parameter.
TRUTH: dict[str, tuple[Formula, Formula]] = {
    "identity": (lambda z: z, lambda z: mp.mpf(1)),
    "step": (lambda z: mp.mpf(z >= 0), lambda z: mp.mpf(0)),
    "sigmoid": (logistic, lambda z: logistic(z) * logistic(-z)),
    "tanh": (mp.tanh, one_minus_tanh_squared),
    "relu": (lambda z, a: max(z, mp.mpf(0)), lambda z, a: mp.mpf(a) if z == 0 else mp.mpf(z > 0)),
    "leaky_relu": (lambda z, a: z if z > 0 else a * z, lambda z, a: mp.mpf(1 if z > 0 else a)),
    "prelu": (lambda z, a: z if z > 0 else a * z, lambda z, a: mp.mpf(1 if z > 0 else a)),
    "elu": (lambda z, a: z if z > 0 else a * mp.expm1(z), lambda z, a: mp.mpf(1) if z > 0 else a * mp.exp(z)),
    "selu": (
        lambda z: SELU_SCALE * (z if z > 0 else SELU_ALPHA * mp.expm1(z)),
        lambda z: mp.mpf(SELU_SCALE) * (1 if z > 0 else SELU_ALPHA * mp.exp(z)),
    ),
    "softplus": (log1pexp, logistic),
    "gaussian": (lambda z: mp.exp(-z * z), lambda z: -2 * z * mp.exp(-z * z)),
    "gelu": (lambda z: z * Phi(z), lambda z: Phi(z) + z * phi(z)),
    "gelu_tanh": (
        lambda z: z * logistic(tanh_u(z)),
        lambda z: (
            logistic(tanh_u(z))
            + z * logistic(tanh_u(z)) * logistic(-tanh_u(z)) * mp.sqrt(8 / mp.pi) * (1 + 3 * mp.mpf("0.044715") * z * z)
        ),
    ),
    "silu": (lambda z: z * logistic(z), lambda z: logistic(z) * (1 + z * logistic(-z))),
    "mish": (
        lambda z: z * mish_gate(z),
        lambda z: mish_gate(z) + z * logistic(z) * (1 - mish_gate(z)) * (1 + mish_gate(z)),
    ),
    "softsign": (lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
    "relu6": (lambda z: max(mp.mpf(0), min(mp.mpf(6), z)), lambda z: mp.mpf(0 < z < 6)),
    "arctan": (mp.atan, lambda z: 1 / (1 + z * z)),
    "sine": (mp.sin, mp.cos),
    "square": (lambda z: z * z, lambda z: 2 * z),
    "hard_tanh": (lambda z: max(mp.mpf(-1), min(mp.mpf(1), z)), lambda z: mp.mpf(abs(z) < 1)),
    "hard_sigmoid": (
        lambda z, a: max(mp.mpf(0), min(mp.mpf(1), a * z + mp.mpf(0.5))),
        lambda z, a: mp.mpf(a if abs(a * z) < 0.5 else 0),
    ),
}


LOOSE = {"gaussian", "gelu", "gelu_tanh"}
"""Their exponents, up to 745 and squared or cubed before, carry a rounding error that the exponential shows."""

CANCELLING = {"gelu", "gelu_tanh", "silu", "mish", "hard_sigmoid"}
"""Their slopes (the hard sigmoid itself) are sums that pass through 0 for some z near 0: there only the error relative
to the terms can be small."""


def points() -> Array:
    """Points on all scales, both signs: fine near zero, where exponentials end, and to the end of float64."""
    rng = np.random.default_rng(20)
    random = np.concatenate([10.0 ** rng.uniform(-300, 300, 60), rng.uniform(0, 760, 80)])
    sides = np.concatenate([EXTREMES[np.isfinite(EXTREMES)], random])
    return np.concatenate([sides, -sides, rng.uniform(-45, 45, 300), rng.uniform(-4, 4, 300)])


def exact(formula: Formula, Z: Array, values: tuple[float, ...] = ()) -> Array:
    with mp.workdps(60):
        return np.array([float(formula(mp.mpf(float(z)), *values)) for z in Z])


def assert_accurate(g: Activation, got: Array, truth: Array, Z: Array) -> None:
    rtol = 1e-13 if g.name in LOOSE else 4e-15
    finite = np.isfinite(truth)
    np.testing.assert_array_equal(got[~finite], truth[~finite])
    got, truth, Z = got[finite], truth[finite], Z[finite]
    near_a_root = (g.name in CANCELLING) & (np.abs(Z) < 5.0)
    allowed = rtol * np.abs(truth) + np.where(near_a_root, 1e-15, 6e-321)
    off = np.flatnonzero(~(np.abs(got - truth) <= allowed))
    assert not off.size, f"at z = {Z[off][:5]}: {got[off][:5]}, but exactly {truth[off][:5]}"


@pytest.mark.parametrize("g", CASES, ids=label)
def test_an_activation_keeps_its_digits_over_all_of_float64(g: Activation) -> None:
    Z = points()
    with np.errstate(all="raise", under="ignore"):
        A = g.f(Z)
    assert_accurate(g, A, exact(TRUTH[g.name][0], Z, tuple(value for _, value in g.parameters)), Z)


@pytest.mark.parametrize("g", CASES, ids=label)
def test_a_slope_keeps_its_digits_over_all_of_float64(g: Activation) -> None:
    Z = points()
    if g.name == "hard_sigmoid":  # a corner at 1 / 3, say, lies between two floats
        Z = Z[np.abs(np.abs(Z) - g.kinks[1]) > 1e-9]
    with np.errstate(all="raise", under="ignore"):
        slopes = g.df(Z, g.f(Z))
    assert_accurate(g, slopes, exact(TRUTH[g.name][1], Z, tuple(value for _, value in g.parameters)), Z)


def test_the_normal_distribution_is_right_to_a_few_last_places() -> None:
    rng = np.random.default_rng(21)
    joints = np.array([0.46875, 4.0]) * np.array([[1.0], [np.sqrt(2.0)]])
    sides = np.concatenate([joints.ravel(), np.nextafter(joints, 9.0).ravel(), 10.0 ** rng.uniform(-300, 1.4, 200)])
    X = np.concatenate([sides, -sides, rng.uniform(-26, 26, 1000), rng.normal(size=500)])
    with np.errstate(all="raise", under="ignore"):
        got = normal_cdf(X)
    np.testing.assert_allclose(got, exact(Phi, X), rtol=1.5e-15, atol=0.0)


def test_the_normal_distribution_has_its_limits_and_passes_nan_on() -> None:
    with np.errstate(all="raise", under="ignore"):
        got = normal_cdf(np.array([-np.inf, np.inf, -1.7e308, 1.7e308, np.nan]))
    assert got[:4].tolist() == [0.0, 1.0, 0.0, 1.0]
    assert np.isnan(got[4])


def test_selu_has_the_constants_for_which_mean_zero_and_variance_one_reproduce_themselves() -> None:
    """Klambauer et al. 2017: their map of mean and variance through a layer has its fixed point at (0, 1)."""
    with mp.workdps(30):
        half = mp.erfc(1 / mp.sqrt(2))
        alpha = -mp.sqrt(2 / mp.pi) / (half * mp.exp(mp.mpf(1) / 2) - 1)
        below = lambda power: mp.quad(lambda z: mp.expm1(z) ** power * phi(z), [-mp.inf, 0])  # noqa: E731
        scale = 1 / mp.sqrt(mp.mpf(1) / 2 + alpha**2 * below(2))
        mean = scale * (phi(mp.mpf(0)) + alpha * below(1))
    assert float(alpha) == SELU_ALPHA
    assert float(scale) == SELU_SCALE
    assert abs(mean) < 1e-20
