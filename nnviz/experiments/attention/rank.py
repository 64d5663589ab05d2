"""Attention alone makes all tokens alike: how different they still are, layer after layer, before any training.

Dong, Cordonnier and Loukas 2021, "Attention is not all you need: pure attention loses rank doubly exponentially with
depth", ICML.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.engine import Array, Attention, Purpose, Residual, generator, initializer

DEPTH, TOKENS, WIDTH, HEADS, SAMPLES = 12, 12, 16, 2, 8
RESOLVED = 1e-14
"""Below this, the tokens are alike to the last digits of float64."""


@dataclass(frozen=True, eq=False)
class RankLoss:
    """How different the tokens still are, at the input and then after each layer; see `difference`.

    Attributes
    ----------
    pure, residual : ndarray, shape (DEPTH + 1,)
        Of attention alone, and with a residual connection around each layer; both have the same matrices.
    """

    pure: Array
    residual: Array


@lru_cache(maxsize=16)
def rank_loss(seed: int = 0) -> RankLoss:
    """Send drawn tokens through twelve drawn layers of attention, with and without residual connections.

    Parameters
    ----------
    seed : int
    """
    rng, start = generator(seed, Purpose.WEIGHTS), initializer("glorot_uniform")
    pure = residual = rng.standard_normal((SAMPLES, TOKENS, WIDTH))
    found = [(difference(pure), difference(residual))]
    for _ in range(DEPTH):
        W_Q, W_K, W_V, W_O = (start.sample(rng, WIDTH, WIDTH)[0] for _ in range(4))
        layer = Attention(W_Q, W_K, W_V, W_O, TOKENS, HEADS)
        pure, residual = layer.forward(pure).A, Residual((layer,)).forward(residual).A
        found.append((difference(pure), difference(residual)))
    return RankLoss(*np.array(found).T)


def difference(X: Array) -> float:
    """Return how different tokens are: 1 if their mean is zero, 0 if all are alike; the median over the samples.

    It is the distance from the nearest matrix whose rows are all alike, as a share of the length of X.

    Parameters
    ----------
    X : ndarray, shape (N, T, d)
    """
    rest = X - X.mean(-2, keepdims=True)
    shares = np.linalg.norm(rest, axis=(-2, -1)) / np.linalg.norm(X, axis=(-2, -1))
    return float(np.median(shares))
