"""Ten kinds of short signals, each a small pattern somewhere among noise: what MNIST-1D is made of.

The recipe and its numbers (templates, padding, scaling, translation, shear, noise, final length) are those of Sam
Greydanus, Scaling down deep learning, 2020 (arXiv:2011.14439), github.com/greydanus/mnist1d, Apache License 2.0. The
code is our own and draws all signals at once, from other random numbers.
"""

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.record import Labels
from nnviz.datasets.toy.shapes import evenly_distributed
from nnviz.engine.arrays import Array

SIGNAL_CLASSES = tuple("0123456789")
SIGNAL_LENGTH = 40
TEMPLATE_LENGTH = 12
PADDING = (36, 60)
LONG_LENGTH = TEMPLATE_LENGTH + PADDING[1]
SCALE = 0.4
MAX_TRANSLATION = 48
SHEAR = 0.75
CORRELATED_NOISE = 0.25
SMOOTHING = 2.0
IID_NOISE = 0.02
_DRAWN = np.array(
    [
        [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
        [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
        [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
        [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
        [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
        [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
        [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
        [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
        [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
        [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
    ]
)


def templates() -> Array:
    """Return the ten patterns, shape (10, 12): each starts and ends at 0 and has standard deviation 1/6.

    Examples
    --------
    >>> templates()[0].round(2) + 0.0
    array([0.  , 0.24, 0.36, 0.41, 0.47, 0.47, 0.47, 0.47, 0.41, 0.36, 0.24,
           0.  ])
    """
    shapes: Array = (_DRAWN - _DRAWN.mean(axis=1, keepdims=True)) / _DRAWN.std(axis=1, keepdims=True)
    return (shapes - shapes[:, :1]) / 6.0


def signals(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Labels]:
    """Draw signals of 40 numbers: a template, stretched, scaled, moved, buried in noise, tilted and sampled.

    1. pad the template with 36 to 60 zeros and stretch it to 72 numbers;
    2. multiply it by 0.8 to 1.2, and roll it by 0 to 47 places;
    3. where there is no pattern, put smooth noise: normal, standard deviation 0.25, under a Gaussian of width 2;
    4. add normal noise of standard deviation 0.02 everywhere, and subtract a line of slope -0.375 to 0.375;
    5. read 40 evenly spaced numbers off it; in the end, shift and scale all signals to mean 0 and variance 1.

    Parameters
    ----------
    rng : numpy.random.Generator
    samples : int
        N; as many of each class, to within one.
    noise : float
        Per cent; more than the recipe's: normal with standard deviation n = noise / 100 on the finished signals.

    Returns
    -------
    X : ndarray, shape (N, 40, 1)
    labels : ndarray of int, shape (N,)

    Examples
    --------
    >>> X, labels = signals(np.random.default_rng(0), samples=20, noise=0.0)
    >>> X.shape, labels[:4].tolist(), X[0, :6, 0].round(2).tolist()
    ((20, 40, 1), [0, 0, 1, 1], [0.04, 0.1, 0.6, 0.92, 0.85, 0.39])
    """
    labels = evenly_distributed(samples, len(SIGNAL_CLASSES))
    padding = rng.integers(PADDING[0], PADDING[1] + 1, samples)
    scale = 1.0 + SCALE * (rng.random(samples) - 0.5)
    roll = rng.integers(0, MAX_TRANSLATION, samples)
    tilt = SHEAR * (rng.random(samples) - 0.5)

    stretched, pattern = _stretched(labels, padding)
    place = (np.arange(LONG_LENGTH) - roll[:, None]) % LONG_LENGTH
    rows = np.arange(samples)[:, None]
    smooth = CORRELATED_NOISE * rng.normal(0.0, 1.0, place.shape) @ _smoothing(LONG_LENGTH, SMOOTHING)
    x = np.where(pattern[rows, place], (scale[:, None] * stretched)[rows, place], smooth)
    x += rng.normal(0.0, IID_NOISE, x.shape)
    x -= tilt[:, None] * np.linspace(-0.5, 0.5, LONG_LENGTH)
    x = _read_off(x, SIGNAL_LENGTH)
    x = (x - x.mean()) / x.std()
    return (x + rng.normal(0.0, 1.0, x.shape) * (noise / 100.0))[..., None], labels


def _stretched(labels: Labels, padding: NDArray[np.int64]) -> tuple[Array, NDArray[np.bool_]]:
    """Pad the templates of these classes and stretch them to 72 numbers; and say where the pattern is."""
    at = np.arange(LONG_LENGTH) * ((TEMPLATE_LENGTH + padding - 1) / (LONG_LENGTH - 1))[:, None]
    padded = np.pad(templates(), ((0, 0), (0, LONG_LENGTH)))
    low = at.astype(np.int64)
    share = at - low
    x = (1.0 - share) * padded[labels[:, None], low] + share * padded[labels[:, None], low + 1]
    return x, at < TEMPLATE_LENGTH


def _smoothing(length: int, width: float) -> Array:
    """Return the matrix of a Gaussian filter, cut at four widths, that reflects at the ends; shape (length, length)."""
    reach = int(4.0 * width + 0.5)
    offsets = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * (offsets / width) ** 2)
    source = np.pad(np.arange(length), reach, mode="symmetric")
    matrix = np.zeros((length, length))
    for k, weight in enumerate(weights / weights.sum()):
        matrix[source[k : k + length], np.arange(length)] += weight
    return matrix


def _read_off(x: Array, length: int) -> Array:
    """Interpolate along the last axis at evenly spaced places, the ends included."""
    at = np.linspace(0.0, x.shape[-1] - 1, length)
    low = np.minimum(at.astype(np.int64), x.shape[-1] - 2)
    read: Array = (1.0 - (at - low)) * x[..., low] + (at - low) * x[..., low + 1]
    return read
