"""What one unit has learned: the digits that excite it most, its weights, and the input found by gradient ascent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Dense, Network, activation
from nnviz.engine.layers.dense import DenseTrace
from nnviz.experiments.learned_features.digits import digits

MOST = 9
ASCENT_STEPS = 60
ASCENT_RATE = 0.2


@dataclass(frozen=True, eq=False)
class UnitPortrait:
    """One unit of a trained network.

    Attributes
    ----------
    most : integer ndarray, shape (9,)
        The test digits with the largest Z of the unit, largest first.
    values : ndarray, shape (9,)
        Their Z.
    W : ndarray, shape (n_in,)
        Its incoming weights.
    found : ndarray, shape (64,)
        The input that gradient ascent on Z ends with, as long as the first of these digits.
    climb : ndarray, shape (steps + 1,)
        Z on the way there, the start first.
    """

    most: NDArray[np.int64]
    values: Array
    W: Array
    found: Array
    climb: Array


def portrait(network: Network, layer: int, unit: int) -> UnitPortrait:
    """Return what excites a unit.

    Parameters
    ----------
    network : Network
        A single one, of dense layers on 64 pixels.
    layer : int
        From 1, the first hidden one.
    unit : int
        From 0.

    Raises
    ------
    ValueError
        If there is no such layer or unit.
    """
    if not 1 <= layer <= len(network.layers):
        raise ValueError(f"expected a layer from 1 to {len(network.layers)}, got {layer}")
    upto = Network(network.layers[:layer])
    dense = upto.layers[-1]
    assert isinstance(dense, Dense)
    if not 0 <= unit < dense.W.shape[-1]:
        raise ValueError(f"expected a unit from 0 to {dense.W.shape[-1] - 1} of layer {layer}, got {unit}")
    X = digits()[1].X
    trace = upto.forward(X).layers[-1]
    assert isinstance(trace, DenseTrace)
    Z = trace.Z[:, unit]
    most = np.argsort(-Z, kind="stable")[:MOST]
    found, climb = ascend(upto, unit, radius=float(np.linalg.norm(X[most[0]])))
    return UnitPortrait(most, Z[most], dense.W[:, unit], found, climb)


def ascend(network: Network, unit: int, radius: float, steps: int = ASCENT_STEPS) -> tuple[Array, Array]:
    r"""Return the input that maximizes Z of one unit of the last layer, found by gradient ascent on X.

    ``X <- X + rate * radius * dX / |dX|``, then back onto the sphere ``|X| = radius``: any Z grows with a larger X.

    Parameters
    ----------
    network : Network
        Its last layer holds the unit.
    unit : int
    radius : float
        The length of an input, such as that of the digit to compare with.
    steps : int

    Returns
    -------
    X : ndarray, shape (n_in,)
    climb : ndarray, shape (steps + 1,)
        Z before each step, and at the end.

    Notes
    -----
    Erhan, Bengio, Courville and Vincent 2009, "Visualizing higher-layer features of a deep network", section 3.1. The
    rate falls to zero on a line, so that the walk comes to rest. The activation of the last layer is left out: where a
    ReLU is off, it would let no gradient through.
    """
    top = network.layers[-1]
    assert isinstance(top, Dense)
    linear = Network((*network.layers[:-1], Dense(top.W, top.biases, activation("identity"))))
    bottom = network.layers[0]
    assert isinstance(bottom, Dense)
    n_in = bottom.W.shape[0]
    X = np.full((1, n_in), radius / np.sqrt(n_in))
    climb = []
    for step in range(steps):
        trace = linear.forward(X)
        climb.append(float(trace.A[0, unit]))
        dA = np.zeros_like(trace.A)
        dA[0, unit] = 1.0
        dX = linear.backward(trace, dA).layers[0].dX
        assert dX is not None
        size = float(np.linalg.norm(dX))
        if not size > 0:
            climb += [climb[-1]] * (steps - step - 1)
            break
        X = X + ASCENT_RATE * (1.0 - step / steps) * radius * dX / size
        X *= radius / np.linalg.norm(X)
    climb.append(float(linear.forward(X).A[0, unit]))
    return X[0], np.array(climb)
