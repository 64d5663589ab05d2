"""A table of pairs of letters: what a network must beat to have remembered more than the last letter."""

import numpy as np

from nnviz.datasets import Letters


def bigram_nats(letters: Letters, words: tuple[str, ...]) -> float:
    """Return the mean surprise at the next letter of a table: how often each followed each other in training, plus one.

    In nats a letter, the end included, as `nats_per_letter`.
    """
    n = len(letters.symbols)
    counts = np.ones((n, n))
    now, following = letters.encode(letters.train)
    counted = ~np.isnan(following)
    np.add.at(counts, (now[counted].astype(np.intp), following[counted].astype(np.intp)), 1.0)
    P = counts / counts.sum(-1, keepdims=True)
    now, following = letters.encode(words)
    counted = ~np.isnan(following)
    return float(-np.log(P[now[counted].astype(np.intp), following[counted].astype(np.intp)]).mean())
