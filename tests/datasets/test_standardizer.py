"""Standardising: mean 0 and variance 1 on the training part, undone without loss, its numbers visible."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from sklearn.preprocessing import StandardScaler

from nnviz.datasets import SCALINGS, Standardizer, dataset, scaling, split

TABLES = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=8), elements=st.floats(-1e6, 1e6))
WILD = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.floats(-1e100, 1e100))


@given(TABLES)
def test_standardising_and_back_gives_the_same_numbers(X):
    fitted = Standardizer.fit(X)
    size = np.abs(X).max(initial=1.0)
    np.testing.assert_allclose(fitted.invert(fitted.apply(X)), X, rtol=0, atol=1e-12 * size)


@given(WILD)
def test_any_finite_table_gives_finite_numbers_without_a_warning(X):
    assert np.isfinite(Standardizer.fit(X).apply(X)).all()


@given(arrays(np.float64, (9, 3), elements=st.integers(-1000, 1000)))
def test_training_columns_get_mean_zero_and_variance_one(X):
    fitted = Standardizer.fit(X)
    scaled = fitted.apply(X)
    np.testing.assert_allclose(scaled.mean(axis=0), 0.0, atol=1e-12)
    varies = [name not in fitted.constant for name in ("column 1", "column 2", "column 3")]
    np.testing.assert_allclose(scaled.var(axis=0), np.where(varies, 1.0, 0.0), atol=1e-9)


@pytest.mark.parametrize("name", ["iris", "wine", "digits"])
def test_the_numbers_agree_with_scikit_learn(name):
    X = dataset(name).X
    np.testing.assert_allclose(Standardizer.fit(X).apply(X), StandardScaler().fit_transform(X), rtol=1e-9, atol=1e-12)


def test_only_the_training_part_is_measured():
    parts = split(dataset("wine"), 0.5, 1)
    fitted = scaling("standardize", parts.train)
    np.testing.assert_allclose(fitted.mean, parts.train.X.mean(axis=0))
    assert np.abs(fitted.apply(parts.test.X).mean(axis=0)).max() > 1e-3


def test_constant_columns_keep_scale_one_and_are_named():
    fitted = scaling("standardize", dataset("digits"))
    assert fitted.constant == ("pixel 0,0", "pixel 4,0", "pixel 4,7")
    assert fitted.scale[0] == 1.0
    np.testing.assert_array_equal(fitted.apply(dataset("digits").X)[:, 0], 0.0)


@pytest.mark.parametrize("value", [0.1, 1e100, -7.3, 1e-300])
def test_a_column_constant_up_to_rounding_becomes_exactly_zero(value):
    X = np.full((7, 1), value)
    fitted = Standardizer.fit(X)
    assert fitted.constant == ("column 1",)
    np.testing.assert_array_equal(fitted.apply(X), 0.0)


def test_differences_of_rounding_are_not_blown_up_to_variance_one():
    X = np.array([[0.1 + 0.2], [0.3], [0.3]])
    assert X[0, 0] != X[1, 0]
    fitted = Standardizer.fit(X)
    assert fitted.constant == ("column 1",)
    assert np.abs(fitted.apply(X)).max() < 1e-15


def test_the_identity_changes_nothing():
    X = dataset("wine").X
    np.testing.assert_array_equal(Standardizer.identity(13).apply(X), X)
    np.testing.assert_array_equal(scaling("none", dataset("wine")).invert(X), X)


def test_the_pixels_of_the_digits_go_to_zero_to_one():
    digits = dataset("digits")
    fitted = scaling("unit", digits)
    np.testing.assert_array_equal(fitted.apply(digits.X), digits.X / 16)
    np.testing.assert_array_equal(fitted.scale, 16.0)
    assert fitted.latex == r"x' = \frac{x}{16}"


def test_the_plane_of_a_toy_goes_to_zero_to_one():
    fitted = scaling("unit", dataset("circle"))
    np.testing.assert_array_equal(fitted.apply([[-6.0, 6.0], [0.0, 3.0]]), [[0.0, 1.0], [0.5, 0.75]])
    assert fitted.latex == r"x' = \frac{x +6}{12}"


def test_leading_axes_are_free():
    X = np.random.default_rng(0).normal(size=(2, 5, 4))
    fitted = Standardizer.fit(dataset("iris").X)
    np.testing.assert_array_equal(fitted.apply(X)[1], fitted.apply(X[1]))


def test_the_numbers_cannot_be_written_to():
    fitted = Standardizer.fit([[1.0], [2.0]])
    with pytest.raises(ValueError, match="read-only"):
        fitted.scale[0] = 3.0


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (np.zeros((0, 2)), "N at least 1"),
        (np.zeros(3), "fit on the training part"),
        (np.zeros((2, 2, 2)), "fit on the training part"),
        ([[1.0], [np.nan]], "X must be finite"),
        ([[1.0], [np.inf]], "X must be finite"),
        ([[1.0], [1e101]], "at most 1e\\+100"),
    ],
)
def test_what_cannot_be_measured_is_refused(X, message):
    with pytest.raises(ValueError, match=message):
        Standardizer.fit(X)


def test_names_must_be_as_many_as_columns():
    with pytest.raises(ValueError, match="a name for every column"):
        Standardizer.fit(np.zeros((3, 2)), ("only one",))


def test_other_columns_than_those_of_the_fit_are_refused():
    with pytest.raises(ValueError, match=r"X must have shape \(..., 4\).*\(3, 2\); give the same columns"):
        Standardizer.identity(4).apply(np.zeros((3, 2)))


@pytest.mark.parametrize(("mean", "scale"), [([0.0], [0.0]), ([0.0], [-1.0]), ([np.nan], [1.0]), ([0.0], [np.inf])])
def test_numbers_that_cannot_be_undone_are_refused(mean, scale):
    with pytest.raises(ValueError, match="scale finite and above 0"):
        Standardizer(mean, scale)


def test_mean_and_scale_need_one_shape():
    with pytest.raises(ValueError, match="one shape"):
        Standardizer([0.0], [1.0, 1.0])


def test_an_unknown_scaling_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match=", ".join(SCALINGS)):
        scaling("max", dataset("iris"))


def test_columns_in_units_of_their_own_have_no_unit_range():
    with pytest.raises(ValueError, match="'wine' has columns in units of their own; choose 'standardize'"):
        scaling("unit", dataset("wine"))


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 1), (float("nan"), 1)])
def test_a_range_needs_a_low_below_its_high(low, high):
    with pytest.raises(ValueError, match="low must be below high"):
        Standardizer.unit(low, high, 2)
