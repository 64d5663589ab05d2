"""What the samples that lie nearest foretell: how much of the labels the inputs tell at all, whatever the network."""

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array
from nnviz.experiments.run.preparation import PreparedData

NEIGHBOURS = 5
"""Samples that lie nearest to one, whose labels foretell its own where labels have anything to do with the inputs."""

MAX_COMPARED = 400
"""Samples of both parts whose neighbours are looked for."""

CHANCE_ERRORS = 4.0
"""Standard errors from what guessing gets right that still count as chance."""


def neighbour_accuracy(data: PreparedData) -> tuple[float, int]:
    """Return for which share of the samples, of both parts, the nearest neighbours predict the label; and of how many.

    Parameters
    ----------
    data : PreparedData
        With labels.
    """
    X, labels = compared(data)
    return neighbours_agree(X, labels), len(X)


def compared(data: PreparedData) -> tuple[Array, NDArray[np.int64]]:
    """Return inputs of equal spread and labels of the samples that are compared: both parts, each sample once.

    Parameters
    ----------
    data : PreparedData
    """
    train, test = data.train, data.test
    same = np.array_equal(train.X, test.X)  # a table of few rows may be trained on and tested as a whole
    X, labels = (
        (train.X, train.labels)
        if same
        else (np.concatenate([train.X, test.X]), np.concatenate([train.labels, test.labels]))
    )
    X, labels = X[:MAX_COMPARED], labels[:MAX_COMPARED]
    spread = X.std(0)
    return X / np.where(spread > 0, spread, 1.0), labels


def neighbours_agree(X: Array, labels: NDArray[np.int64]) -> float:
    """Return for which share of the samples the majority of its nearest neighbours has its label.

    Parameters
    ----------
    X : ndarray, shape (N, n_features)
    labels : integer ndarray, shape (N,)
    """
    nearest = labels[_nearest(X)]
    votes = (nearest[..., None] == np.arange(labels.max() + 1)).sum(1)
    return float((votes.argmax(-1) == labels).mean())


def neighbour_means(X: Array, Y: Array) -> Array:
    """Return for each sample the mean target of its nearest neighbours.

    Parameters
    ----------
    X : ndarray, shape (N, n_features)
    Y : ndarray, shape (N, n_out)
    """
    means: Array = Y[_nearest(X)].mean(1)
    return means


def _nearest(X: Array) -> NDArray[np.intp]:
    squares = np.square(X).sum(-1)
    apart = squares[:, None] - 2.0 * (X @ X.T) + squares
    np.fill_diagonal(apart, np.inf)
    k = min(NEIGHBOURS, len(X) - 1)
    return np.argpartition(apart, k - 1, axis=-1)[:, :k]


def by_chance(share: float, n: int) -> float:
    """Return how far from this share of right answers n samples may be by chance."""
    return CHANCE_ERRORS * float(np.sqrt(share * (1.0 - share) / n))


def one_input_foretells(X: Array, labels: NDArray[np.int64]) -> bool:
    """Return whether an input alone goes with a class, more closely than chance has it.

    Parameters
    ----------
    X : ndarray, shape (N, n_features)
    labels : integer ndarray, shape (N,)
    """
    of_class = (labels[:, None] == np.arange(labels.max() + 1)).astype(float)
    centred = [part - part.mean(0) for part in (X, of_class)]
    lengths = [np.sqrt(np.square(part).sum(0)) for part in centred]
    products = np.abs(centred[0].T @ centred[1])
    scale = np.outer(*lengths)
    correlations = np.divide(products, scale, out=np.zeros_like(products), where=scale > 0)
    tests = max(1, correlations.size)
    limit = CHANCE_ERRORS + 0.5 * np.log10(tests)  # the largest of many is larger by chance too
    return bool(correlations.max(initial=0.0) * np.sqrt(len(X)) > limit)


def is_parity(X: Array, labels: NDArray[np.int64]) -> bool:
    """Return whether two classes are the parity of some of the inputs, each of which has two values.

    Neighbours say nothing about a parity: each input that changes turns it around.

    Parameters
    ----------
    X : ndarray, shape (N, n_features)
    labels : integer ndarray, shape (N,)
    """
    low, high = X.min(0), X.max(0)
    two_valued = ((X == low) | (X == high)).all(0) & (low < high)
    if labels.max() > 1 or not two_valued.any() or len(X) <= two_valued.sum() + MORE_ROWS:
        return False
    bits = (X == high)[:, two_valued]
    rows = np.column_stack([bits, np.ones(len(X), bool), labels.astype(bool)])
    column = 0
    for j in range(rows.shape[1] - 1):  # Gaussian elimination with exclusive or in place of subtraction
        pivots = np.flatnonzero(rows[column:, j])
        if len(pivots):
            rows[[column, column + pivots[0]]] = rows[[column + pivots[0], column]]
            others = rows[:, j].copy()
            others[column] = False
            rows[others] ^= rows[column]
            column += 1
    return not rows[column:, -1].any()


MORE_ROWS = 10
"""So many more rows than inputs that labels without any rule would be a parity once in a thousand times."""
