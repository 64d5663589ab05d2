"""Clipping shortens a gradient that is too long and keeps its direction."""

import numpy as np

from nnviz.engine.arrays import Array, euclidean_norm, float64
from nnviz.engine.parameters import is_number


def clip_by_norm(dtheta: Array, limit: float | None) -> Array:
    """Return the gradient, scaled down to the norm ``limit`` if its norm is larger (Pascanu et al. 2013, algorithm 1).

    Parameters
    ----------
    dtheta : ndarray, shape (..., n_parameters)
        In an ensemble each network's gradient is clipped on its own.
    limit : float or None
        None leaves the gradient as it is.

    Raises
    ------
    ValueError
        If the limit is not a positive finite number.
    """
    if limit is None:
        return dtheta
    if not (is_number(limit) and limit > 0):
        raise ValueError(f"expected a positive finite norm to clip at, or None, got {limit!r}")
    dtheta = float64(dtheta, "dtheta")
    norm = euclidean_norm(dtheta, -1)
    clipped: Array = dtheta * (limit / np.maximum(norm, limit))
    huge = norm > np.maximum(1e140, limit)
    if huge.any():  # the norm may lie beyond float64, and the quotient below it
        smaller = dtheta * 2.0**-32
        clipped = np.where(huge, smaller / euclidean_norm(smaller, -1) * limit, clipped)
    return clipped
