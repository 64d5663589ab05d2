"""Functions to fit: their values, their kinks and jumps, what they refuse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.datasets import FUNCTIONS, Function, function
from nnviz.datasets.functions import DOMAIN, HEIGHTS_LIMITS

X = np.linspace(*DOMAIN, 1001)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_the_shape_of_its_input_and_stays_between_minus_one_and_one(name):
    f = function(name)
    assert isinstance(f, Function)
    assert (f.name, f.title) == (name, FUNCTIONS[name].title)
    assert f(X.reshape(7, 143)).shape == (7, 143)
    assert f(0.5).shape == ()
    assert np.abs(f(X)).max() <= 1.0
    assert np.isfinite(f(np.linspace(-2, 3, 101))).all()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_between_its_breaks_a_function_is_smooth(name):
    f, h = function(name), 1e-6
    for a, b in zip((0.0, *f.breaks), (*f.breaks, 1.0), strict=True):
        x = np.linspace(a, b, 41)[1:-1]
        left, right = (f(x) - f(x - h)) / h, (f(x + h) - f(x)) / h
        np.testing.assert_allclose(left, right, atol=1e-3)


def test_a_sine_makes_as_many_waves_as_its_frequency():
    y = function("sine", frequency=3)(X)
    assert (np.diff(np.sign(y[np.abs(y) > 1e-9])) != 0).sum() == 5
    np.testing.assert_allclose(y, np.sin(6 * np.pi * X), atol=1e-15)


@pytest.mark.parametrize("k", range(1, 11))
def test_a_tent_folded_k_times_has_two_to_the_k_pieces(k):
    f = function("sawtooth", folds=k)
    assert len(f.breaks) + 1 == 2**k
    np.testing.assert_array_equal(f(np.array(f.breaks)), np.arange(1, 2**k) % 2)
    np.testing.assert_array_equal(f([0.0, 1.0]), 0.0)
    np.testing.assert_allclose(f([-0.1, 1.1]), -0.1 * 2**k)


def test_the_folded_tent_is_the_tent_of_the_tent():
    tent = function("sawtooth", folds=1)
    np.testing.assert_array_equal(function("sawtooth", folds=3)(X), tent(tent(tent(X))))


def test_the_others_are_what_their_formulas_say():
    np.testing.assert_array_equal(function("abs")([0.0, 0.25, 0.5, 1.0]), [1.0, 0.5, 0.0, 1.0])
    np.testing.assert_array_equal(function("step", jump=0.3)([0.29, 0.3, 0.31]), [0.0, 1.0, 1.0])
    np.testing.assert_allclose(function("cubic")(X), np.cos(3 * np.arccos(2 * X - 1)), atol=1e-12)


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=65))
def test_a_drawn_curve_goes_through_its_points_and_is_flat_outside(heights):
    f = function("drawn", heights=heights)
    np.testing.assert_allclose(f(np.linspace(0, 1, len(heights))), heights, atol=1e-12)
    np.testing.assert_array_equal(f([-1.0, 2.0]), [heights[0], heights[-1]])
    assert len(f.breaks) == len(heights) - 2


def test_an_unknown_function_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="sine, sawtooth, abs.*'cosine'.*choose one"):
        function("cosine")


@pytest.mark.parametrize(
    ("name", "settings", "message"),
    [
        ("sine", {"frequency": 0}, "frequency must be a number from 0.25 to 16, but 0 was given"),
        ("sine", {"frequency": "2"}, "frequency must be a number"),
        ("sine", {"folds": 2}, "'sine' takes frequency, but folds was given; leave it out"),
        ("abs", {"jump": 0.5}, "'abs' takes no setting, but jump was given"),
        ("sawtooth", {"folds": 2.0}, "folds must be a whole number from 1 to 10"),
        ("sawtooth", {"folds": 11}, "folds must be a whole number from 1 to 10"),
        ("step", {"jump": 1.0}, "jump must be a number from 0.01 to 0.99"),
        ("step", {"jump": float("nan")}, "jump must be a number"),
        ("drawn", {"heights": [0.0]}, "heights must be 2 to 65 numbers.*1 were given"),
        ("drawn", {"heights": "01"}, "heights must be 2 to 65 numbers.*'01' was given"),
        ("drawn", {"heights": [0.0] * (HEIGHTS_LIMITS[1] + 1)}, "66 were given"),
        ("drawn", {"heights": [0.0, 1.5]}, "from -1 to 1, but number 2 is 1.5; move that point"),
        ("drawn", {"heights": [0.0, None]}, "number 2 is None"),
    ],
)
def test_what_a_function_cannot_be_is_refused(name, settings, message):
    with pytest.raises(ValueError, match=message):
        function(name, **settings)
