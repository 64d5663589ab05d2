"""Steps without records end where steps with records end, to the last bit."""

import gc
import tracemalloc
import weakref
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest

from nnviz.engine import (
    ACTIVATIONS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    Architecture,
    Batch,
    Batches,
    Convolution,
    Convolved,
    Dropout,
    Hidden,
    Network,
    Penalty,
    Pooled,
    RecurrentArchitecture,
    Rules,
    TrainState,
    TransformerArchitecture,
    activation,
    convolution_passes,
    flatten,
    head,
    initializer,
    loss,
    optimizer,
    plan,
    schedule,
    take_steps,
    train_step,
)
from nnviz.engine.layers import convolution as convolution_module
from tests.engine.specimens import FROM_PROBABILITIES, dense, everything, inputs, network, on_images, targets

STEPS = 70
"""More than two chunks, and with 11 samples in batches of 4 eleven uneven epochs and a rest."""


def batches(measure, n_in, n_out, size=4, seed=5):
    return Batches(inputs(11, n_in), targets(measure, 11, n_out), size, seed)


def samples_for(net, n):
    """Samples and targets of the shapes that a network takes: whole numbers fit tokens, too."""
    X = np.random.default_rng(1).integers(0, 5, (n, *net.in_shape)).astype(np.float64)
    return X, inputs(n, net.n_out).reshape(n, *net.out_shape)


def start(net, measure="mean_squared_error", seed=3, **rules):
    return TrainState.start(net, Rules(loss(measure), **rules), seed)


def with_records(state, batch_of, steps=STEPS):
    for step in range(state.step, state.step + steps):
        state = train_step(state, batch_of(step)).after
    return state


def assert_same(state, other):
    assert (state.step, state.seed, state.rules) == (other.step, other.seed, other.rules)
    np.testing.assert_array_equal(state.network.theta, other.network.theta)
    assert state.memory.t == other.memory.t
    assert state.memory.vectors.keys() == other.memory.vectors.keys()
    for name, vector in state.memory.vectors.items():
        np.testing.assert_array_equal(vector, other.memory.vectors[name])


def check(state, source, steps=STEPS):
    """Compare, in one go and in three, and see that the state that was given is as before."""
    theta = state.network.theta.copy()
    expected = with_records(state, source.batch, steps)
    assert_same(take_steps(state, source.batch, steps, while_finite=False), expected)
    parted = state
    for part in (1, steps - 30, 29):
        parted = take_steps(parted, source.batch, part, while_finite=False)
    assert_same(parted, expected)
    np.testing.assert_array_equal(state.network.theta, theta)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("leading", [(), (3,)])
def test_every_activation(name, leading):
    check(start(network(2, 5, 4, 1, hidden=name, leading=leading)), batches("mean_squared_error", 2, 1))


@pytest.mark.parametrize("measure", [name for name in LOSSES if name != FROM_PROBABILITIES])
@pytest.mark.parametrize("leading", [(), (3,)])
def test_every_loss(measure, leading):
    check(start(network(2, 5, 3, leading=leading), measure), batches(measure, 2, 3))


@pytest.mark.parametrize("leading", [(), (3,), (2, 3)])
def test_every_kind_of_layer(leading):
    check(start(everything(leading), FROM_PROBABILITIES), batches(FROM_PROBABILITIES, 3, 3))


@pytest.mark.parametrize("leading", [(), (3,), (2, 3)])
def test_every_kind_of_layer_on_images(leading):
    check(start(on_images(leading)), batches("mean_squared_error", 24, 3))


CONVOLVED = {
    "ReLU and pooling": (Convolved(8), Pooled(), Convolved(5), Pooled()),
    "without biases": (Convolved(3, biases=False), Pooled(), Convolved(2, biases=False)),
    "windows that leave places out": (Convolved(3, padding="valid"), Pooled(window=(3, 2), stride=(3, 3))),
    "windows that overlap": (Convolved(3), Pooled(window=3, stride=1), Pooled(window=(2, 3), stride=(1, 2))),
    "strides and dilation": (Convolved(3, stride=2, dilation=2, activation=activation("tanh")), Convolved(2, kernel=1)),
    "padding beyond the kernel": (Convolved(2, kernel=1, padding=2, stride=(2, 1)), Convolved(2, padding="full")),
    "pooling first": (Pooled(), Convolved(3, activation=activation("prelu")), Pooled("average")),
    "global pooling": (Convolved(4), Pooled(window=None)),
    "a hidden layer behind": (Convolved(4, activation=activation("identity")), Pooled(), Hidden(5)),
}


