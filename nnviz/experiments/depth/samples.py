"""The samples that a deep network is shown: digits, a circle, or as many random numbers as the layers are wide."""

from functools import lru_cache

import numpy as np

from nnviz.engine import Array, Purpose, generator
from nnviz.experiments.run.preparation import prepare
from nnviz.experiments.run.settings import RunSettings

MEASURED = 200
"""Samples on which layers are measured: the first ones of the training part."""

_SETTINGS = {
    "digits": RunSettings(dataset="digits", scaling="standardize"),
    "pixels": RunSettings(dataset="digits", scaling="unit"),
    "circle": RunSettings(dataset="circle"),
}


@lru_cache(maxsize=64)
def samples(data: str, width: int) -> tuple[Array, Array]:
    """Return the training samples and their targets.

    Parameters
    ----------
    data : {'digits', 'pixels', 'circle', 'random'}
        Handwritten digits, each pixel standardized; the same, pixels from 0 to 1; the toy circle; standard normal
        numbers, one feature a unit of the hidden layers, in class 1 where the first one is positive.
    width : int
        Features of 'random'; others ignore it.

    Returns
    -------
    X : ndarray, shape (N, n_in)
    Y : ndarray, shape (N, n_out)
        One-hot for the digits, else 0 or 1.
    """
    if data == "random":
        X = generator(0, Purpose.DATA, width).standard_normal((MEASURED, width))
        return X, (X[:, :1] > 0.0).astype(np.float64)
    train = prepare(_SETTINGS[data]).train
    return train.X, train.Y
