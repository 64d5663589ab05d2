"""Short bars somewhere in an image: what decides is the direction of a bar, never its place."""

import numpy as np

from nnviz.datasets.parameters import checked_count
from nnviz.datasets.record import Labels
from nnviz.datasets.toy.shapes import evenly_distributed
from nnviz.engine.arrays import Array

BARS_CLASSES = ("horizontal", "vertical", "falling", "rising")
IMAGE_SIZE, IMAGE_SIZE_LIMITS = 12, (8, 16)
BAR_LENGTH, BAR_LENGTH_LIMITS = 5, (3, 8)
_STEPS = np.array([[0, 1], [1, 0], [1, 1], [-1, 1]])
_STEPS.setflags(write=False)


def bars(
    rng: np.random.Generator,
    samples: int,
    noise: float,
    image_size: int = IMAGE_SIZE,
    bar_length: int = BAR_LENGTH,
) -> tuple[Array, Labels]:
    """Draw square images with one bar each, anywhere: 1 on the bar, 0 elsewhere, and noise on every pixel.

    Every bar has the same number of pixels, and every place where it fits is equally likely, so that neither the sum of
    all pixels nor, on average over the places, a single pixel tells much of the direction.

    Parameters
    ----------
    rng : numpy.random.Generator
    samples : int
        N; as many of each direction, to within one.
    noise : float
        Per cent; normal with standard deviation n = noise / 100 on every pixel.
    image_size : int
        Rows and columns, 8 to 16.
    bar_length : int
        Pixels of a bar, 3 to 8.

    Returns
    -------
    X : ndarray, shape (N, image_size, image_size, 1)
    labels : ndarray of int, shape (N,)
        0 horizontal, 1 vertical, 2 falling to the right, 3 rising to the right.

    Raises
    ------
    ValueError
        If size or length is out of its limits.

    Examples
    --------
    >>> X, labels = bars(np.random.default_rng(0), samples=4, noise=0.0, image_size=8, bar_length=3)
    >>> X[2, :, :, 0].astype(int)
    array([[0, 0, 0, 0, 0, 0, 0, 0],
           [1, 0, 0, 0, 0, 0, 0, 0],
           [0, 1, 0, 0, 0, 0, 0, 0],
           [0, 0, 1, 0, 0, 0, 0, 0],
           [0, 0, 0, 0, 0, 0, 0, 0],
           [0, 0, 0, 0, 0, 0, 0, 0],
           [0, 0, 0, 0, 0, 0, 0, 0],
           [0, 0, 0, 0, 0, 0, 0, 0]])
    """
    size = checked_count("image_size", image_size, IMAGE_SIZE_LIMITS)
    length = checked_count("bar_length", bar_length, BAR_LENGTH_LIMITS)
    labels = evenly_distributed(samples, len(BARS_CLASSES))
    step = _STEPS[labels]
    first = rng.integers(0, size - (length - 1) * np.abs(step))
    first += np.where(step < 0, length - 1, 0)
    row, column = np.moveaxis(first[:, None] + step[:, None] * np.arange(length)[:, None], -1, 0)
    X = np.zeros((samples, size, size, 1))
    X[np.arange(samples)[:, None], row, column] = 1.0
    return X + rng.normal(0.0, 1.0, X.shape) * (noise / 100.0), labels
