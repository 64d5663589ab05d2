"""The tent map folded k times: two units a layer make 2^k straight pieces, one hidden layer needs a unit for each."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Dense, Network, activation
from nnviz.experiments.width_and_depth.pieces import Pieces, pieces_along

MOST_FOLDS = 8


def deep_tent(folds: int) -> Network:
    """Build the tent map folded k times from k layers of two ReLU units.

    One fold is 2 max(0, x) - 4 max(0, x - 1/2); the next layer folds what comes out (Telgarsky 2015, Representation
    benefits of deep feedforward networks, lemma 3.8).

    Parameters
    ----------
    folds : int
        k, from 1 to `MOST_FOLDS`.

    Raises
    ------
    ValueError
        If k is out of range.

    Examples
    --------
    >>> network = deep_tent(3)
    >>> [layer.n_out for layer in network.layers], network.n_parameters
    ([2, 2, 2, 1], 19)
    >>> pieces_along(network).count
    8
    """
    _check(folds)
    relu, out = activation("relu"), np.array([[2.0], [-4.0]])
    b = np.array([0.0, -0.5])
    layers = [Dense(np.ones((1, 2)), b, relu)]
    layers += [Dense(out @ np.ones((1, 2)), b, relu) for _ in range(folds - 1)]
    return Network((*layers, Dense(out, np.zeros(1), activation("identity"))))


def flat_tent(folds: int) -> Network:
    """Build the same function from one hidden layer: 2^k units, the first without a kink inside, and 2^k - 1 kinks.

    Parameters
    ----------
    folds : int
        k, from 1 to `MOST_FOLDS`.

    Raises
    ------
    ValueError
        If k is out of range.

    Examples
    --------
    >>> network = flat_tent(3)
    >>> [layer.n_out for layer in network.layers], network.n_parameters
    ([8, 1], 25)
    """
    _check(folds)
    n = 2**folds
    slopes = n * np.where(np.arange(n) % 2 == 0, 1.0, -1.0)
    hidden = Dense(np.ones((1, n)), -np.arange(n) / n, activation("relu"))
    return Network((hidden, Dense(np.diff(slopes, prepend=0.0)[:, None], np.zeros(1), activation("identity"))))


def _check(folds: int) -> None:
    if not 1 <= folds <= MOST_FOLDS:
        raise ValueError(f"expected 1 to {MOST_FOLDS} folds, got {folds}")


@dataclass(frozen=True, eq=False)
class Folded:
    """The same zigzag, once deep and once flat; pieces are counted, not computed from k.

    Attributes
    ----------
    folds : int
    deep, flat : Network
    deep_pieces, flat_pieces : Pieces
        Straight pieces of each on [0, 1].
    difference : float
        The largest difference between both on [0, 1], at all their kinks.
    """

    folds: int
    deep: Network
    flat: Network
    deep_pieces: Pieces
    flat_pieces: Pieces
    difference: float


def folded(folds: int) -> Folded:
    """Build both networks, count their pieces and compare them.

    Parameters
    ----------
    folds : int
        k, from 1 to `MOST_FOLDS`.

    Examples
    --------
    >>> both = folded(4)
    >>> both.deep_pieces.count, both.flat_pieces.count, both.difference
    (16, 16, 0.0)
    """
    deep, flat = deep_tent(folds), flat_tent(folds)
    found = pieces_along(deep), pieces_along(flat)
    x = np.union1d(found[0].breaks, found[1].breaks)[:, None]
    return Folded(folds, deep, flat, *found, float(np.abs(deep.forward(x).A - flat.forward(x).A).max()))
