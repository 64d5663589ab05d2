"""The six data sets of TensorFlow Playground: points in a plane that look simple and are not all so.

The rules are those of github.com/tensorflow/playground, `src/dataset.ts` (numbers, ranges and where the noise goes);
the code is our own, and draws all points at once. `n` is the noise as a share, per cent / 100. Class 1 is Playground's
+1 and class 0 its -1. Every function returns the points in the order they are made: shuffle before cutting batches.
"""

import numpy as np

from nnviz.datasets.record import Labels
from nnviz.engine.arrays import Array

CIRCLE_RADIUS = 2.5
XOR_GAP = 0.3
GAUSS_CENTRES = np.array([[2.0, 2.0], [-2.0, -2.0]])
SPIRAL_TURNS = 1.75
HILLS = np.array([[-4.0, 2.5], [0.0, 2.5], [4.0, 2.5], [-4.0, -2.5], [0.0, -2.5], [4.0, -2.5]])
HILL_SIGNS = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
HILL_RADIUS = 2.0
for _constant in (GAUSS_CENTRES, HILLS, HILL_SIGNS):
    _constant.setflags(write=False)


def circle(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Labels]:
    """Draw a disc of class 1 (radius below 2.5) within a ring of class 0 (radius 3.5 to 5).

    The noise, U(-5, 5) n along each axis, moves the point at which the label is evaluated, not the point itself.

    Parameters
    ----------
    rng : numpy.random.Generator
    samples : int
        N; half of them, rounded up, in the disc.
    noise : float
        Per cent.

    Returns
    -------
    X : ndarray, shape (N, 2)
    labels : ndarray of int, shape (N,)
    """
    n_disc = (samples + 1) // 2
    r = np.concatenate([rng.uniform(0.0, CIRCLE_RADIUS, n_disc), rng.uniform(3.5, 5.0, samples - n_disc)])
    X = polar(r, rng.uniform(0.0, 2.0 * np.pi, samples))
    return X, circle_label(X + uniform_noise(rng, samples, 5.0, noise))


def xor(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Labels]:
    """Draw four squares like a chessboard: class 1 where x and y have the same sign.

    Points are U(-5, 5) an axis, then pushed 0.3 away from both axes; the noise, U(-5, 5) n, moves only where the
    label is read. Parameters and result as for `circle`.
    """
    X = rng.uniform(-5.0, 5.0, (samples, 2))
    X += np.where(X > 0.0, XOR_GAP, -XOR_GAP)
    return X, xor_label(X + uniform_noise(rng, samples, 5.0, noise))


def gauss(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Labels]:
    """Draw two clouds, normal around (2, 2) for class 1 and (-2, -2) for class 0, of variance 0.5 + 7 n.

    Parameters and result as for `circle`; the first half, rounded up, is of class 1.
    """
    labels = half_of_each(samples)
    variance = 0.5 + 7.0 * noise / 100.0
    return rng.normal(GAUSS_CENTRES[1 - labels], np.sqrt(variance)), labels


def spiral(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Labels]:
    """Draw two arms that wind around each other 1.75 times, point i of m at radius 5 i / m.

    The noise moves the points by U(-1, 1) n an axis. Parameters and result as for `circle`.
    """
    labels = half_of_each(samples)
    m = int(labels.sum())
    i = np.concatenate([np.arange(m) / m, np.arange(samples - m) / (samples - m)])
    t = SPIRAL_TURNS * 2.0 * np.pi * i + np.where(labels == 1, 0.0, np.pi)
    return polar(5.0 * i, t) + uniform_noise(rng, samples, 1.0, noise), labels


def reg_plane(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Draw points U(-6, 6) an axis with the target (x + y) / 10: a plane that a single linear unit can learn.

    The noise, U(-6, 6) n an axis, moves only where the target is read. Parameters as for `circle`.

    Returns
    -------
    X : ndarray, shape (N, 2)
    targets : ndarray, shape (N,)
    """
    X = rng.uniform(-6.0, 6.0, (samples, 2))
    return X, plane_height(X + uniform_noise(rng, samples, 6.0, noise))


def reg_gauss(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Draw points U(-6, 6) an axis with a target of three hills and three hollows.

    The noise is as for `reg_plane`, and so are the parameters and the result.
    """
    X = rng.uniform(-6.0, 6.0, (samples, 2))
    return X, hills_height(X + uniform_noise(rng, samples, 6.0, noise))


def circle_label(X: Array) -> Labels:
    """Return 1 within radius 2.5 of the origin, else 0; X (..., 2) gives (...)."""
    return (np.hypot(X[..., 0], X[..., 1]) < CIRCLE_RADIUS).astype(np.int64)


def xor_label(X: Array) -> Labels:
    """Return 1 where x y >= 0, else 0; X (..., 2) gives (...)."""
    return (X[..., 0] * X[..., 1] >= 0.0).astype(np.int64)


def plane_height(X: Array) -> Array:
    """Return (x + y) / 10; X (..., 2) gives (...)."""
    height: Array = (X[..., 0] + X[..., 1]) / 10.0
    return height


def hills_height(X: Array) -> Array:
    """Return the signed height of the nearest hill or hollow, 1 - distance / 2 and 0 beyond distance 2.

    X (..., 2) gives (...).
    """
    distance = np.linalg.norm(X[..., None, :] - HILLS, axis=-1)
    nearest = distance.argmin(axis=-1)
    height: Array = HILL_SIGNS[nearest] * np.clip(1.0 - distance.min(axis=-1) / HILL_RADIUS, 0.0, 1.0)
    return height


def polar(r: Array, t: Array) -> Array:
    """Return the points (r sin t, r cos t), shape (N, 2): angle 0 is up, and angles grow clockwise."""
    return np.stack([r * np.sin(t), r * np.cos(t)], axis=-1)


def uniform_noise(rng: np.random.Generator, samples: int, half_width: float, noise: float) -> Array:
    """Draw U(-reach, reach) times noise / 100 an axis, shape (samples, 2)."""
    return rng.uniform(-half_width, half_width, (samples, 2)) * (noise / 100.0)


def half_of_each(samples: int) -> Labels:
    """Return class 1 for the first half of the samples, rounded up, then class 0."""
    return (np.arange(samples) < (samples + 1) // 2).astype(np.int64)
