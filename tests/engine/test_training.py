"""Training: one pure step, which samples it sees, and that a step can always be computed again."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine import (
    OPTIMIZERS,
    Batch,
    Batches,
    Dropout,
    Network,
    Penalty,
    Rules,
    TrainState,
    clip_by_norm,
    loss,
    one_hot,
    optimizer,
    train,
    train_step,
)
from tests.engine.specimens import FROM_PROBABILITIES, dense, everything, inputs, network, targets

MSE = loss("mean_squared_error")
X, Y = inputs(11, 2), targets("mean_squared_error", 11, 1)


def start(net=None, seed=0, **rules):
    return TrainState.start(net or network(2, 4, 1), Rules(MSE, **rules), seed)


def trained(state, batches, steps):
    for record in islice(train(state, batches), steps):
        state = record.after
    return state


def noisy(seed=0, rule="adam"):
    """A state whose steps draw random numbers."""
    rng = np.random.default_rng(3)
    net = Network((dense(rng, 2, 6), Dropout(0.4), dense(rng, 6, 1, "identity")))
    return start(net, seed, optimizer=optimizer(rule))


# --- one step ---


def test_a_step_is_forward_loss_backward_update():
    state = start(learning_rate=0.1)
    record = train_step(state, Batch(X, Y))
    trace = state.network.forward(X)
    losses = MSE.forward(trace.A, Y)
    gradients = state.network.backward(trace, MSE.backward(losses))
    assert record.loss.L == losses.L
    np.testing.assert_array_equal(record.gradients.theta, gradients.theta)
    np.testing.assert_array_equal(record.after.network.theta, state.network.theta - 0.1 * gradients.theta)
    np.testing.assert_allclose(record.update, -0.1 * gradients.theta, rtol=1e-12)
    assert (record.before.step, record.after.step) == (0, 1)


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_a_step_changes_nothing_that_it_was_given(rule):
    state = trained(noisy(rule=rule), Batches(X, Y, 5), 3)
    theta = state.network.theta.copy()
    memory = [a if a is None else a.copy() for a in (state.memory.v, state.memory.s)]
    kept = X.copy(), Y.copy()
    train_step(state, Batch(X, Y))
    np.testing.assert_array_equal(state.network.theta, theta)
    assert state.step == state.memory.t == 3
    for now, then in zip((state.memory.v, state.memory.s, X, Y), (*memory, *kept), strict=True):
        np.testing.assert_array_equal(now, then)


def test_the_gradient_that_is_used_is_penalised_and_then_clipped():
    penalty = Penalty("l2", 0.5)
    state = start(penalty=penalty, clip_norm=0.01)
    record = train_step(state, Batch(X, Y))
    theta, penalised = state.network.theta, state.network.penalised
    np.testing.assert_array_equal(
        record.dtheta, clip_by_norm(record.gradients.theta + penalty.gradient(theta, penalised), 0.01)
    )
    assert np.linalg.norm(record.dtheta) == pytest.approx(0.01)


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_every_optimizer_lowers_the_loss_of_a_small_network(rule):
    rate = 1.0 if rule == "adadelta" else 0.01  # AdaDelta's paper has no rate
    records = list(islice(train(start(optimizer=optimizer(rule), learning_rate=rate), Batches(X, Y, 11)), 60))
    assert records[-1].loss.L < 0.9 * records[0].loss.L


def test_an_ensemble_trains_as_its_members_do_each_with_its_own_rate():
    rates = np.array([[0.01], [0.1], [0.3]])
    many = network(2, 4, 1, leading=(3,))
    together = trained(start(many, learning_rate=rates, optimizer=optimizer("momentum")), Batches(X, Y, 4), 20)
    for r in range(3):
        member = network(2, 4, 1).with_theta(many.theta[r].copy())
        alone = start(member, learning_rate=float(rates[r, 0]), optimizer=optimizer("momentum"))
        alone = trained(alone, Batches(X, Y, 4), 20)
        np.testing.assert_allclose(together.network.theta[r], alone.network.theta, rtol=1e-12, atol=1e-14)


def test_a_network_of_all_layers_trains():
    Y3 = one_hot(np.arange(11) % 3, 3)
    rules = Rules(loss(FROM_PROBABILITIES), optimizer("adam"), 0.01)
    records = list(islice(train(TrainState.start(everything(), rules), Batches(inputs(11, 3), Y3, 11)), 50))
    assert records[-1].loss.L < records[0].loss.L


# --- which samples ---


@given(st.integers(1, 40), st.integers(1, 45), st.booleans())
def test_every_epoch_takes_every_sample_once(n, size, shuffle):
    batches = Batches(np.zeros((n, 2)), np.zeros((n, 1)), size, seed=3, shuffle=shuffle)
    for epoch in (0, 1, 5):
        rows = [batches.indices(epoch * batches.per_epoch + k) for k in range(batches.per_epoch)]
        assert sorted(np.concatenate(rows).tolist()) == list(range(n))
        assert all(len(part) == min(size, n) for part in rows[:-1]) and 1 <= len(rows[-1]) <= size


def test_the_last_batch_is_smaller_where_the_size_does_not_divide():
    batches = Batches(X, Y, 4)
    assert [len(batches.batch(step).X) for step in range(6)] == [4, 4, 3, 4, 4, 3]


def test_a_batch_larger_than_the_data_is_all_of_them():
    batches = Batches(X, Y, 500)
    assert batches.per_epoch == 1 and len(batches.batch(3).X) == 11


def test_inputs_and_targets_stay_together():
    batch = Batches(X, X[:, :1], 4).batch(5)
    np.testing.assert_array_equal(batch.Y, batch.X[:, :1])


def test_every_epoch_and_every_seed_has_an_order_of_its_own():
    def order(seed, epoch):
        return tuple(Batches(X, Y, 11, seed).indices(epoch).tolist())

    assert len({order(seed, epoch) for seed in (0, 1) for epoch in (0, 1, 2)}) == 6
    assert order(0, 1) == order(0, 1)


def test_without_shuffling_the_samples_come_in_their_order():
    batches = Batches(X, Y, 4, shuffle=False)
    assert [batches.indices(step).tolist() for step in (0, 2, 3)] == [[0, 1, 2, 3], [8, 9, 10], [0, 1, 2, 3]]


@pytest.mark.parametrize("size", [0, -1, 2.5, np.nan, None, "10"])
def test_a_batch_size_below_one_or_not_whole_is_refused(size):
    with pytest.raises(ValueError, match="expected a whole number of at least 1 as batch size, got"):
        Batches(X, Y, size)


@pytest.mark.parametrize(("n", "m"), [(3, 4), (0, 0)])
def test_samples_without_targets_or_none_at_all_are_refused(n, m):
    with pytest.raises(ValueError, match=f"at least one, got {n} samples and {m} targets"):
        Batches(np.zeros((n, 2)), np.zeros((m, 1)), 4)


def test_a_batch_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"expected X of shape \(\.\.\., N, 2\)"):
        train_step(start(), Batch(inputs(4, 3), Y[:4]))
    with pytest.raises(ValueError, match="expected targets Y of the output's shape"):
        train_step(start(), Batch(X, Y[:4]))
    with pytest.raises(ValueError, match="one row per sample, at least one"):
        train_step(start(), Batch(X[:0], Y[:0]))


# --- the same again ---


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_the_same_seed_gives_bit_identical_parameters(rule):
    runs = [trained(noisy(5, rule), Batches(X, Y, 4, 5), 25).network.theta for _ in range(2)]
    assert runs[0].tobytes() == runs[1].tobytes()


def test_another_seed_gives_other_parameters():
    a, b = (trained(noisy(seed), Batches(X, Y, 4, seed), 5).network.theta for seed in (5, 6))
    assert not np.array_equal(a, b)


def test_stopping_and_going_on_changes_nothing():
    batches = Batches(X, Y, 4, 5)
    straight = trained(noisy(5), batches, 17)
    halfway = trained(noisy(5), batches, 10)
    resumed = trained(halfway, Batches(X, Y, 4, 5), 7)
    assert resumed.network.theta.tobytes() == straight.network.theta.tobytes()
    assert resumed.memory.v.tobytes() == straight.memory.v.tobytes()
    assert resumed.step == 17


def test_a_step_can_be_computed_again_on_its_own():
    records = list(islice(train(noisy(5), Batches(X, Y, 4, 5)), 20))
    again = train_step(records[13].before, Batches(X, Y, 4, 5).batch(13))
    np.testing.assert_array_equal(again.trace.layers[1].M, records[13].trace.layers[1].M)
    assert again.after.network.theta.tobytes() == records[13].after.network.theta.tobytes()


def test_every_step_draws_masks_of_its_own():
    first, second = list(islice(train(noisy(), Batches(X, Y, 11)), 2))
    assert not np.array_equal(first.trace.layers[1].M, second.trace.layers[1].M)


# --- other rules on the way ---


def test_other_rules_keep_the_weights_the_step_and_the_memory():
    state = trained(start(optimizer=optimizer("adam")), Batches(X, Y, 4), 5)
    changed = state.with_rules(Rules(MSE, optimizer("adam", beta1=0.5), 0.5))
    assert changed.network is state.network and changed.memory is state.memory
    assert (changed.step, changed.rules.learning_rate) == (5, 0.5)


def test_another_kind_of_optimizer_keeps_the_weights_and_starts_with_an_empty_memory():
    state = trained(start(optimizer=optimizer("adam")), Batches(X, Y, 4), 5)
    changed = state.with_rules(Rules(MSE, optimizer("momentum")))
    assert changed.network is state.network and changed.step == 5
    assert changed.memory.t == 0 and not changed.memory.v.any() and changed.memory.s is None


@pytest.mark.parametrize("rate", [0.0, -0.1, np.nan, np.inf, None, np.array([[0.1], [-0.1]])])
def test_a_learning_rate_that_is_not_positive_and_finite_is_refused(rate):
    with pytest.raises(ValueError, match="expected a positive finite learning rate, got"):
        Rules(MSE, learning_rate=rate)


@pytest.mark.parametrize("length", [0.0, -1.0, np.nan, np.inf])
def test_a_length_to_clip_at_that_is_not_positive_and_finite_is_refused(length):
    with pytest.raises(ValueError, match="expected a positive finite norm to clip at, or None, got"):
        Rules(MSE, clip_norm=length)


# --- not finite ---


@pytest.mark.parametrize("hidden", ["relu", "identity", "gelu"])
def test_a_rate_that_is_far_too_large_ends_training_without_an_exception_or_a_warning(hidden):
    records = list(islice(train(start(network(2, 8, 8, 1, hidden=hidden), learning_rate=1e6), Batches(X, Y, 4)), 500))
    assert len(records) < 500 and not records[-1].finite
    assert all(record.finite for record in records[:-1])


@pytest.mark.parametrize("value", [1e308, -1e308])
def test_a_large_but_finite_network_is_finite(value):
    state = start(network(2, 1).with_theta(np.array([value, value, 0.0])))
    record = train_step(state, Batch(np.zeros((2, 2)), np.zeros((2, 1))))
    assert record.finite


def test_a_parameter_that_overflows_while_the_loss_is_finite_is_noticed():
    state = start(network(2, 1), learning_rate=1e308)
    record = train_step(state, Batch(1e10 * X, Y))
    assert np.isfinite(record.loss.L) and not record.finite
