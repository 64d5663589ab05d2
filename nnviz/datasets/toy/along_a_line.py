"""One input, one number to predict: evenly spaced x between 0 and 1, and a function of them with noise."""

import numpy as np

from nnviz.datasets.functions import DOMAIN, Function
from nnviz.engine.arrays import Array


def function_values(rng: np.random.Generator, samples: int, noise: float, f: Function) -> tuple[Array, Array]:
    """Draw points of a function in one dimension.

    The x are the middles of N equal parts of 0..1, so that no gap is left by chance; the noise is normal with standard
    deviation n (n = per cent / 100) and moves the target alone.

    Parameters
    ----------
    rng : numpy.random.Generator
    samples : int
        N.
    noise : float
        Per cent.
    f : Function

    Returns
    -------
    X : ndarray, shape (N, 1)
    targets : ndarray, shape (N,)
    """
    low, high = DOMAIN
    x = low + (high - low) * (np.arange(samples) + 0.5) / samples
    return x[:, None], f(x) + rng.normal(0.0, 1.0, samples) * (noise / 100.0)
