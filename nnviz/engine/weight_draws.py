"""The random numbers behind the initializers: each function draws one weight matrix of shape (n_in, n_out)."""

import numpy as np

from nnviz.engine.arrays import Array


def draw_uniform(rng: np.random.Generator, n_in: int, n_out: int, limit: float) -> Array:
    """Uniform between -limit and limit; the standard deviation is limit / sqrt(3)."""
    return rng.uniform(-limit, limit, (n_in, n_out))


def draw_normal(rng: np.random.Generator, n_in: int, n_out: int, std: float) -> Array:
    """Normal with mean 0."""
    return std * rng.standard_normal((n_in, n_out))


def draw_constant(rng: np.random.Generator, n_in: int, n_out: int, value: float) -> Array:
    """The same number everywhere: all units of the layer compute and learn the same."""
    return np.full((n_in, n_out), value)


def draw_zeros(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """Zero everywhere: all units compute the same, and no gradient reaches a layer before it."""
    return np.zeros((n_in, n_out))


def draw_lecun_uniform(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Uniform, variance 1 / n_in."""
    return draw_uniform(rng, n_in, n_out, gain * np.sqrt(3.0 / n_in))


def draw_lecun_normal(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Normal, variance 1 / n_in."""
    return draw_normal(rng, n_in, n_out, gain * np.sqrt(1.0 / n_in))


def draw_glorot_uniform(rng: np.random.Generator, n_in: int, n_out: int, gain: float, fan_out: int) -> Array:
    """Uniform, variance 2 / (n_in + fan_out): between 1 / n_in, to keep Z's scale, and 1 / fan_out, to keep dX's."""
    return draw_uniform(rng, n_in, n_out, gain * np.sqrt(6.0 / (n_in + fan_out)))


def draw_glorot_normal(rng: np.random.Generator, n_in: int, n_out: int, gain: float, fan_out: int) -> Array:
    """Normal, variance 2 / (n_in + fan_out)."""
    return draw_normal(rng, n_in, n_out, gain * np.sqrt(2.0 / (n_in + fan_out)))


def draw_he_uniform(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Uniform, variance 2 / n_in: the 2 makes up for the half of the inputs that a ReLU sets to zero."""
    return draw_uniform(rng, n_in, n_out, gain * np.sqrt(6.0 / n_in))


def draw_he_normal(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Normal, variance 2 / n_in."""
    return draw_normal(rng, n_in, n_out, gain * np.sqrt(2.0 / n_in))


def draw_orthogonal(rng: np.random.Generator, n_in: int, n_out: int, gain: float) -> Array:
    """Orthonormal columns (or rows, if there are fewer), times the gain."""
    G = rng.standard_normal((max(n_in, n_out), min(n_in, n_out)))
    Q, R = np.linalg.qr(G)
    # QR leaves the sign of each column to the algorithm. With a positive diagonal of R, all rotations are equally
    # likely (Mezzadri 2007, How to generate random matrices from the classical compact groups).
    Q = Q * np.copysign(1.0, np.diagonal(R))
    W: Array = gain * (Q if n_in >= n_out else Q.T)
    return W
