"""What holds for every float64: no warning, NaN only from NaN, limits at infinity, ranges and largest slopes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine.activations import Activation, activation
from nnviz.engine.activations.rectifiers import dprelu_dslope, dprelu_dz, prelu
from nnviz.engine.arrays import Array
from tests.engine.activation_cases import CASES, EXTREMES, label

BOTH_SIDES: Array = np.concatenate([-EXTREMES[::-1], EXTREMES])
FLOATS = st.lists(st.floats(), min_size=1, max_size=9).map(np.array)
NOT_MONOTONE = {"gaussian", "gelu", "gelu_tanh", "silu", "mish", "sine", "square"}

every_case = pytest.mark.parametrize("g", CASES, ids=label)


def value_and_slope(g: Activation, Z: Array) -> tuple[Array, Array]:
    """Compute both with every floating-point signal but underflow turned into an error."""
    with np.errstate(all="raise", under="ignore"):
        A = g.f(Z)
        return A, g.df(Z, A)


@every_case
@settings(max_examples=40)
@given(Z=FLOATS)
def test_no_float_gives_a_warning_and_only_nan_gives_nan(g: Activation, Z: Array) -> None:
    A, slopes = value_and_slope(g, Z)
    np.testing.assert_array_equal(np.isnan(A), np.isnan(Z))
    np.testing.assert_array_equal(np.isnan(slopes), np.isnan(Z))


@every_case
def test_the_extremes_of_float64_give_no_warning_and_no_nan(g: Activation) -> None:
    A, slopes = value_and_slope(g, BOTH_SIDES)
    assert not np.isnan(A).any()
    assert np.isfinite(slopes).all() == np.isfinite(g.largest_slope)


@every_case
@settings(max_examples=40)
@given(Z=FLOATS)
def test_outputs_stay_in_the_stated_range_and_slopes_under_the_stated_bound(g: Activation, Z: Array) -> None:
    Z = Z[~np.isnan(Z)]
    A, slopes = value_and_slope(g, Z)
    low, high = g.range
    assert np.all(low - 4e-16 <= A)
    assert np.all(high + 4e-16 >= A)
    assert np.all(np.abs(slopes) <= g.largest_slope * (1.0 + 4e-16))


@every_case
def test_the_stated_range_is_as_narrow_as_it_can_be(g: Activation) -> None:
    A, _ = value_and_slope(g, np.concatenate([BOTH_SIDES, np.linspace(-5.0, 5.0, 20001)]))
    assert (A.min(), A.max()) == pytest.approx(g.range, abs=1e-7)


@every_case
def test_the_largest_slope_is_reached_or_approached(g: Activation) -> None:
    Z = np.concatenate([np.linspace(-5.0, 5.0, 20001), BOTH_SIDES])
    _, slopes = value_and_slope(g, Z)
    assert np.abs(slopes).max() == pytest.approx(g.largest_slope, rel=1e-7)


@every_case
@settings(max_examples=40)
@given(Z=FLOATS)
def test_curves_that_never_fall_never_fall(g: Activation, Z: Array) -> None:
    if g.name in NOT_MONOTONE or dict(g.parameters).get("slope", 0.0) < 0.0:
        return
    A = g.f(np.sort(Z[~np.isnan(Z)]))
    finite = A[np.isfinite(A)]
    assert np.all(np.diff(finite) >= -4e-16 * np.abs(finite[1:]))


@every_case
def test_zero_centred_means_that_the_curve_is_odd(g: Activation) -> None:
    Z = np.concatenate([BOTH_SIDES, np.linspace(-5.0, 5.0, 101)])
    assert np.array_equal(g.f(-Z), -g.f(Z)) == g.zero_centred


@every_case
def test_saturation_means_that_the_slope_ends_at_zero(g: Activation) -> None:
    far = np.array([-np.inf, np.inf])
    _, slopes = value_and_slope(g, far)
    assert tuple(slopes == 0.0) == g.saturates


# g(-inf), g(inf), g'(-inf), g'(inf), by hand
LIMITS = {
    "identity": (-np.inf, np.inf, 1, 1),
    "step": (0, 1, 0, 0),
    "sigmoid": (0, 1, 0, 0),
    "tanh": (-1, 1, 0, 0),
    "relu": (0, np.inf, 0, 1),
    "leaky_relu": (-np.inf, np.inf, 0.01, 1),
    "prelu": (-np.inf, np.inf, 0.25, 1),
    "elu": (-1, np.inf, 0, 1),
    "selu": (-1.7580993408473766, np.inf, 0, 1.0507009873554805),
    "softplus": (0, np.inf, 0, 1),
    "gaussian": (0, 0, 0, 0),
    "gelu": (0, np.inf, 0, 1),
    "gelu_tanh": (0, np.inf, 0, 1),
    "silu": (0, np.inf, 0, 1),
    "mish": (0, np.inf, 0, 1),
    "softsign": (-1, 1, 0, 0),
    "relu6": (0, 6, 0, 0),
    "arctan": (-np.pi / 2, np.pi / 2, 0, 0),
    "sine": (0, 0, 1, 1),  # no limit: the middle
    "square": (np.inf, np.inf, -np.inf, np.inf),
    "hard_tanh": (-1, 1, 0, 0),
    "hard_sigmoid": (0, 1, 0, 0),
}


@pytest.mark.parametrize("name", LIMITS)
def test_infinite_input_gives_the_limit(name: str) -> None:
    A, slopes = value_and_slope(activation(name), np.array([-np.inf, np.inf]))
    assert (*A, *slopes) == LIMITS[name]


def test_tails_that_the_textbook_forms_round_to_zero_are_there() -> None:
    far = np.array([-40.0, 40.0])
    sigmoid, tanh = activation("sigmoid"), activation("tanh")
    assert sigmoid.df(far, sigmoid.f(far)) == pytest.approx(4.248354255291589e-18, rel=1e-15)
    assert tanh.df(far / 2, tanh.f(far / 2)) == pytest.approx(1.6993417021166355e-17, rel=1e-15)
    assert activation("gelu").f(np.array(-10.0)) == pytest.approx(-7.61985302416052595e-23, rel=1e-15)
    assert activation("softplus").f(np.array([-745.0, 1e308])).tolist() == [5e-324, 1e308]


@every_case
@pytest.mark.parametrize("shape", [(), (1,), (0, 4), (5, 3), (2, 5, 3)])
def test_outputs_are_float64_of_the_shape_of_z_and_z_stays_as_it_was(g: Activation, shape: tuple[int, ...]) -> None:
    Z = np.random.default_rng(1).normal(0.0, 3.0, shape)
    Z = np.asarray(Z)
    Z.flags.writeable = False
    before = Z.copy()
    A, slopes = value_and_slope(g, Z)
    for out in (A, slopes):
        assert out.shape == shape
        assert out.dtype == np.float64
    np.testing.assert_array_equal(Z, before)


@every_case
def test_an_activation_works_element_by_element(g: Activation) -> None:
    Z = np.random.default_rng(2).normal(0.0, 3.0, (4, 5))
    A, slopes = value_and_slope(g, Z)
    one_by_one = [value_and_slope(g, z) for z in Z.ravel()]
    np.testing.assert_allclose(A.ravel(), [a for a, _ in one_by_one], rtol=1e-14)
    np.testing.assert_allclose(slopes.ravel(), [slope for _, slope in one_by_one], rtol=1e-13)


@given(Z=FLOATS, slope=st.floats(allow_nan=False, allow_infinity=False))
def test_prelu_with_any_slope_gives_no_warning_and_only_nan_gives_nan(Z: Array, slope: float) -> None:
    Z = Z[:, None]
    slopes = np.array([slope, 0.0, 0.25])
    with np.errstate(all="raise", under="ignore"):
        out = prelu(Z, slopes), dprelu_dz(Z, slopes), dprelu_dslope(Z) + 0.0 * slopes
    for array in out:
        np.testing.assert_array_equal(np.isnan(array), np.broadcast_to(np.isnan(Z), array.shape))


def test_the_step_passes_no_gradient_on() -> None:
    _, slopes = value_and_slope(activation("step"), BOTH_SIDES)
    assert not slopes.any()
