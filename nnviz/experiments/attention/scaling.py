"""Why scores are divided by the root of d: drawn queries and keys, and what softmax makes of their products."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.engine import Array, Purpose, generator, softmax
from nnviz.experiments.attention.scaling_settings import SCALING_WIDTHS, ScalingFields

KEYS = 16
"""Whom a query asks."""

QUERIES = 1250
"""Each with keys of its own: 20,000 products of a query and a key."""

REACH = 60.0
"""Of the histogram, in both directions: nearly four standard deviations at d = 256."""

BARS = 120


@dataclass(frozen=True, eq=False)
class Drawn:
    """Queries and keys of one width whose entries are independent with mean 0 and variance 1, and their products.

    The first axis has what is not divided by the root of d, then what is.

    Attributes
    ----------
    width : int
        d.
    S : ndarray, shape (2, queries, keys)
        Scores q . k.
    P : ndarray, shape (2, queries, keys)
        Weights, the softmax of the scores of each query.
    """

    width: int
    S: Array
    P: Array

    @property
    def variance(self) -> Array:
        """Of all scores, shape (2,)."""
        found: Array = self.S.var((1, 2))
        return found

    @property
    def largest(self) -> Array:
        """The largest weight of a query, in the mean over queries, shape (2,)."""
        found: Array = self.P.max(2).mean(1)
        return found

    @property
    def jacobian(self) -> Array:
        """The size of softmax's Jacobian, in the mean over queries, shape (2,)."""
        found: Array = jacobian_norm(self.P).mean(1)
        return found


def jacobian_norm(P: Array) -> Array:
    r"""Return the Frobenius norm of ``diag(p) - p p^T`` for each row of weights.

    The diagonal has p_i (1 - p_i), all else p_i p_j: a sum of squares, in which nothing cancels.

    Parameters
    ----------
    P : ndarray, shape (..., keys)

    Examples
    --------
    >>> jacobian_norm(np.array([[0.5, 0.5], [1.0, 0.0]])).tolist()
    [0.5, 0.0]
    """
    squares = P * P
    diagonal = (squares * (1.0 - P) ** 2).sum(-1)
    beside: Array = (squares * (squares.sum(-1, keepdims=True) - squares)).sum(-1)
    size: Array = np.sqrt(diagonal + np.maximum(beside, 0.0))
    return size


@lru_cache(maxsize=32)
def drawn(width: int, seed: int) -> Drawn:
    """Draw queries and keys.

    Parameters
    ----------
    width : int
    seed : int

    Examples
    --------
    >>> drawn(16, 0).S.shape
    (2, 1250, 16)
    """
    rng = generator(seed, Purpose.DATA, width)
    Q = rng.standard_normal((QUERIES, 1, width))
    K = rng.standard_normal((QUERIES, KEYS, width))
    S = (Q @ K.mT)[:, 0]
    both = np.stack([S, S / np.sqrt(width)])
    return Drawn(width, both, softmax(both))


def over_widths(seed: int) -> tuple[Drawn, ...]:
    """Return what is drawn at every width."""
    return tuple(drawn(width, seed) for width in SCALING_WIDTHS)


def drawn_for(settings: ScalingFields) -> Drawn:
    """Return what is drawn at the width of the settings."""
    return drawn(settings.scaling_width, settings.scaling_seed)


def histogram(found: Drawn) -> tuple[Array, Array]:
    """Return the middles of the bars, shape (bars,), and the counts of both kinds of scores, shape (2, bars).

    Scores beyond the reach of the axis are counted in the outermost bars.
    """
    edges = np.linspace(-REACH, REACH, BARS + 1)
    inside = np.clip(found.S, -REACH, REACH)
    counts = np.stack([np.histogram(one, edges)[0] for one in inside]).astype(np.float64)
    middles: Array = (edges[:-1] + edges[1:]) / 2
    return middles, counts
