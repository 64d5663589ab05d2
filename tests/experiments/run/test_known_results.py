"""What is known of TensorFlow Playground's presets and of the handwritten digits, found again here."""

import numpy as np
import pytest

from nnviz.datasets import dataset, split
from nnviz.engine import Architecture, Batch, Hidden, Rules, TrainState, activation, head, initializer, loss, train_step
from nnviz.experiments import RunSettings, advance, start

HALF = loss("half_squared_error")


def playground(name, seeds, hidden):
    """As many networks as seeds in lockstep, each with data of its own, set up as TensorFlow Playground does.

    Returns the state before the first step, and training inputs, training targets, test inputs, test targets with one
    network an entry of the first axis.
    """
    plan = Architecture(2, hidden, head("tanh"), HALF, initializer=initializer("playground"))
    parts = [split(dataset(name, rng=seed), 0.5, rng=seed) for seed in seeds]
    arrays = [
        np.stack(column)
        for column in zip(*((p.train.X, p.train.signed, p.test.X, p.test.signed) for p in parts), strict=True)
    ]
    return TrainState.start(plan.build(*seeds), Rules(HALF, learning_rate=0.03)), arrays


def solved(name, seeds, hidden, epochs):
    """How many networks reach a test loss below 0.02; batches of 10 in order, never shuffled."""
    state, (X, Y, X_test, Y_test) = playground(name, seeds, hidden)
    batches = [Batch(X[:, k : k + 10], Y[:, k : k + 10]) for k in range(0, X.shape[1], 10)]
    for _ in range(epochs):
        for batch in batches:
            state = train_step(state, batch).after
    return int((HALF.forward(state.network.forward(X_test).A, Y_test).L < 0.02).sum())


def tanh_4_2():
    return (Hidden(4, activation("tanh")), Hidden(2, activation("tanh")))


def six_of_eight(name):
    return tuple(Hidden(8, activation(name)) for _ in range(6))


def test_playgrounds_default_network_solves_the_circle():
    """Measured 19 of 20 by epoch 300 with TensorFlow Playground's own code."""
    assert solved("circle", range(20), tanh_4_2(), 300) >= 15


def test_playgrounds_default_network_parts_two_gaussians():
    """Measured 20 of 20."""
    assert solved("gauss", range(20), tanh_4_2(), 30) == 20


def test_six_layers_of_sigmoids_learn_nothing():
    """Measured 0 of 20; the same with tanh 20 of 20."""
    assert solved("circle", range(5), six_of_eight("sigmoid"), 60) == 0


@pytest.mark.parametrize(("name", "low", "high"), [("sigmoid", 1e-6, 1e-4), ("tanh", 0.1, 1.0)])
def test_the_first_gradient_over_the_last_vanishes_with_sigmoids_and_not_with_tanh(name, low, high):
    """Measured about 8e-6 and 0.3 at the start, mean |dW|."""
    state, (X, Y, _, _) = playground("circle", range(20), six_of_eight(name))
    record = train_step(state, Batch(X, Y))
    first, last = (np.abs(record.gradients.layers[i].dW).mean((-2, -1)) for i in (0, -1))
    assert low < np.median(first / last) < high


def test_a_linear_model_cannot_pass_three_quarters_on_exclusive_or():
    settings = RunSettings(dataset="xor", hidden=(), samples=2000)
    assert max(advance(start(settings.changed(seed=s)), 1000).evaluation.train_accuracy for s in range(3)) < 0.75


def test_the_product_of_x_and_y_makes_exclusive_or_easy_for_a_linear_model():
    settings = RunSettings(dataset="xor", hidden=(), features=("xy",))
    assert advance(start(settings), 500).evaluation.test_accuracy > 0.97


def test_one_hidden_layer_learns_95_of_100_digits():
    """64-32-10 with a softmax head on four fifths of the digits, twenty times each: half a second."""
    settings = RunSettings().changed(dataset="digits")
    run = start(settings)
    assert [layer.W.shape for layer in run.state.network.layers] == [(64, 32), (32, 10)]
    run = advance(run, 20 * run.batches.per_epoch)
    assert run.evaluation.test_accuracy >= 0.95
