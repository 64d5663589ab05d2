"""One neuron: a weighted sum of its inputs, then an activation; and its backward pass."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Activation, Array, Dense
from nnviz.engine.layers.dense import DenseGradients, DenseTrace

FORWARD_LINES = "Z = X @ W + b\nA = g(Z)"
BACKWARD_LINES = "dZ = dA * dg(Z)\ndW = X.T @ dZ\ndb = dZ.sum(axis=0)"
"""The neuron as a textbook has it; the engine's own lines also take leading axes."""


@dataclass(frozen=True, eq=False)
class NeuronPass:
    """A forward and a backward pass of a dense layer with one unit and one sample.

    Attributes
    ----------
    trace : DenseTrace
        X (1, n), W (n, 1), b (1,), Z (1, 1), A (1, 1).
    gradients : DenseGradients
        Derivatives of the output A: the backward pass starts from dA = 1.
    products : ndarray, shape (n,)
        The terms of the sum: each input times its weight.
    """

    trace: DenseTrace
    gradients: DenseGradients
    products: Array


def neuron(x: tuple[float, ...], w: tuple[float, ...], b: float, g: Activation) -> NeuronPass:
    """Run one sample through one neuron.

    Parameters
    ----------
    x, w : tuple of float
        Inputs and their weights, as many of one as of the other.
    b : float
    g : Activation

    Raises
    ------
    ValueError
        If there are not as many weights as inputs.
    """
    if len(x) != len(w):
        raise ValueError(f"expected a weight for each of {len(x)} inputs, got {len(w)}; give one weight per input")
    X = np.array([x], dtype=np.float64)
    layer = Dense(np.array(w, dtype=np.float64)[:, None], np.array([b], dtype=np.float64), g)
    trace = layer.forward(X)
    return NeuronPass(trace, layer.backward(trace, np.ones((1, 1))), X[0] * layer.W[:, 0])