@pytest.mark.parametrize("case", CONVOLVED)
@pytest.mark.parametrize("leading", [1, 3])
def test_every_stack_of_convolutions(case, leading):
    """Half of the images is blank, so that there are ties in the windows of pooling."""
    measure = "categorical_cross_entropy"
    stack = Architecture(
        64, CONVOLVED[case], head("softmax"), loss(measure), 3, initializer("he_normal"), image=(8, 8, 1)
    )
    source = batches(measure, 64, 3)
    source.X[:, 20:52] = 0.0
    check(start(stack.build(*range(leading)), measure, learning_rate=0.1), source)


def test_a_batch_of_images_for_each_network():
    X, Y = inputs(7, 24, leading=(3,)), inputs(7, 3, seed=4, leading=(3,))
    state = start(on_images((3,)))
    expected = with_records(state, lambda step: Batch(X, Y))
    assert_same(take_steps(state, lambda step: Batch(X, Y), STEPS), expected)


def test_images_that_are_taken_in_blocks_are_left_to_the_layer(monkeypatch):
    monkeypatch.setattr(convolution_module, "BLOCK", 300)
    monkeypatch.setattr(convolution_passes, "BLOCK", 300)
    check(start(on_images()), batches("mean_squared_error", 24, 3), 40)


def test_images_themselves_may_be_the_samples():
    first = Convolution(np.random.default_rng(0).normal(size=(2, 2, 1, 2)), np.zeros(2), activation("relu"), (3, 3))
    net = Network((first, flatten(first.out_shape)))
    check(start(net), Batches(inputs(11, 9).reshape(11, 3, 3, 1), inputs(11, 8, seed=4), 4, 5))


def test_two_runs_of_one_architecture_may_take_turns():
    source = batches("mean_squared_error", 2, 1)
    net = network(2, 4, 1)
    one, other = start(net), start(net.with_theta(net.theta + 0.5))
    for steps in (3, 40, 1):
        expected = with_records(one, source.batch, steps), with_records(other, source.batch, steps)
        one, other = take_steps(one, source.batch, steps), take_steps(other, source.batch, steps)
        assert_same(one, expected[0])
        assert_same(other, expected[1])


def test_many_shapes_of_batches_keep_only_some_of_the_memory():
    source = [Batch(inputs(n, 2), inputs(n, 1, seed=4)) for n in range(1, 10)]
    state = start(network(2, 4, 1))
    assert_same(take_steps(state, source.__getitem__, 9), with_records(state, source.__getitem__, 9))


def test_the_memory_of_large_plans_is_given_back(monkeypatch):
    monkeypatch.setattr(plan, "_kept", deque(maxlen=plan.MOST_KEPT))
    source, state = batches("mean_squared_error", 24, 3), start(on_images())
    take_steps(state, source.batch, 3)
    (kept,) = plan._kept
    patches = 4 * 6 * 4 * 9 * 8  # of the first convolution alone: samples, places, entries, bytes
    assert 10 * patches < kept.n_bytes < 100 * patches
    monkeypatch.setattr(plan, "MOST_BYTES", kept.n_bytes - 1)
    take_steps(state, source.batch, 3)
    assert not plan._kept
    monkeypatch.setattr(plan, "MOST_BYTES", 10**9)
    for seed in range(9):
        take_steps(start(network(2, 4, 1, seed=seed)), batches("mean_squared_error", 2, 1).batch, 3)
    assert len(plan._kept) == plan.MOST_KEPT


