"""Dropout's masks: one draw, the mean of many, and what the rescaling is for."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.engine import Array, Dense, Dropout, Purpose, activation, generator, initializer
from nnviz.experiments.depth.samples import samples

MASK_LINES = "M = (rng.random(X.shape) < 1 - p) / (1 - p)\nA = X * M"
"""Inverted dropout as a textbook has it, with the probability p that a unit is dropped."""

SHOWN = 6
UNITS = 4


@dataclass(frozen=True, eq=False)
class Masks:
    """What dropout does to the activations of a hidden layer.

    Attributes
    ----------
    rate : float
    X : ndarray, shape (6, 4)
        The activations that come in: four ReLU units on six digits.
    M : ndarray, shape (6, 4)
        The last mask: 0, or 1 / (1 - rate). All 1 in evaluation, where nothing is drawn.
    A : ndarray, shape (6, 4)
        What goes on: X * M.
    mean : ndarray, shape (6, 4)
        The mean of A over all draws.
    gaps : ndarray, shape (draws,)
        Root mean square of (mean of the first k draws - X), for k = 1, 2, ...
    expected : ndarray, shape (draws,)
        What it is expected to be: sqrt(mean X^2 * rate / (1 - rate) / k).
    unscaled : float
        The mean of the entries of X * (M > 0) over all draws, as a share of that of X: what would come through without
        the rescaling.
    """

    rate: float
    X: Array
    M: Array
    A: Array
    mean: Array
    gaps: Array
    expected: Array
    unscaled: float

    @property
    def draws(self) -> int:
        """How many masks were drawn."""
        return len(self.gaps)


@lru_cache(maxsize=1)
def hidden_activations() -> Array:
    """Return what four ReLU units give on six digits, shape (6, 4); He start, seed 0."""
    X, _ = samples("digits", 1)
    W, b = initializer("he_normal").sample(generator(0, Purpose.WEIGHTS), X.shape[1], UNITS)
    A: Array = Dense(W, b, activation("relu")).forward(X[:SHOWN]).A
    return A


def draw_masks(rate: float, draws: int, seed: int = 0) -> Masks:
    """Draw masks one after the other, mask k from its own stream: more draws never change the earlier ones.

    Parameters
    ----------
    rate : float
        In [0, 1).
    draws : int
    seed : int

    Raises
    ------
    ValueError
        If the rate is out of range, or there is no draw.
    """
    if draws < 1:
        raise ValueError(f"expected at least one draw, got {draws}")
    layer, X = Dropout(rate), hidden_activations()
    traces = [layer.forward(X, generator(seed, Purpose.DROPOUT, k)) for k in range(draws)]
    masks = np.array([np.ones_like(X) if trace.M is None else trace.M for trace in traces])
    A = np.array([trace.A for trace in traces])
    k = np.arange(1, draws + 1)
    means = np.cumsum(A, axis=0) / k[:, None, None]
    gaps = np.sqrt(np.square(means - X).mean((1, 2)))
    expected = np.sqrt(np.square(X).mean() * rate / (1.0 - rate) / k)
    unscaled = float((X * (masks > 0)).mean() / X.mean())
    return Masks(rate, X, masks[-1], A[-1], means[-1], gaps, expected, unscaled)
