"""Whole networks against HIPS autograd, which differentiates the formulas by itself: loss and all gradients."""

import autograd.numpy as np
import numpy
import pytest
from autograd import value_and_grad
from autograd.scipy.special import erf, logsumexp

from nnviz.engine import LOSSES, Dense, Dropout, Network, PReLU, Softmax, loss
from tests.engine.specimens import FROM_PROBABILITIES, dense, everything, gradient, inputs, network, one_hot, targets

ALPHA, SCALE = 1.6732632423543772848, 1.0507009873554804934

CURVES = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "elu": lambda z: np.where(z > 0, z, np.exp(z) - 1),
    "selu": lambda z: SCALE * np.where(z > 0, z, ALPHA * (np.exp(z) - 1)),
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "gaussian": lambda z: np.exp(-(z**2)),
    "gelu": lambda z: 0.5 * z * (1 + erf(z / np.sqrt(2.0))),
    "gelu_tanh": lambda z: 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))),
    "silu": lambda z: z / (1 + np.exp(-z)),
    "mish": lambda z: z * np.tanh(np.log(1 + np.exp(z))),
    "arctan": np.arctan,
    "sine": np.sin,
    "square": np.square,
    "softsign": lambda z: z / (1 + np.abs(z)),
}

MEASURES = {
    "mean_squared_error": lambda A, Y: np.mean((A - Y) ** 2),
    "half_squared_error": lambda A, Y: np.mean(np.sum((A - Y) ** 2, -1) / 2),
    "huber": lambda A, Y: np.mean(np.where(np.abs(A - Y) <= 1, (A - Y) ** 2 / 2, np.abs(A - Y) - 0.5)),
    "binary_cross_entropy": lambda A, Y: np.mean(np.sum(np.log(1 + np.exp(A)) - A * Y, -1)),
    "categorical_cross_entropy": lambda A, Y: np.mean(logsumexp(A, axis=-1) - np.sum(A * Y, -1)),
    FROM_PROBABILITIES: lambda A, Y: np.mean(-np.sum(Y * np.log(A), -1)),
}


def run(net, parameters, X, masks=None):
    """The forward pass of a network, written for autograd."""
    A, left, masks = X, list(parameters), list(masks or [])
    for layer in net.layers:
        if isinstance(layer, Dense):
            W, b = left.pop(0), 0.0 if layer.b is None else left.pop(0)
            A = CURVES[layer.activation.name](np.dot(A, W) + b)
        elif isinstance(layer, PReLU):
            A = np.where(A > 0, A, left.pop(0) * A)
        elif isinstance(layer, Softmax):
            A = np.exp(A) / np.sum(np.exp(A), -1, keepdims=True)
        elif masks:
            A = A * masks.pop(0)
    return A


def by_autograd(net, name, X, Y, masks=None):
    """Loss, gradient of all parameters as one vector, gradient of X."""
    parameters = [array for layer in net.layers for array in layer.parameters]

    def mean_loss(inputs_):
        return MEASURES[name](run(net, inputs_[1:], inputs_[0], masks), Y)

    value, slopes = value_and_grad(mean_loss)([X, *parameters])
    return value, numpy.concatenate([slope.ravel() for slope in slopes[1:]]), slopes[0]


def compare(net, name, X, Y):
    _, losses, gradients = gradient(net, name, X, Y)
    value, theta, dX = by_autograd(net, name, X, Y)
    numpy.testing.assert_allclose(losses.L, value, rtol=1e-10)
    numpy.testing.assert_allclose(gradients.theta, theta, rtol=1e-10, atol=1e-15)
    numpy.testing.assert_allclose(gradients.dX, dX, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("name", CURVES)
def test_a_network_of_every_activation_agrees(name):
    net = network(4, 6, 5, 2, hidden=name)
    compare(net, "mean_squared_error", inputs(7, 4), targets("mean_squared_error", 7, 2))


@pytest.mark.parametrize("name", LOSSES)
def test_a_network_under_every_loss_agrees(name):
    net = network(4, 6, 3)
    if LOSSES[name].expects == "probabilities":
        net = Network((*net.layers, Softmax()))
    compare(net, name, inputs(7, 4), targets(name, 7, 3))


def test_a_network_of_every_kind_of_layer_agrees():
    compare(everything(), FROM_PROBABILITIES, inputs(6, 3), one_hot(numpy.arange(6) % 3, 3))


def test_a_deep_network_agrees():
    net = network(2, *[8] * 10, 1, last="sigmoid")
    compare(net, "mean_squared_error", inputs(5, 2), targets("mean_squared_error", 5, 1))


def test_dropout_in_training_agrees_once_its_masks_are_known():
    rng = numpy.random.default_rng(0)
    net = Network((dense(rng, 3, 6), Dropout(0.5), dense(rng, 6, 4), Dropout(0.2), dense(rng, 4, 2, "identity")))
    X, Y, measure = inputs(5, 3), targets("mean_squared_error", 5, 2), loss("mean_squared_error")
    trace = net.forward(X, numpy.random.default_rng(4))
    losses = measure.forward(trace.A, Y)
    gradients = net.backward(trace, measure.backward(losses))
    masks = [trace.layers[i].M for i in (1, 3)]
    value, theta, dX = by_autograd(net, "mean_squared_error", X, Y, masks)
    numpy.testing.assert_allclose(losses.L, value, rtol=1e-10)
    numpy.testing.assert_allclose(gradients.theta, theta, rtol=1e-10, atol=1e-15)
    numpy.testing.assert_allclose(gradients.dX, dX, rtol=1e-10, atol=1e-15)
