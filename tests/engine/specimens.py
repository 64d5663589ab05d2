"""Small networks, losses and data for the tests of the engine; nothing in here is a test."""

from itertools import pairwise

import numpy as np

from nnviz.engine import (
    ACTIVATIONS,
    LOSSES,
    AveragePool,
    Convolution,
    Dense,
    Dropout,
    MaxPool,
    Network,
    PReLU,
    Reshape,
    Softmax,
    TransposedConvolution,
    activation,
    flatten,
    loss,
    one_hot,
)

FROM_PROBABILITIES = "categorical_cross_entropy_from_probabilities"
ONE_HOT = ("categorical_cross_entropy", FROM_PROBABILITIES)
SMOOTH = tuple(name for name in ACTIVATIONS if not activation(name).kinks)


def dense(rng, n_in, n_out, name="tanh", leading=(), biases=True):
    """A dense layer with weights and biases that are nowhere zero, or without biases."""
    W = rng.normal(0.0, 0.7, (*leading, n_in, n_out))
    b = rng.normal(0.0, 0.5, (*leading, n_out))
    return Dense(W, b if biases else None, activation(name))


def network(*widths, hidden="tanh", last="identity", seed=0, leading=()):
    """Dense layers of these widths, the last with an activation of its own."""
    rng = np.random.default_rng(seed)
    names = [hidden] * (len(widths) - 2) + [last]
    return Network(tuple(dense(rng, *ends, name, leading) for ends, name in zip(pairwise(widths), names, strict=True)))


def everything(leading=(), seed=0):
    """One network with every kind of layer: dense, with biases and without, dropout, learned slopes, softmax."""
    rng = np.random.default_rng(seed)
    slope = rng.uniform(0.1, 0.4, (*leading, 5))
    return Network(
        (
            dense(rng, 3, 4, "tanh", leading),
            Dropout(0.4),
            dense(rng, 4, 5, "identity", leading, biases=False),
            PReLU(slope),
            dense(rng, 5, 3, "identity", leading),
            Softmax(),
        )
    )


def on_images(leading=(), seed=0):
    """One network with every kind of layer on 6x4 images: 24 features to 3 outputs."""
    rng = np.random.default_rng(seed)

    def drawn(*shape):
        return rng.normal(0.0, 0.7, (*leading, *shape))

    layers = [Reshape((24,), (6, 4, 1))]
    layers.append(Convolution(drawn(3, 3, 1, 2), drawn(2), activation("tanh"), (6, 4), padding="same"))
    layers.append(Convolution(drawn(2, 1, 2, 3), None, activation("identity"), (6, 4), padding=((1, 0), 0)))
    layers.append(PReLU(rng.uniform(0.1, 0.4, (*leading, 3)), (6, 4)))
    layers.append(MaxPool((6, 4, 3), 2))
    layers.append(TransposedConvolution(drawn(2, 2, 3, 2), drawn(2), activation("sigmoid"), (3, 2), stride=2))
    layers.append(AveragePool((6, 4, 2), (3, 2), 1))
    layers.append(flatten((4, 3, 2)))
    return Network((*layers, dense(rng, 24, 3, "identity", leading)))


def inputs(n, n_in, seed=1, leading=()):
    """Samples from the normal distribution."""
    return np.random.default_rng(seed).normal(size=(*leading, n, n_in))


def targets(name, n, n_out, seed=2):
    """Targets that suit a loss: one-hot rows, zeros and ones, or real numbers."""
    rng = np.random.default_rng(seed)
    if name in ONE_HOT:
        return one_hot(rng.integers(0, n_out, n), n_out)
    if name == "binary_cross_entropy":
        return rng.integers(0, 2, (n, n_out)).astype(np.float64)
    return rng.normal(size=(n, n_out))


def outputs(name, n, n_out, seed=3):
    """Outputs that suit a loss: probabilities, or any real numbers."""
    A = np.random.default_rng(seed).normal(size=(n, n_out))
    if LOSSES[name].expects == "probabilities":
        E = np.exp(A)
        return E / E.sum(-1, keepdims=True)
    return A


def gradient(net, name, X, Y):
    """Trace, loss trace and gradients of one pass."""
    measure = loss(name)
    trace = net.forward(X)
    losses = measure.forward(trace.A, Y)
    return trace, losses, net.backward(trace, measure.backward(losses))
