"""A linear probe: how well a linear model that sees one layer alone tells the classes apart."""

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array

RIDGE = 1e-3
"""What keeps the weights small, as a share of the mean square of a feature: units that are always zero do no harm."""


def fit_linear_probe(A: Array, Y: Array, ridge: float = RIDGE) -> tuple[Array, Array]:
    r"""Return the weights and biases that minimize the squared error plus a penalty on the weights.

    ``W = (A'A + c I)^{-1} A'Y`` on centred columns, with ``c = ridge * N * mean square of the centred A``.

    Parameters
    ----------
    A : ndarray, shape (N, n)
        Activations of one layer.
    Y : ndarray, shape (N, n_classes)
        One-hot targets.
    ridge : float
        Not negative.

    Returns
    -------
    W : ndarray, shape (n, n_classes)
    b : ndarray, shape (n_classes,)

    Notes
    -----
    Alain and Bengio 2017, "Understanding intermediate layers using linear classifier probes", fit a softmax by descent.
    Least squares has one closed form, so that a probe costs a millisecond and no rate has to be chosen.
    """
    if A.shape[0] != Y.shape[0] or A.ndim != 2:
        raise ValueError(f"expected one row of A (N, n) for each row of Y, got shapes {A.shape} and {Y.shape}")
    mean, target = A.mean(0), Y.mean(0)
    C = A - mean
    c = ridge * len(A) * float(np.square(C).mean())
    # Where every unit is constant nothing can be told apart: any c > 0 then gives weights of zero.
    W: Array = np.linalg.solve(C.T @ C + (c or 1.0) * np.eye(A.shape[1]), C.T @ (Y - target))
    return W, target - mean @ W


def probe_accuracy(A: Array, Y: Array, A_test: Array, labels: NDArray[np.int64], ridge: float = RIDGE) -> float:
    """Return the share of test samples whose class a probe of this layer names.

    Parameters
    ----------
    A, Y : ndarray, shapes (N, n) and (N, n_classes)
        What the probe is fitted on.
    A_test : ndarray, shape (M, n)
        The same layer for samples that neither the network nor the probe was fitted on.
    labels : integer ndarray, shape (M,)
        Their classes.
    ridge : float
    """
    W, b = fit_linear_probe(A, Y, ridge)
    return float(((A_test @ W + b).argmax(-1) == labels).mean())
