"""Whole numbers, booleans and float32 give what the same numbers in float64 give, wherever arrays enter the engine."""

import numpy as np
import pytest

from nnviz.engine import (
    ACTIVATIONS,
    HEADS,
    LOSSES,
    Batch,
    Batches,
    Rules,
    TrainState,
    accuracy,
    activation,
    check_targets,
    clip_by_norm,
    confusion_matrix,
    gradient_check,
    head,
    loss,
    norm,
    softmax,
    train,
    train_step,
)
from tests.engine.specimens import inputs, network

KINDS = (np.uint8, np.int8, np.int64, np.bool_, np.float32, np.float16)
SMALL = np.array([[1, 0, 0], [0, 0, 1]])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", LOSSES)
def test_targets_and_outputs_of_any_kind_give_the_loss_and_gradient_of_float64(name, kind):
    measure, A = loss(name), np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    usual, found = measure.forward(A, SMALL.astype(np.float64)), measure.forward(A.astype(kind), SMALL.astype(kind))
    np.testing.assert_array_equal(found.losses, usual.losses)
    np.testing.assert_array_equal(measure.backward(found), measure.backward(usual))
    assert found.losses.dtype == np.float64


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.float32])
def test_softmax_has_all_digits_whatever_it_is_given(kind):
    Z = np.array([[0, 3, 100]])
    np.testing.assert_array_equal(softmax(Z.astype(kind)), softmax(Z.astype(np.float64)))


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.float32, np.bool_])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_computes_in_float64_whatever_it_is_given(name, kind):
    g, given = activation(name), np.array([0, 1, 3, 100]).astype(kind)
    Z = given.astype(np.float64)
    np.testing.assert_array_equal(g.f(given), g.f(Z))
    np.testing.assert_array_equal(g.df(given, g.f(given)), g.df(Z, g.f(Z)))
    assert g.f(given).dtype == g.df(given, g.f(given)).dtype == np.float64


@pytest.mark.parametrize("kind", [np.uint8, np.int8])
def test_a_confusion_matrix_of_many_classes_counts_every_label(kind):
    labels = np.arange(100).astype(kind)
    np.testing.assert_array_equal(confusion_matrix(labels, labels, 100), np.eye(100))


@pytest.mark.parametrize("kind", [np.uint8, np.bool_, np.float32])
def test_training_on_targets_of_any_kind_takes_the_same_steps(kind):
    X, Y = inputs(6, 2).astype(np.float32), np.array([[0], [1], [1], [0], [1], [0]])
    start = TrainState.start(network(2, 3, 1), Rules(loss("binary_cross_entropy")))
    usual = train_step(start, Batch(X.astype(np.float64), Y.astype(np.float64)))
    np.testing.assert_array_equal(
        train_step(start, Batch(X, Y.astype(kind))).after.network.theta, usual.after.network.theta
    )
    by_batches = next(train(start, Batches(X, Y.astype(kind), 6, shuffle=False)))
    np.testing.assert_array_equal(by_batches.after.network.theta, usual.after.network.theta)


def test_the_gradient_check_perturbs_in_float64():
    X, Y = inputs(4, 2).astype(np.float32), np.array([[0], [1], [1], [0]], np.uint8)
    assert gradient_check(network(2, 3, 1), loss("binary_cross_entropy"), X, Y).passed()


def test_norms_of_whole_numbers_do_not_wrap_round():
    assert norm(np.array([[100, 100]], np.int8)) == pytest.approx(np.sqrt(20_000))
    assert clip_by_norm(np.array([30, 40], np.int8), 5.0).tolist() == pytest.approx([3.0, 4.0])


def test_targets_of_any_kind_are_checked_as_numbers():
    check_targets(np.array([[1, 0], [0, 1]], np.bool_), head("softmax"))
    with pytest.raises(ValueError, match="expected one-hot targets"):
        check_targets(np.full((1, 2), True), head("softmax"))


@pytest.mark.parametrize("given", [None, [[1.0, 2.0]], np.array([[1j, 2.0]]), np.array([["a", "b"]]), "x"])
def test_what_is_no_array_of_real_numbers_is_refused_in_the_same_words_everywhere(given):
    net, ones = network(2, 2), np.ones((1, 2))
    entries = (
        lambda: net.forward(given),
        lambda: net.backward(net.forward(ones), given),
        lambda: loss("mean_squared_error").forward(given, ones),
        lambda: loss("mean_squared_error").forward(ones, given),
        lambda: Batch(ones, given),
        lambda: Batches(given, ones, 1),
        lambda: softmax(given),
        lambda: norm(given),
        lambda: clip_by_norm(given, 1.0),
        lambda: activation("tanh").f(given),
        lambda: HEADS["sigmoid"].decide(given),
        lambda: check_targets(given, HEADS["sigmoid"]),
        lambda: gradient_check(net, loss("mean_squared_error"), given, ones),
    )
    for enter in entries:
        with pytest.raises(ValueError, match="as a NumPy array of real numbers, got"):
            enter()


@pytest.mark.parametrize("given", [None, [0, 1], np.array([0.0, 1.0]), "01"])
def test_classes_that_are_no_whole_numbers_are_refused(given):
    with pytest.raises(ValueError, match="expected decisions as a NumPy array of whole numbers"):
        accuracy(given, np.array([0, 1]))
    with pytest.raises(ValueError, match="expected labels as a NumPy array of whole numbers"):
        confusion_matrix(np.array([0, 1]), given, 2)


@pytest.mark.parametrize("labels", [np.array([1]), np.array([[1, 1, 1, 1]])])
def test_accuracy_needs_one_decision_for_each_label(labels):
    with pytest.raises(ValueError, match="give one decision for each label"):
        accuracy(np.array([1, 1, 1, 1]), labels)


def test_the_accuracy_of_outputs_that_are_not_finite_is_not_a_number():
    decisions, labels = np.array([[0, 1], [0, 1]]), np.array([0, 1])
    output = np.array([[[0.1], [0.9]], [[0.1], [np.nan]]])
    np.testing.assert_array_equal(accuracy(decisions, labels, output), [1.0, np.nan])
    assert np.isnan(accuracy(decisions[0], labels, np.array([[0.1], [np.inf]])))
