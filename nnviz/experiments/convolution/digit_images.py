"""Small images to work with by hand: the middle of the bundled handwritten digits, from 0 (paper) to 1 (ink)."""

from functools import cache

from nnviz.datasets import dataset
from nnviz.engine import Array, Purpose, generator

SIDE = 8
"""Pixels of a digit's height and width."""

INK = 16.0
"""The largest number of a pixel in the file."""


@cache
def _digits() -> Array:
    data = dataset("digits")
    order = generator(0, Purpose.BATCHES).permutation(data.n_samples)
    images: Array = (data.X[order] / INK).reshape(-1, SIDE, SIDE, 1)
    images.flags.writeable = False
    return images


def digit_images(size: int = SIDE) -> Array:
    """Return all digits, cut down to their middle, in an order that has no meaning.

    Parameters
    ----------
    size : int
        Height and width in pixels, at most 8.

    Returns
    -------
    ndarray, shape (N, size, size, 1), read-only

    Examples
    --------
    >>> digit_images(5).shape
    (1797, 5, 5, 1)
    """
    if not 1 <= size <= SIDE:
        raise ValueError(f"expected a size from 1 to {SIDE} pixels, got {size}; choose one of them")
    cut = (SIDE - size) // 2
    return _digits()[:, cut : cut + size, cut : cut + size]
