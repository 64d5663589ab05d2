"""What one unit has learned: the digits that excite it most, its weights, and the input found by gradient ascent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Dense, Network
from nnviz.engine.layers.dense import DenseTrace
from nnviz.experiments.learned_features.digits import digits
from nnviz.experiments.trained.ascent import ascend, without_activation

MOST = 9


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
    found, climb = ascend(without_activation(upto), (unit,), radius=float(np.linalg.norm(X[most[0]])))
    return UnitPortrait(most, Z[most], dense.W[:, unit], found, climb)
