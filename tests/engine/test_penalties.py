"""L1 and L2 pull weights towards zero, and leave biases alone."""

import numpy as np
import pytest

from nnviz.engine import Batch, Penalty, Rules, TrainState, central_differences, loss, train_step
from tests.engine.specimens import everything, inputs, network, targets

MSE = loss("mean_squared_error")
X, Y = inputs(6, 2), targets("mean_squared_error", 6, 1)


def steps(net, penalty, n, rate=0.1):
    state = TrainState.start(net, Rules(MSE, learning_rate=rate, penalty=penalty))
    for _ in range(n):
        state = train_step(state, Batch(X, Y)).after
    return state


@pytest.mark.parametrize("name", ["l1", "l2"])
def test_the_gradient_of_a_penalty_agrees_with_central_differences(name):
    net, penalty = network(2, 3, 1), Penalty(name, 0.3)
    numeric = central_differences(lambda theta: float(penalty.value(theta, net.penalised)), net.theta)
    np.testing.assert_allclose(penalty.gradient(net.theta, net.penalised), numeric, atol=1e-9)


def test_l1_is_the_rate_times_the_sum_of_sizes_and_l2_half_the_rate_times_the_sum_of_squares():
    theta, penalised = np.array([3.0, -4.0, 100.0]), np.array([1.0, 1.0, 0.0])
    assert Penalty("l1", 0.5).value(theta, penalised) == 0.5 * 7.0
    assert Penalty("l2", 0.5).value(theta, penalised) == 0.5 * 0.5 * 25.0
    assert Penalty("none", 0.5).value(theta, penalised) == 0.0


def test_weights_are_penalised_and_biases_are_not():
    net = network(2, 3, 1)
    parts = net.with_theta(net.penalised.copy()).layers
    assert all((layer.W == 1.0).all() and (layer.b == 0.0).all() for layer in parts)


def test_the_slopes_of_a_prelu_are_not_penalised():
    net = everything()
    assert (net.with_theta(net.penalised.copy()).layers[3].slope == 0.0).all()


@pytest.mark.parametrize("name", ["l1", "l2"])
@pytest.mark.parametrize("decoupled", [False, True])
def test_without_a_gradient_of_the_loss_only_weights_shrink(name, decoupled):
    net = network(2, 1)
    state = TrainState.start(net, Rules(MSE, learning_rate=0.1, penalty=Penalty(name, 0.5, decoupled)))
    perfect = Batch(X, net.forward(X).A)
    after = train_step(state, perfect).after.network.layers[0]
    before = net.layers[0]
    slope = np.sign(before.W) if name == "l1" else before.W
    np.testing.assert_allclose(after.W, before.W - 0.1 * 0.5 * slope, rtol=1e-14)
    np.testing.assert_array_equal(after.b, before.b)


def test_decoupled_l2_and_coupled_l2_are_the_same_under_sgd():
    net = network(2, 3, 1)
    coupled = steps(net, Penalty("l2", 0.2), 5).network.theta
    decoupled = steps(net, Penalty("l2", 0.2, decoupled=True), 5).network.theta
    np.testing.assert_allclose(coupled, decoupled, rtol=1e-13)


def test_a_decoupled_l1_weight_that_would_cross_zero_stays_at_zero_for_good():
    net = network(2, 4, 1)
    penalty = Penalty("l1", 0.3, decoupled=True)
    state = TrainState.start(net, Rules(MSE, learning_rate=0.1, penalty=penalty))
    gone = np.zeros(net.n_parameters, bool)
    for _ in range(60):
        state = train_step(state, Batch(X, Y)).after
        zero = (state.network.theta == 0.0) & (net.penalised > 0)
        assert not (gone & ~zero).any()
        gone = zero
    assert 0 < gone.sum() < net.penalised.sum()
    pulled = train_step(state, Batch(X, Y)).dtheta[gone]
    assert np.abs(pulled).max() > 0.0, "the loss pulls at a weight that stays"


def test_a_weight_that_starts_at_zero_is_not_taken_for_one_that_l1_has_stopped():
    net = network(2, 1).with_theta(np.zeros(3))
    state = steps(net, Penalty("l1", 1e-3, decoupled=True), 3)
    assert (state.network.theta != 0.0).all()


def test_decoupled_l1_agrees_with_tensorflow_playground_weight_by_weight():
    """The rule of PLAYGROUND's updateWeights, one weight at a time: pull of the old sign, then stop at zero."""
    w, dead = np.array([0.05, -0.2, 0.01, -0.01]), [False] * 4
    gradients = np.random.default_rng(5).normal(0.0, 0.3, (40, 4))
    theta, penalised, penalty = w.copy(), np.ones(4), Penalty("l1", 0.4, decoupled=True)
    for t, g in enumerate(gradients):
        theta = penalty.shrink(theta, theta - 0.1 * g, penalised, 0.1, first=t == 0)
        for i in range(4):
            if not dead[i]:
                pull = 0.1 * 0.4 * np.sign(w[i])
                stepped = w[i] - 0.1 * g[i]
                dead[i] = stepped * (stepped - pull) < 0
                w[i] = 0.0 if dead[i] else stepped - pull
        np.testing.assert_allclose(theta, w, rtol=1e-13, atol=1e-15)
    assert any(dead)


@pytest.mark.parametrize("rate", [-0.1, np.nan, np.inf])
def test_a_rate_that_is_negative_or_not_finite_is_refused(rate):
    with pytest.raises(ValueError, match="expected a finite penalty rate of at least 0, got"):
        Penalty("l2", rate)


def test_an_unknown_penalty_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="expected a penalty, one of none, l1, l2, got 'l3'"):
        Penalty("l3", 0.1)
