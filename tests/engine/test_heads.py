"""Heads: what the output means, which losses and targets fit, and how it decides."""

import numpy as np
import pytest

from nnviz.engine import HEADS, LOSSES, check_targets, head, loss, one_hot
from nnviz.engine.activations import sigmoid
from nnviz.engine.layers.softmax import softmax
from tests.engine.specimens import FROM_PROBABILITIES, inputs


def test_softmax_has_a_unit_for_each_class_and_the_other_heads_have_one():
    assert {name: head(name).n_out(7) for name in HEADS} == {"sigmoid": 1, "softmax": 7, "tanh": 1, "regression": 1}


def test_a_loss_from_logits_is_squashed_when_read_and_any_other_is_read_as_it_is():
    A = inputs(4, 3)
    np.testing.assert_array_equal(head("sigmoid").output(A, loss("binary_cross_entropy")), sigmoid(A))
    np.testing.assert_array_equal(head("softmax").output(A, loss("categorical_cross_entropy")), softmax(A))
    assert head("softmax").output(A, loss(FROM_PROBABILITIES)) is A
    assert head("sigmoid").output(A, loss("mean_squared_error")) is A
    assert head("tanh").output(A, loss("half_squared_error")) is A


def test_the_most_probable_class_is_decided_for():
    P = np.array([[0.2, 0.5, 0.3], [0.4, 0.3, 0.3]])
    assert head("softmax").decide(P).tolist() == [1, 0]


def test_one_sigmoid_unit_says_yes_at_and_above_the_threshold():
    P = np.array([[0.4], [0.5], [0.7]])
    assert head("sigmoid").decide(P).tolist() == [0, 1, 1]
    assert head("sigmoid").decide(P, threshold=0.6).tolist() == [0, 0, 1]


def test_one_tanh_unit_says_yes_at_and_above_zero():
    A = np.array([[-0.1], [0.0], [0.9]])
    assert head("tanh").decide(A).tolist() == [0, 1, 1]
    assert head("tanh").decide(A, threshold=0.75).tolist() == [0, 0, 1]


def test_an_ensemble_decides_for_each_network():
    assert head("softmax").decide(np.array([[[0.2, 0.8]], [[0.9, 0.1]]])).tolist() == [[1], [0]]


def test_regression_decides_nothing():
    with pytest.raises(ValueError, match="expected a head that decides between classes, got regression"):
        head("regression").decide(np.ones((2, 1)))


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize("measure", LOSSES)
def test_a_loss_fits_a_head_or_is_refused_with_those_that_do(name, measure):
    if measure in head(name).losses:
        head(name).check_loss(loss(measure))
    else:
        with pytest.raises(ValueError, match=f"expected one of the losses {head(name).losses[0]}.*got {measure}"):
            head(name).check_loss(loss(measure))


@pytest.mark.parametrize(
    ("name", "Y"),
    [
        ("sigmoid", [[0.0], [1.0]]),
        ("tanh", [[-1.0], [1.0]]),
        ("softmax", [[1.0, 0.0], [0.0, 1.0]]),
        ("regression", [[-3.7], [1e9]]),
    ],
)
def test_targets_that_fit_are_taken(name, Y):
    check_targets(np.array(Y), head(name))


@pytest.mark.parametrize(
    ("name", "Y", "message"),
    [
        ("sigmoid", [[0.0], [2.0]], "expected targets 0 or 1 for 'one sigmoid unit', got 2"),
        ("sigmoid", [[-1.0], [1.0]], "got -1"),
        ("tanh", [[0.0], [1.0]], "expected targets -1 or 1 .* got 0"),
        ("softmax", [[1.0, 0.0], [1.0, 1.0]], r"one 1 in each row, got \[1. 1.\] in row 1"),
        ("softmax", [[0.0, 0.0]], "in row 0"),
        ("regression", [[np.nan]], "expected finite targets, got NaN"),
        ("sigmoid", [[np.inf]], "expected finite targets"),
    ],
)
def test_targets_that_do_not_fit_are_refused(name, Y, message):
    with pytest.raises(ValueError, match=message):
        check_targets(np.array(Y), head(name))


def test_an_unknown_head_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="expected a head, one of sigmoid, softmax, tanh, regression, got 'linear'"):
        head("linear")


def test_one_hot_has_its_one_at_the_label():
    np.testing.assert_array_equal(one_hot([2, 0], 3), [[0, 0, 1], [1, 0, 0]])
    np.testing.assert_array_equal(one_hot(np.array([1], np.uint8), 2), [[0, 1]])
    assert one_hot([], 3).shape == (0, 3)


@pytest.mark.parametrize(("labels", "wrong"), [([0, 3], "3 at position 1"), ([-1, 0], "-1 at position 0")])
def test_a_label_that_is_no_class_is_refused(labels, wrong):
    with pytest.raises(ValueError, match=f"expected labels from 0 to 2, got {wrong}; number the classes from 0"):
        one_hot(labels, 3)


@pytest.mark.parametrize("labels", [[0.0, 1.0], [[0, 1]], ["a"], [True, False]])
def test_labels_that_are_no_whole_numbers_are_refused(labels):
    with pytest.raises(ValueError, match=r"expected whole numbers of shape \(N,\) as labels, got shape"):
        one_hot(labels, 3)
