"""Own data that ask something of the diagnosis: rare classes, parities, contradictions, inputs out of scale."""

from itertools import product

import numpy as np

from nnviz.datasets import Dataset, dataset


def table(X, labels=None, y=None):
    """Own data of these columns, with classes or numbers to predict."""
    X = np.asarray(X, float)
    names = tuple(f"column {j + 1}" for j in range(X.shape[1]))
    if labels is None:
        y = np.asarray(y, float)[:, None]
        return Dataset("own", "Own data", "regression", X, y, np.empty(0, int), names)
    labels = np.asarray(labels, int)
    n_classes = labels.max() + 1
    Y = labels[:, None] if n_classes == 2 else np.eye(n_classes)[labels]
    kind = "binary" if n_classes == 2 else "classes"
    return Dataset("own", "Own data", kind, X, Y, labels, names, tuple("abcdefgh"[:n_classes]))


def with_few_of_one_class(share):
    """Two clouds that overlap, with this share of the samples in the second class."""
    whole = dataset("gauss", rng=0, noise=50.0, samples=1000)
    rare = np.flatnonzero(whole.labels == 1)[: int(1000 * share)]
    return whole.take(np.sort(np.concatenate([np.flatnonzero(whole.labels == 0), rare])))


def parity(bits, times=1):
    """The truth table of exclusive or of some bits, several times over."""
    X = np.tile(np.array(list(product((0, 1), repeat=bits)), float), (times, 1))
    return table(X, X.sum(1) % 2)


def drawn_parity(bits, n, seed=0):
    """Samples of the exclusive or of many bits, too few for neighbours to say anything."""
    X = np.random.default_rng(seed).integers(0, 2, (n, bits))
    return table(X, X.sum(1) % 2)


def without_reason(n, classes=2, seed=0):
    """Labels that are drawn by lot."""
    rng = np.random.default_rng(seed)
    return table(rng.normal(size=(n, 2)), rng.permutation(np.arange(n) % classes))


def contradictory(n=200, seed=0):
    """Two values of one input, each with both labels by lot, so that no network can tell them."""
    rng = np.random.default_rng(seed)
    return table((np.arange(n) % 2)[:, None], rng.permutation(np.arange(n) // 2 % 2))


def one_column(low, high, n=200, seed=0, number=False):
    """One input that decides by itself, in some range."""
    x = np.random.default_rng(seed).uniform(low, high, n)
    middle = (low + high) / 2
    y = np.sin(4 * (x - low) / (high - low))
    return table(x[:, None], y=y) if number else table(x[:, None], x > middle)
