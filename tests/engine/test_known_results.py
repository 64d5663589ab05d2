"""Results that others have published, number by number."""

from itertools import islice

import numpy as np
import pytest

from nnviz.engine import (
    Architecture,
    Batch,
    Batches,
    Dense,
    Hidden,
    Network,
    Rules,
    TrainState,
    activation,
    head,
    loss,
    optimizer,
    train,
    train_step,
)

XOR_X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_Y = np.array([[0.0], [1.0], [1.0], [0.0]])


# --- Minsky and Papert 1969, Perceptrons: exclusive or is not linearly separable ---


def right_on_xor(hidden, seed):
    """How many of the four are right after training."""
    bce = loss("binary_cross_entropy")
    net = Architecture(2, tuple(Hidden(n, activation("tanh")) for n in hidden), head("sigmoid"), bce).build(seed)
    state = TrainState.start(net, Rules(bce, optimizer("adam"), 0.05))
    for record in islice(train(state, Batches(XOR_X, XOR_Y, 4)), 400):
        state = record.after
    decisions = head("sigmoid").decide(head("sigmoid").output(state.network.forward(XOR_X).A, bce))
    return int((decisions == XOR_Y[:, 0]).sum())


@pytest.mark.parametrize("seed", range(3))
def test_no_linear_model_gets_more_than_three_of_four_right_on_xor(seed):
    assert right_on_xor((), seed) <= 3


def test_no_weights_at_all_of_a_linear_model_solve_xor():
    rng = np.random.default_rng(0)
    X, Y = XOR_X, XOR_Y[:, 0]
    W, b = rng.normal(size=(5000, 2, 1)), rng.normal(size=(5000, 1))
    says = Network((Dense(W, b, activation("identity")),)).forward(X).A[..., 0] >= 0.0
    assert (says == Y).sum(-1).max() == 3


@pytest.mark.parametrize("seed", range(3))
def test_one_hidden_layer_solves_xor(seed):
    assert right_on_xor((8,), seed) == 4


# --- Mazur 2015, A Step by Step Backpropagation Example ---

HIDDEN_W = np.array([[0.15, 0.25], [0.20, 0.30]])
OUTPUT_W = np.array([[0.40, 0.50], [0.45, 0.55]])


def mazur():
    g = activation("sigmoid")
    net = Network((Dense(HIDDEN_W, np.full(2, 0.35), g), Dense(OUTPUT_W, np.full(2, 0.60), g)))
    state = TrainState.start(net, Rules(loss("half_squared_error"), learning_rate=0.5))
    return train_step(state, Batch(np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])))


def test_mazurs_forward_pass():
    hidden, output = mazur().trace.layers
    assert hidden.Z[0, 0] == pytest.approx(0.3775, abs=1e-12)
    np.testing.assert_allclose(hidden.A, [[0.593269992, 0.596884378]], atol=1e-9)
    np.testing.assert_allclose(output.A, [[0.75136507, 0.772928465]], atol=1e-9)
    assert mazur().loss.L == pytest.approx(0.298371109, abs=1e-9)


def test_mazurs_gradients_and_new_weights():
    step = mazur()
    assert step.gradients.layers[1].dW[0, 0] == pytest.approx(0.082167041, abs=1e-9)
    assert step.gradients.layers[0].dW[0, 0] == pytest.approx(0.000438568, abs=1e-9)
    hidden, output = step.after.network.layers
    np.testing.assert_allclose(output.W.T.ravel(), [0.35891648, 0.408666186, 0.511301270, 0.561370121], atol=1e-9)
    np.testing.assert_allclose(hidden.W.T.ravel(), [0.149780716, 0.19956143, 0.24975114, 0.29950229], atol=1e-8)


def test_mazurs_error_after_one_update_with_the_biases_left_alone():
    """The article says 0.291027924. Its own new weights give 0.291027774, in 40-digit arithmetic too."""
    step = mazur()
    g = activation("sigmoid")
    layers = zip(step.after.network.layers, step.before.network.layers, strict=True)
    net = Network(tuple(Dense(new.W, old.b, g) for new, old in layers))
    batch = Batch(step.trace.X, step.loss.Y)
    L = loss("half_squared_error").forward(net.forward(batch.X).A, batch.Y).L
    assert pytest.approx(0.29102777369359933, rel=1e-14) == L
    assert pytest.approx(0.291027924, abs=2e-7) == L


# --- Nielsen 2015, Neural Networks and Deep Learning, chapter 3: one neuron learns to turn 1 into 0 ---


def neuron(w, b, measure, epochs):
    """The output after each epoch, the start included."""
    last = "identity" if measure == "binary_cross_entropy" else "sigmoid"
    net = Network((Dense(np.array([[w]]), np.array([b]), activation(last)),))
    state = TrainState.start(net, Rules(loss(measure), learning_rate=0.15))
    batch, outputs = Batch(np.ones((1, 1)), np.zeros((1, 1))), []
    for _ in range(epochs + 1):
        record = train_step(state, batch)
        A = record.trace.A[0, 0]
        outputs.append(float(A if last == "sigmoid" else activation("sigmoid").f(A)))
        state = record.after
    return outputs


def test_nielsens_neuron_that_starts_slightly_wrong_learns_fast():
    outputs = neuron(0.6, 0.9, "half_squared_error", 300)
    assert round(outputs[0], 2) == 0.82
    assert round(outputs[300], 2) == 0.09


def test_nielsens_neuron_that_starts_badly_wrong_hardly_moves_for_150_epochs():
    outputs = neuron(2.0, 2.0, "half_squared_error", 300)
    assert round(outputs[0], 2) == 0.98
    assert outputs[150] > 0.9
    assert round(outputs[300], 2) == 0.20


def test_under_cross_entropy_the_badly_wrong_neuron_learns_at_once():
    outputs = neuron(2.0, 2.0, "binary_cross_entropy", 30)
    steps = -np.diff(outputs)
    assert outputs[30] < 0.5 < 0.9 < neuron(2.0, 2.0, "half_squared_error", 30)[30]
    assert steps[0] > 5 * -np.diff(neuron(2.0, 2.0, "half_squared_error", 1))[0]


# --- Glorot and Bengio 2010: how the scale of the weights carries a signal through many layers ---


def test_a_gradient_vanishes_in_a_deep_sigmoid_network_and_not_in_a_tanh_network():
    ratios = {}
    for name in ("sigmoid", "tanh"):
        mse = loss("half_squared_error")
        net = Architecture(2, tuple(Hidden(8, activation(name)) for _ in range(6)), head("tanh"), mse).build(*range(20))
        X = np.random.default_rng(0).normal(size=(50, 2))
        trace = net.forward(X)
        gradients = net.backward(trace, mse.backward(mse.forward(trace.A, np.ones((50, 1)))))
        first, last = (np.abs(gradients.layers[i].dW).mean() for i in (0, -1))
        ratios[name] = first / last
    assert ratios["sigmoid"] < 1e-3 < 0.1 < ratios["tanh"]
