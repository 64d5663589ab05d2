"""Samples with places are looked at as pictures: an image as it is, a signal as a curve."""

import numpy as np

from nnviz.datasets.record import Dataset
from nnviz.engine.arrays import Array

CURVE_ROWS = 40
"""Rows of the picture of a signal."""


def pictures(data: Dataset, X: Array) -> Array | None:
    """Draw samples of a data set in grey: 0 is paper, 1 is ink.

    An image's own range becomes 0 to 1, and what noise pushes beyond it is cut. A signal becomes a curve, a column a
    number, all of them on the scale of the whole data set.

    Parameters
    ----------
    data : Dataset
        Whose samples they are.
    X : ndarray, shape (k, d)
        Samples as they came.

    Returns
    -------
    ndarray, shape (k, rows, columns), or None
        None where samples have no places, or more than one channel.
    """
    if data.shape is None or data.shape[-1] != 1:
        return None
    low, high = data.x_range or (float(data.X.min()), float(data.X.max()))
    shares = np.clip((X - low) / max(high - low, 1e-300), 0.0, 1.0)
    return curves(shares) if data.image_shape is None else shares.reshape(-1, *data.image_shape)


def curves(shares: Array) -> Array:
    """Draw numbers from 0 (bottom) to 1 (top), shape (k, n), as curves; shape (k, 40, n).

    Each column is inked from halfway to the number before it to halfway to the one after it.

    Examples
    --------
    >>> curves(np.array([[0.0, 0.0, 1.0, 1.0]]))[0, [0, 19, 20, 39]].astype(int)
    array([[0, 0, 1, 1],
           [0, 1, 1, 0],
           [0, 1, 0, 0],
           [1, 1, 0, 0]])
    """
    between = (shares[:, 1:] + shares[:, :-1]) / 2.0
    ends = np.stack(
        [np.column_stack([shares[:, :1], between]), shares, np.column_stack([between, shares[:, -1:]])], axis=-1
    )
    row = np.minimum((ends * CURVE_ROWS).astype(int), CURVE_ROWS - 1)
    top, bottom = CURVE_ROWS - 1 - row.max(axis=-1), CURVE_ROWS - 1 - row.min(axis=-1)
    at = np.arange(CURVE_ROWS)[:, None]
    inked: Array = ((top[:, None, :] <= at) & (at <= bottom[:, None, :])).astype(np.float64)
    return inked
