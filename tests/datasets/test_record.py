"""A Dataset holds its own read-only arrays, and refuses what does not fit together."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from nnviz.datasets import Dataset, dataset

X = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])


def small(**changes):
    fields = {
        "name": "small",
        "title": "Small",
        "kind": "binary",
        "X": X,
        "Y": np.array([[0.0], [1.0], [1.0]]),
        "labels": np.array([0, 1, 1]),
        "feature_names": ("x", "y"),
        "class_names": ("no", "yes"),
    }
    return Dataset(**(fields | changes))


def test_the_arrays_are_copies_and_the_callers_stay_writable():
    mine = X.copy()
    data = small(X=mine)
    mine[0, 0] = 99.0
    assert data.X[0, 0] == 0.0


def test_fields_cannot_be_set():
    with pytest.raises(FrozenInstanceError):
        small().name = "other"


def test_signed_targets_are_minus_one_and_plus_one():
    np.testing.assert_array_equal(small().signed, [[-1.0], [1.0], [1.0]])


def test_signed_targets_of_other_kinds_are_refused():
    with pytest.raises(ValueError, match="kind 'binary', but 'iris' is of kind 'classes'"):
        _ = dataset("iris").signed


@pytest.mark.parametrize(
    ("shape", "image"), [((1, 2, 1), (1, 2)), ((2, 1, 1), (2, 1)), ((1, 1, 2), None), ((2, 1), None), (None, None)]
)
def test_a_sample_is_a_picture_where_it_has_rows_columns_and_one_channel(shape, image):
    assert small(shape=shape).image_shape == image
    assert small(shape=shape).take([1]).shape == shape


@pytest.mark.parametrize("name", ["circle", "arms", "reg-plane"])
def test_rows_are_taken_in_the_order_asked_for(name):
    data = dataset(name)
    part = data.take([3, 1])
    np.testing.assert_array_equal(part.X, data.X[[3, 1]])
    np.testing.assert_array_equal(part.Y, data.Y[[3, 1]])
    assert part.class_names == data.class_names
    if data.kind != "regression":
        np.testing.assert_array_equal(part.labels, data.labels[[3, 1]])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "ranking"}, "kind must be one of binary, classes, regression"),
        ({"X": X[:, :1]}, r"X must have shape \(N, 2\)"),
        ({"X": X[0]}, r"X must have shape \(N, 2\)"),
        ({"Y": np.zeros(3)}, r"Y must have shape \(3, 1\)"),
        ({"Y": np.zeros((2, 1))}, r"Y must have shape \(3, 1\)"),
        ({"X": np.where(X == 3.0, np.nan, X)}, "X must be finite, but row 1"),
        ({"Y": np.array([[0.0], [1.0], [np.inf]])}, "Y must be finite, but row 2"),
        ({"labels": np.array([0, 1, 0])}, "needs two class names and Y = labels"),
        ({"labels": np.array([0, 1])}, "needs two class names and Y = labels"),
        ({"labels": np.array([0, 1, 2])}, "expected labels from 0 to 1, got 2"),
        ({"class_names": ("a", "b", "c")}, "needs two class names"),
        ({"shape": (2, 2, 1)}, r"shape \(2, 2, 1\) must be that of one sample and hold its 2 features"),
        ({"shape": (2,)}, r"shape \(2,\) must be .* give \(rows, columns, channels\)"),
        ({"kind": "regression"}, "needs no labels and no class names"),
    ],
)
def test_parts_that_do_not_fit_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        small(**changes)


def test_classes_need_one_hot_targets():
    data = dataset("iris")
    with pytest.raises(ValueError, match="needs Y = one-hot labels"):
        replace(data, Y=data.Y[::-1])
