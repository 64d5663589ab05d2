"""Z = X W + b with every product in it: p linear models of d features, for n samples at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Dense, Network, Trace, activation
from nnviz.engine.arrays import product
from nnviz.engine.layers.dense import DenseTrace


@dataclass(frozen=True, eq=False)
class Affine:
    """A pass through a linear dense layer, taken apart.

    Attributes
    ----------
    network : Network
        The layer alone.
    trace : Trace
        Of the engine.
    X, W, b, Z : ndarray, shape (n, d), (d, p), (p,), (n, p)
    products : ndarray, shape (n, d, p)
        X[i, k] times W[k, j].
    XW : ndarray, shape (n, p)
        The matrix product without the bias.
    B : ndarray, shape (n, p)
        The bias as the matrix that is really added: b in every row.
    """

    network: Network
    trace: Trace
    X: Array
    W: Array
    b: Array
    Z: Array
    products: Array
    XW: Array
    B: Array


def affine(X: Array, W: Array, b: Array) -> Affine:
    """Compute Z = X W + b with the engine, and its parts beside it.

    Parameters
    ----------
    X : ndarray, shape (n, d)
    W : ndarray, shape (d, p)
    b : ndarray, shape (p,)

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    network = Network((Dense(W, b, activation("identity")),))
    trace = network.forward(X)
    layer = trace.layers[0]
    assert isinstance(layer, DenseTrace)
    products = X[:, :, None] * W[None, :, :]
    return Affine(network, trace, X, W, b, layer.Z, products, product(X, W), np.broadcast_to(b, layer.Z.shape))


def changed_by_weight(X: Array, W: Array, b: Array, k: int, j: int) -> NDArray[np.bool_]:
    """Add 1 to one weight, compute again, and return where Z has changed: shape (n, p)."""
    moved = W.copy()
    moved[k, j] += 1.0
    mask: NDArray[np.bool_] = affine(X, moved, b).Z != affine(X, W, b).Z
    return mask
