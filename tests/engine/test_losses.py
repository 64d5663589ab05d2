"""Losses: their values, their gradients, and their manners at extreme outputs and with bad targets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnviz.engine import LOSSES, Batches, Rules, TrainState, central_differences, loss, train
from nnviz.engine.losses.cross_entropy import PROBABILITY_FLOOR
from tests.engine.specimens import FROM_PROBABILITIES, ONE_HOT, everything, inputs, network, outputs, targets

logits = arrays(np.float64, (4, 3), elements=st.floats(-1e4, 1e4))
inf = np.inf


@pytest.mark.parametrize("name", LOSSES)
def test_the_gradient_of_the_mean_loss_agrees_with_central_differences(name):
    measure, A, Y = loss(name), outputs(name, 5, 3), targets(name, 5, 3)
    numeric = central_differences(lambda nudged: float(measure.forward(nudged, Y).L), A)
    np.testing.assert_allclose(measure.backward(measure.forward(A, Y)), numeric, atol=1e-8)


@pytest.mark.parametrize("name", LOSSES)
def test_the_loss_is_the_mean_of_one_number_a_sample(name):
    measure, A, Y = loss(name), outputs(name, 5, 3), targets(name, 5, 3)
    trace = measure.forward(A, Y)
    alone = [float(measure.forward(A[i : i + 1], Y[i : i + 1]).L) for i in range(5)]
    np.testing.assert_allclose(trace.losses, alone, rtol=1e-14)
    assert trace.L == pytest.approx(np.mean(alone), rel=1e-14)


@pytest.mark.parametrize("name", LOSSES)
def test_every_network_of_an_ensemble_has_a_loss_of_its_own(name):
    measure, Y = loss(name), targets(name, 5, 3)
    A = np.stack([outputs(name, 5, 3, seed) for seed in range(4)]).reshape(2, 2, 5, 3)
    trace = measure.forward(A, Y)
    dA = measure.backward(trace)
    assert trace.L.shape == (2, 2)
    for index in np.ndindex(2, 2):
        single = measure.forward(A[index], Y)
        assert trace.L[index] == pytest.approx(single.L, rel=1e-14)
        np.testing.assert_allclose(dA[index], measure.backward(single), rtol=1e-14)


def test_mean_squared_error_averages_over_samples_and_outputs_without_a_half():
    A, Y = np.array([[1.0, 5.0], [0.0, 0.0]]), np.array([[0.0, 2.0], [0.0, 0.0]])
    trace = loss("mean_squared_error").forward(A, Y)
    assert trace.losses.tolist() == [(1.0 + 9.0) / 2.0, 0.0]
    assert trace.L == 2.5


def test_half_squared_error_sums_over_outputs_and_halves():
    A, Y = np.array([[1.0, 5.0], [0.0, 0.0]]), np.array([[0.0, 2.0], [0.0, 0.0]])
    assert loss("half_squared_error").forward(A, Y).losses.tolist() == [5.0, 0.0]


def test_huber_is_half_the_square_up_to_delta_and_a_line_beyond():
    E = np.array([[0.0], [1.0], [2.0], [-3.0], [10.0]])
    trace = loss("huber", delta=2.0).forward(E, np.zeros_like(E))
    assert trace.losses.tolist() == [0.0, 0.5, 2.0, 2.0 * (3.0 - 1.0), 2.0 * (10.0 - 1.0)]
    assert (loss("huber", delta=2.0).backward(trace)[:, 0] * 5).tolist() == [0.0, 1.0, 2.0, -2.0, 2.0]


def test_binary_cross_entropy_takes_shares_between_no_and_yes():
    A, Y = outputs("binary_cross_entropy", 6, 2), np.random.default_rng(0).uniform(size=(6, 2))
    P = 1.0 / (1.0 + np.exp(-A))
    expected = -(Y * np.log(P) + (1.0 - Y) * np.log(1.0 - P)).sum(-1)
    np.testing.assert_allclose(loss("binary_cross_entropy").forward(A, Y).losses, expected, rtol=1e-13)


def test_categorical_cross_entropy_takes_shares_between_classes():
    A = outputs("categorical_cross_entropy", 6, 3)
    Y = np.random.default_rng(0).dirichlet(np.ones(3), 6)
    P = np.exp(A) / np.exp(A).sum(-1, keepdims=True)
    measure = loss("categorical_cross_entropy")
    np.testing.assert_allclose(measure.forward(A, Y).losses, -(Y * np.log(P)).sum(-1), rtol=1e-13)


@given(logits)
def test_cross_entropy_from_logits_is_finite_and_never_negative(A):
    for name in ("binary_cross_entropy", "categorical_cross_entropy"):
        measure, Y = loss(name), targets(name, 4, 3)
        trace = measure.forward(A, Y)
        dA = measure.backward(trace)
        assert np.isfinite(trace.losses).all() and (trace.losses >= 0.0).all()
        assert np.isfinite(dA).all() and (np.abs(dA) <= 1.0 / 4.0).all()


@pytest.mark.parametrize(
    ("logit", "target", "expected"),
    [
        (40.0, 1.0, np.exp(-40.0)),
        (-40.0, 0.0, np.exp(-40.0)),
        (1000.0, 1.0, 0.0),
        (1000.0, 0.0, 1000.0),
        (-1000.0, 1.0, 1000.0),
        (1e308, 0.0, 1e308),
        (-1e308, 0.0, 0.0),
        (inf, 1.0, 0.0),
        (-inf, 0.0, 0.0),
        (inf, 0.0, inf),
        (-inf, 1.0, inf),
    ],
)
def test_binary_cross_entropy_keeps_its_digits_and_its_limits(logit, target, expected):
    measure = loss("binary_cross_entropy")
    trace = measure.forward(np.array([[logit]]), np.array([[target]]))
    assert trace.L == pytest.approx(expected, rel=1e-15)
    assert measure.backward(trace)[0, 0] == pytest.approx(float(logit > 0.0) - target, abs=1e-17)


@pytest.mark.parametrize(
    ("row", "label", "expected"),
    [
        ([1000.0, 0.0, -1000.0], 0, 0.0),
        ([1000.0, 0.0, -1000.0], 2, 2000.0),
        ([1e308, 0.0, -1e307], 1, 1e308),
        ([1e308, -1e308, 0.0], 0, 0.0),
        ([1e308, -1e308, 0.0], 1, inf),
        ([inf, 0.0, 1.0], 0, 0.0),
        ([inf, 0.0, 1.0], 1, inf),
        ([-inf, 0.0, 0.0], 1, np.log(2.0)),
        ([-inf, 0.0, 0.0], 0, inf),
        ([-inf, -inf, 3.0], 2, 0.0),
    ],
)
def test_categorical_cross_entropy_keeps_its_limits(row, label, expected):
    measure, Y = loss("categorical_cross_entropy"), np.eye(3)[[label]]
    trace = measure.forward(np.array([row]), Y)
    assert trace.L == pytest.approx(expected, rel=1e-15)
    assert np.isfinite(measure.backward(trace)).all()


def test_a_logit_that_is_not_a_number_makes_the_loss_not_a_number():
    for name in ("binary_cross_entropy", "categorical_cross_entropy"):
        assert np.isnan(loss(name).forward(np.array([[np.nan, 0.0]]), np.array([[1.0, 0.0]])).L)


def test_cross_entropy_from_probabilities_costs_at_most_its_stated_bound():
    measure, Y = loss(FROM_PROBABILITIES), np.array([[1.0, 0.0]])
    assert measure.forward(np.array([[0.0, 1.0]]), Y).L == pytest.approx(-np.log(PROBABILITY_FLOOR))
    assert -np.log(PROBABILITY_FLOOR) < 27.64
    assert measure.forward(np.array([[1e-11, 1.0]]), Y).L == pytest.approx(-np.log(1e-11))


def test_below_the_floor_cross_entropy_from_probabilities_is_flat():
    measure, Y = loss(FROM_PROBABILITIES), np.array([[1.0, 0.0]])
    assert measure.backward(measure.forward(np.array([[1e-13, 1.0]]), Y)).tolist() == [[0.0, 0.0]]
    assert measure.backward(measure.forward(np.array([[1e-11, 1.0]]), Y))[0, 0] == pytest.approx(-1e11)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("shape", [(5, 2), (4, 3), (3,), (5, 1)])
def test_targets_of_another_shape_are_refused_with_both_shapes(name, shape):
    with pytest.raises(ValueError, match=r"expected targets Y of the output's shape .*\(5, 3\), got \("):
        loss(name).forward(np.ones((5, 3)), np.ones(shape))


@pytest.mark.parametrize("shape", [(0, 3), (3,), (2, 0)])
def test_a_batch_without_a_sample_or_without_rows_is_refused(shape):
    with pytest.raises(ValueError, match="one row per sample, at least one"):
        loss("mean_squared_error").forward(np.ones(shape), np.ones(shape))


@pytest.mark.parametrize("delta", [0.0, -1.0, np.nan, inf])
def test_a_delta_that_is_not_positive_and_finite_is_refused(delta):
    with pytest.raises(ValueError, match="expected a positive finite delta, got"):
        loss("huber", delta=delta)


def test_unknown_names_and_parameters_are_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="expected a loss, one of mean_squared_error, .*, got 'mse'"):
        loss("mse")
    with pytest.raises(ValueError, match="huber knows these parameters: delta; got beta"):
        loss("huber", beta=1.0)
    with pytest.raises(ValueError, match="mean_squared_error knows these parameters: none; got delta"):
        loss("mean_squared_error", delta=1.0)


@pytest.mark.parametrize("gap", [10.0, 20.0, 30.0, 36.0, 100.0, 700.0])
def test_cross_entropy_from_logits_keeps_its_digits_where_the_loss_is_tiny(gap):
    A, Y = np.array([[gap, 0.0], [0.0, gap]]), np.eye(2)
    found = loss("categorical_cross_entropy").forward(A, Y).losses
    np.testing.assert_allclose(found, np.log1p(np.exp(-gap)), rtol=1e-15)


def test_cross_entropy_of_three_classes_adds_the_small_ones_alone():
    losses = loss("categorical_cross_entropy").forward(np.array([[-40.0, 0.0, -41.0]]), np.eye(3)[1:2]).losses
    np.testing.assert_allclose(losses, np.exp(-40.0) + np.exp(-41.0), rtol=1e-14)


def test_in_the_ordinary_range_cross_entropy_has_the_bits_of_the_plain_formula():
    rng = np.random.default_rng(0)
    for _ in range(500):
        n = int(rng.integers(2, 8))
        A, Y = rng.normal(size=(20, n)), np.eye(n)[rng.integers(0, n, 20)]
        S = A - A.max(-1, keepdims=True)
        plain = np.log(np.exp(S).sum(-1)) * Y.sum(-1) - (Y * np.where(Y, S, 0.0)).sum(-1)
        np.testing.assert_array_equal(loss("categorical_cross_entropy").forward(A, Y).losses, plain)


@pytest.mark.parametrize("name", ONE_HOT)
@pytest.mark.parametrize("rows", [[[1.0, 1.0]], [[0.0, 0.0]], [[0.5, 0.4]]])
def test_rows_that_do_not_sum_to_one_are_refused(name, rows):
    with pytest.raises(ValueError, match="expected each row of targets to sum to 1, got a row with sum"):
        loss(name).forward(np.full((1, 2), 0.5), np.array(rows))


@pytest.mark.parametrize("name", [*ONE_HOT, "binary_cross_entropy"])
@pytest.mark.parametrize("wrong", [-0.5, 1.5, np.nan])
def test_targets_that_are_no_probabilities_are_refused_by_a_cross_entropy(name, wrong):
    with pytest.raises(ValueError, match="expected targets from 0 to 1, got"):
        loss(name).forward(np.full((1, 2), 0.5), np.array([[wrong, 1.0 - wrong]]))


@pytest.mark.parametrize("name", ONE_HOT)
def test_training_refuses_such_rows_before_its_first_step(name):
    net = network(2, 2) if name == ONE_HOT[0] else everything()
    batches = Batches(inputs(3, net.n_in), np.ones((3, net.n_out)), 3)
    with pytest.raises(ValueError, match="to sum to 1"):
        next(train(TrainState.start(net, Rules(loss(name))), batches))