KINDS = {
    "dense layers": lambda: network(2, 40, 3),
    "every kind of layer": everything,
    "an ensemble": lambda: everything((3,)),
    "images": on_images,
    "images of an ensemble": lambda: on_images((3,)),
    "recurrent layers": lambda: RecurrentArchitecture("lstm", steps=4, n_in=2, units=3, n_out=2).build(0),
    "a transformer": lambda: TransformerArchitecture(5, steps=4, width=4, blocks=1, heads=2).build(0),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shuffle", [True, False])
def test_nothing_of_the_samples_is_alive_when_only_the_plan_is_kept(kind, shuffle, monkeypatch):
    monkeypatch.setattr(plan, "_kept", deque(maxlen=plan.MOST_KEPT))
    net = KINDS[kind]()
    X, Y = samples_for(net, 11)
    source = Batches(X, Y, 4, 5, shuffle)
    take_steps(start(net), partial(source.batch, copy=False), STEPS)
    arrays = [X, Y, *(array for array in vars(source)["_epoch"] if isinstance(array, np.ndarray))]
    alive = [weakref.ref(array) for array in arrays]
    del source, X, Y, arrays
    gc.collect()
    assert len(plan._kept) == 1
    assert not any(array() is not None for array in alive)


@pytest.mark.parametrize("kind", KINDS)
def test_the_memory_of_a_plan_is_that_of_all_its_arrays(kind, monkeypatch):
    monkeypatch.setattr(plan, "_kept", deque(maxlen=plan.MOST_KEPT))
    monkeypatch.setattr(plan, "MOST_BYTES", 10**9)
    batch = Batch(*samples_for(KINDS[kind](), 2000))
    take_steps(start(KINDS[kind]()), lambda step: batch, 3)  # what all plans share is made
    plan._kept.clear()
    gc.collect()
    tracemalloc.start()
    try:
        take_steps(start(KINDS[kind]()), lambda step: batch, 3)
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert plan._kept[0].n_bytes == pytest.approx(held, abs=40_000), "all but the objects themselves"


def test_threads_never_share_the_memory_of_a_plan():
    source = batches("mean_squared_error", 24, 3)
    state = start(on_images())
    expected = with_records(state, source.batch, 120)
    with ThreadPoolExecutor(4) as pool:
        for ended in pool.map(lambda _: take_steps(state, source.batch, 120), range(8)):
            assert_same(ended, expected)


@pytest.mark.parametrize("leading", [(), (3,)])
@pytest.mark.parametrize("name", ["BLOCK", "MOST_REPEATED"])
def test_parameters_that_are_updated_in_blocks_and_biases_that_are_not_repeated(name, leading, monkeypatch):
    monkeypatch.setattr(plan, "_kept", deque(maxlen=plan.MOST_KEPT))
    monkeypatch.setattr(plan, name, 7)
    check(start(network(2, 4, 3, 1, leading=leading)), batches("mean_squared_error", 2, 1))


def test_batches_that_are_views_of_an_epoch_give_the_same_steps():
    state, source = start(network(2, 4, 1)), batches("mean_squared_error", 2, 1)
    taken = take_steps(state, lambda step: source.batch(step, copy=False), STEPS)
    assert_same(taken, with_records(state, source.batch))
    assert source.batch(0, copy=False).X.base is not None
    assert source.batch(0).X.base is None


STORED = {
    "column by column": np.asfortranarray,
    "every other column": lambda X: np.repeat(X, 2, axis=1)[:, ::2],
    "every other row": lambda X: np.repeat(X, 2, axis=0)[::2],
    "backwards": lambda X: X[::-1, ::-1].copy()[::-1, ::-1],
    "one row for all": lambda X: np.broadcast_to(X[:1], X.shape),
}


@pytest.mark.parametrize("stored", STORED)
@pytest.mark.parametrize("shuffle", [True, False])
def test_samples_stored_in_any_order_give_the_same_steps(stored, shuffle):
    X, Y = STORED[stored](inputs(40, 13)), STORED[stored](inputs(40, 2, seed=4))[:, :1]
    assert not X.flags.c_contiguous
    source, state = Batches(X, Y, 10, 5, shuffle), start(network(13, 1), learning_rate=0.01)
    taken = take_steps(state, partial(source.batch, copy=False), STEPS)
    assert_same(taken, with_records(state, source.batch))
    assert_same(taken, with_records(state, Batches(X.copy(), Y.copy(), 10, 5, shuffle).batch))


@pytest.mark.parametrize("shuffle", [True, False])
def test_nobody_can_write_to_the_samples_through_a_view(shuffle):
    X, Y = inputs(11, 2), inputs(11, 1, seed=4)
    source = Batches(X, Y, 4, 5, shuffle)
    assert source.X is X and source.Y is Y and X.flags.writeable, "nothing is copied"
    for step in (0, 3):
        seen, copied = source.batch(step, copy=False), source.batch(step)
        assert not seen.X.flags.writeable and not seen.Y.flags.writeable
        assert copied.X.flags.writeable and copied.Y.flags.writeable
        np.testing.assert_array_equal(seen.X, copied.X)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("leading", [(), (3,)])
def test_every_optimizer(name, leading):
    check(start(network(2, 4, 1, leading=leading), optimizer=optimizer(name)), batches("mean_squared_error", 2, 1))


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule(name):
    check(start(network(2, 4, 1), schedule=schedule(name, warm_up=9)), batches("mean_squared_error", 2, 1))


@pytest.mark.parametrize("decoupled", [False, True])
@pytest.mark.parametrize("name", ["l1", "l2"])
def test_every_penalty(name, decoupled):
    check(start(network(2, 4, 1), penalty=Penalty(name, 0.05, decoupled)), batches("mean_squared_error", 2, 1))


@pytest.mark.parametrize("rule", ["sgd", "adam"])
def test_clipping_and_dropout(rule):
    rng = np.random.default_rng(3)
    net = Network((dense(rng, 2, 6, "relu"), Dropout(0.4), dense(rng, 6, 1, "identity", biases=False)))
    check(start(net, clip_norm=0.3, optimizer=optimizer(rule)), batches("mean_squared_error", 2, 1))


def test_a_learning_rate_for_each_network():
    rates = np.array([[0.1], [0.01], [1.0]])
    check(start(network(2, 4, 1, leading=(3,)), learning_rate=rates), batches("mean_squared_error", 2, 1))


def test_a_batch_for_each_network():
    X, Y = inputs(7, 2, leading=(3,)), inputs(7, 1, seed=4, leading=(3,))
    state = start(network(2, 4, 1, leading=(3,)))
    expected = with_records(state, lambda step: Batch(X, Y))
    assert_same(take_steps(state, lambda step: Batch(X, Y), STEPS), expected)


def test_batches_that_make_an_ensemble_of_one_network_are_taken_to_the_last_step():
    X, Y = inputs(7, 2, leading=(3,)), inputs(7, 1, seed=4, leading=(3,))
    state = start(network(2, 4, 1))
    expected = with_records(state, lambda step: Batch(X, Y))
    assert expected.network.theta.shape[:-1] == (3,)
    assert_same(take_steps(state, lambda step: Batch(X, Y), STEPS), expected)


@pytest.mark.parametrize(("steps", "size"), [(0, 4), (1, 4), (5, 100), (33, 11), (40, 1)])
def test_any_number_of_steps_and_size_of_batch(steps, size):
    state, source = start(network(2, 4, 1)), batches("mean_squared_error", 2, 1, size)
    assert_same(take_steps(state, source.batch, steps), with_records(state, source.batch, steps))


@pytest.mark.parametrize("rate", [3.0, 1e300])
def test_it_ends_before_the_step_that_is_not_finite(rate):
    state, source = start(network(2, 4, 1, hidden="identity"), learning_rate=rate), batches("mean_squared_error", 2, 1)
    ended = take_steps(state, source.batch, 5000)
    assert ended.step < 5000
    assert not train_step(ended, source.batch(ended.step)).finite
    assert_same(ended, with_records(state, source.batch, ended.step))
    assert np.isfinite(ended.network.theta).all()


def test_a_loss_beyond_float64_ends_it_though_the_parameters_are_finite():
    X = np.ones((2, 1))
    huge = Batch(X, np.full((2, 1), 1e200))
    state = start(network(1, 1), "huber", learning_rate=0.1)
    assert take_steps(state, lambda step: huge, 40).step == 40
    state = start(network(1, 1), learning_rate=1e-210)
    assert np.isfinite(train_step(state, huge).after.network.theta).all()
    assert take_steps(state, lambda step: huge, 40).step == 0


@pytest.mark.parametrize(
    ("batch", "says"),
    [
        (Batch(np.ones((4, 3)), np.ones((4, 1))), r"X of shape \(..., N, 2\)"),
        (Batch(np.ones((4, 2)), np.ones((4, 2))), "targets Y of the output's shape"),
        (Batch(np.ones((4, 2)), np.full((4, 1), np.nan)), "finite targets"),
    ],
)
def test_what_does_not_fit_is_refused_as_by_a_step_with_a_record(batch, says):
    state = start(network(2, 4, 1))
    with pytest.raises(ValueError, match=says):
        take_steps(state, lambda step: batch, 5)
    with pytest.raises(ValueError, match=says):
        train_step(state, batch)
