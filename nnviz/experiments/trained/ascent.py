"""The input that excites one entry of a layer most, found by gradient ascent on the input."""

from dataclasses import replace
from typing import Any

import numpy as np

from nnviz.engine import Array, Network, activation

ASCENT_STEPS = 60
ASCENT_RATE = 0.2


def without_activation(network: Network) -> Network:
    """Return a network whose last layer shows its Z: where a ReLU is off, it would let no gradient through.

    Parameters
    ----------
    network : Network
        Its last layer has an activation.
    """
    top: Any = network.layers[-1]
    return Network((*network.layers[:-1], replace(top, activation=activation("identity"))))


def ascend(network: Network, entry: tuple[int, ...], radius: float, steps: int = ASCENT_STEPS) -> tuple[Array, Array]:
    r"""Return the input that maximizes one entry of the network's output, found by gradient ascent on X.

    ``X <- X + rate * radius * dX / |dX|``, then back onto the sphere ``|X| = radius``: any Z grows with a larger X.

    Parameters
    ----------
    network : Network
        A single one.
    entry : tuple of int
        Which entry of the output of one sample, such as ``(unit,)``, or ``(row, column, channel)`` of a convolution.
    radius : float
        The length of an input, such as that of the digit to compare with.
    steps : int

    Returns
    -------
    X : ndarray, shape (n_in,)
    climb : ndarray, shape (steps + 1,)
        The entry before each step, and at the end.

    Notes
    -----
    Erhan, Bengio, Courville and Vincent 2009, "Visualizing higher-layer features of a deep network", section 3.1. The
    rate falls to zero on a line, so that the walk comes to rest.
    """
    n_in = network.n_in
    X = np.full((1, n_in), radius / np.sqrt(n_in))
    climb = []
    for step in range(steps):
        trace = network.forward(X)
        climb.append(float(trace.A[(0, *entry)]))
        dA = np.zeros_like(trace.A)
        dA[(0, *entry)] = 1.0
        dX = network.backward(trace, dA).dX
        assert dX is not None
        size = float(np.linalg.norm(dX))
        if not size > 0:
            climb += [climb[-1]] * (steps - step - 1)
            break
        X = X + ASCENT_RATE * (1.0 - step / steps) * radius * dX / size
        X *= radius / np.linalg.norm(X)
    climb.append(float(network.forward(X).A[(0, *entry)]))
    return X[0], np.array(climb)
