"""Two classes in the plane with a function for a border: above or below a sine, a cubic, a V, a drawn curve."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from nnviz.datasets.functions import Function
from nnviz.datasets.record import Labels
from nnviz.datasets.toy.tensorflow_playground import uniform_noise
from nnviz.engine.arrays import Array

BORDER_HEIGHT = 3.0
"""How far from the middle of the plane a border goes up and down."""

BORDER_GAP = 0.3
HALF_WIDTH = 5.0

Border = Callable[[ArrayLike], Array]
"""The height of a border over x."""


def border(f: Function) -> Border:
    """Stretch a function on 0..1 over the plane: x from -5 to 5, heights from -3 to 3.

    What never falls below 0 (the absolute value: a V) is centred first, so that both classes get about half.
    """
    centred = f.name in ("abs", "sawtooth", "step")

    def height(x: ArrayLike) -> Array:
        y = f((np.asarray(x, dtype=np.float64) / HALF_WIDTH + 1.0) / 2.0)
        return BORDER_HEIGHT * (2.0 * y - 1.0 if centred else y)

    return height


def two_sides(rng: np.random.Generator, samples: int, noise: float, f: Function) -> tuple[Array, Labels]:
    """Draw points U(-5, 5) an axis; class 1 is above the border, class 0 below.

    Each point is pushed 0.3 up or down, away from the border. The noise, U(-5, 5) n an axis, moves only where the label
    is read, as in `xor`.

    Parameters
    ----------
    rng : numpy.random.Generator
    samples : int
        N.
    noise : float
        Per cent.
    f : Function
        What `border` makes the border of.

    Returns
    -------
    X : ndarray, shape (N, 2)
    labels : ndarray of int, shape (N,)
    """
    height = border(f)
    X = rng.uniform(-HALF_WIDTH, HALF_WIDTH, (samples, 2))
    X[:, 1] += np.where(side(X, height) == 1, BORDER_GAP, -BORDER_GAP)
    return X, side(X + uniform_noise(rng, samples, HALF_WIDTH, noise), height)


def side(X: Array, height: Border) -> Labels:
    """Return 1 on or above the border, else 0; X (..., 2) gives (...)."""
    return (X[..., 1] >= height(X[..., 0])).astype(np.int64)
