"""More points in a plane: two moons, and blobs and spiral arms for as many classes as a softmax head wants."""

import numpy as np

from nnviz.datasets.record import Labels
from nnviz.datasets.toy.tensorflow_playground import SPIRAL_TURNS, half_of_each, polar, uniform_noise
from nnviz.engine.arrays import Array

MOON_RADIUS = 3.0
BLOB_RING = 4.0


def moons(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Labels]:
    """Draw two half circles of radius 3 that reach into each other, evenly spaced.

    Three times the shape of scikit-learn's `make_moons`, centred on the origin; the noise is normal with standard
    deviation 3 n an axis (n = per cent / 100), so 10 per cent here looks like `noise=0.1` there.

    Parameters
    ----------
    rng : numpy.random.Generator
    samples : int
        N; half of them, rounded up, on the upper moon (class 1).
    noise : float
        Per cent.

    Returns
    -------
    X : ndarray, shape (N, 2)
    labels : ndarray of int, shape (N,)
    """
    labels = half_of_each(samples)
    n_upper = int(labels.sum())
    t = np.pi * np.concatenate([np.linspace(0.0, 1.0, n_upper), np.linspace(0.0, 1.0, samples - n_upper)])
    upper = np.stack([np.cos(t) - 0.5, np.sin(t) - 0.25], axis=-1)
    X = MOON_RADIUS * np.where(labels[:, None] == 1, upper, -upper)
    return X + rng.normal(0.0, MOON_RADIUS * noise / 100.0, (samples, 2)), labels


def blobs(rng: np.random.Generator, samples: int, noise: float, classes: int) -> tuple[Array, Labels]:
    """Draw round clouds whose centres stand evenly on a circle of radius 4, the first at the top, clockwise.

    Each is normal with variance 0.25 + 7 n an axis. Parameters and result as for `moons`, with `classes` clouds.
    """
    labels = evenly_distributed(samples, classes)
    centres = polar(np.full(samples, BLOB_RING), 2.0 * np.pi * labels / classes)
    return rng.normal(centres, np.sqrt(0.25 + 7.0 * noise / 100.0)), labels


def arms(rng: np.random.Generator, samples: int, noise: float, classes: int) -> tuple[Array, Labels]:
    """Draw spiral arms that start at the centre, evenly turned against each other.

    Arm c winds 3.5 / classes times, so that neighbours keep the distance they have in Playground's two-armed spiral:
    point i of m at radius 5 i / m. The noise moves the points by U(-1, 1) n an axis. Parameters and result as for
    `moons`, with `classes` arms.
    """
    labels = evenly_distributed(samples, classes)
    i = np.concatenate([np.arange(m) / m for m in np.bincount(labels, minlength=classes)])
    t = 2.0 * np.pi * (2.0 * SPIRAL_TURNS * i + labels) / classes
    return polar(5.0 * i, t) + uniform_noise(rng, samples, 1.0, noise), labels


def evenly_distributed(samples: int, classes: int) -> Labels:
    """Return sorted labels, as many of each class; the first classes get one more where that does not divide."""
    return np.sort(np.arange(samples) % classes)
