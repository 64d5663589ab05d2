"""The random numbers behind the initializers: each function draws one weight matrix of shape (n_in, n_out)."""

import numpy as np

from nnviz.engine.arrays import Array


def draw_uniform(rng: np.random.Generator, n_in: int, n_out: int, limit: float) -> Array:
    """Every number between -limit and limit alike; the standard deviation is limit / sqrt(3)."""
    return rng.uniform(-limit, limit, (n_in, n_out))


def draw_normal(rng: np.random.Generator, n_in: int, n_out: int, std: float) -> Array:
    """The bell curve around 0."""
    return std * rng.standard_normal((n_in, n_out))


def draw_constant(rng: np.random.Generator, n_in: int, n_out: int, value: float) -> Array:
    """The same number everywhere: all units of the layer compute and learn the same."""
    return np.full((n_in, n_out), value)


def draw_zeros(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """Zero everywhere: all units compute the same, and behind a hidden layer no gradient comes through."""
    return np.zeros((n_in, n_out))


def draw_lecun_uniform(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Uniform, variance 1 / n_in."""
    return draw_uniform(rng, n_in, n_out, gain * np.sqrt(3.0 / n_in))


def draw_lecun_normal(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Normal, variance 1 / n_in."""
    return draw_normal(rng, n_in, n_out, gain * np.sqrt(1.0 / n_in))


def draw_glorot_uniform(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Uniform, variance 2 / (n_in + n_out): between what Z wants, 1 / n_in, and what dX wants, 1 / n_out."""
    return draw_uniform(rng, n_in, n_out, gain * np.sqrt(6.0 / (n_in + n_out)))


def draw_glorot_normal(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Normal, variance 2 / (n_in + n_out)."""
    return draw_normal(rng, n_in, n_out, gain * np.sqrt(2.0 / (n_in + n_out)))


def draw_he_uniform(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Uniform, variance 2 / n_in: a ReLU blocks half of the inputs, and the 2 makes up for it."""
    return draw_uniform(rng, n_in, n_out, gain * np.sqrt(6.0 / n_in))


def draw_he_normal(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Normal, variance 2 / n_in."""
    return draw_normal(rng, n_in, n_out, gain * np.sqrt(2.0 / n_in))


def draw_orthogonal(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Rotate: the columns are orthonormal (the rows, if there are fewer), times the gain."""
    G = rng.standard_normal((max(n_in, n_out), min(n_in, n_out)))
    Q, R = np.linalg.qr(G)
    # QR leaves the sign of each column to the algorithm. With a positive diagonal of R, all rotations are equally
    # likely (Mezzadri 2007, How to generate random matrices from the classical compact groups).
    Q = Q * np.copysign(1.0, np.diagonal(R))
    W: Array = gain * (Q if n_in >= n_out else Q.T)
    return W
