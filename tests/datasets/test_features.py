"""Features of a point: each is its formula, in the order asked for, over any leading axes."""

import numpy as np
import pytest

from nnviz.datasets import FEATURES, chosen_features, dataset, expand

X = np.array([[2.0, -3.0], [0.5, 4.0]])


def test_each_feature_is_its_formula():
    x, y = 2.0, -3.0
    expected = [x, y, x**2, y**2, x * y, np.sin(x), np.sin(y), np.cos(x), np.cos(y)]
    np.testing.assert_allclose(expand(X, tuple(FEATURES))[0], expected, rtol=1e-15)


def test_columns_follow_the_names():
    np.testing.assert_array_equal(expand(X, ("xy", "x")), [[-6.0, 2.0], [2.0, 0.5]])


def test_x_and_y_alone_change_nothing():
    data = dataset("circle")
    np.testing.assert_array_equal(expand(data.X, data.feature_names), data.X)


def test_leading_axes_are_free():
    grid = np.random.default_rng(0).uniform(-6, 6, (3, 5, 7, 2))
    stacked = expand(grid, ("x2", "sin_y"))
    assert stacked.shape == (3, 5, 7, 2)
    np.testing.assert_array_equal(stacked[1, 2], expand(grid[1, 2], ("x2", "sin_y")))


def test_the_input_is_not_changed_and_not_shared():
    given = X.copy()
    expand(given, ("x", "y"))[0, 0] = 99.0
    np.testing.assert_array_equal(given, X)


def test_labels_and_playground_keys_are_known_for_all_nine():
    assert [feature.latex for feature in chosen_features(("x2", "sin_x"))] == ["x^2", r"\sin x"]
    keys = {"x", "y", "xTimesY", "xSquared", "ySquared", "cosX", "sinX", "cosY", "sinY"}
    assert {feature.playground_key for feature in FEATURES.values()} == keys


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ((), "at least one feature is needed"),
        (("x", "z"), "features must be among x, y, x2, .*'z' was given"),
        ("xyz", "'xyz' was given"),
        (("x", "x"), "each feature may be given once"),
        (([1],), "was given"),
    ],
)
def test_names_that_cannot_be_are_refused(names, message):
    with pytest.raises(ValueError, match=message):
        expand(X, names)


@pytest.mark.parametrize("points", [np.zeros((4, 3)), np.zeros(2)])
def test_points_need_two_columns(points):
    with pytest.raises(ValueError, match=r"X must have shape \(..., N, 2\)"):
        expand(points, ("x",))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e200])
def test_points_must_be_finite_and_small_enough_to_square(bad):
    with pytest.raises(ValueError, match="X must be finite and at most 1e\\+100"):
        expand(np.array([[1.0, bad]]), ("x2",))
