"""Classifying shifted digits: dense layers, convolutions with flatten, and convolutions with a global maximum."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnviz.engine import (
    HEADS,
    Architecture,
    Array,
    Batches,
    Convolved,
    Hidden,
    Network,
    Pooled,
    Rules,
    TrainState,
    initializer,
    loss,
    optimizer,
    take_steps,
)
from nnviz.experiments.convolution.digit_parts import digits

ShiftNetwork = Literal["dense", "flatten", "global"]
SHIFT_NETWORKS: dict[ShiftNetwork, str] = {
    "dense": "dense 64-16-10",
    "flatten": "conv 4, pool, conv 8, pool, flatten, dense",
    "global": "conv 8, conv 16, global max, dense",
}
"""With their titles."""

SHIFTS = (0, 1, 2)
EPOCHS, BATCH, RATE = 20, 32, 0.01
_DIRECTIONS = ((0, 1), (0, -1), (1, 0), (-1, 0))


def architecture(name: ShiftNetwork, canvas: int = 8) -> Architecture:
    """Return a network that classifies images of so many rows.

    Examples
    --------
    >>> architecture("flatten").build(0).n_parameters, architecture("dense").build(0).n_parameters
    (666, 1210)
    """
    layers = {
        "dense": (Hidden(16),),
        "flatten": (Convolved(4), Pooled(), Convolved(8), Pooled()),
        "global": (Convolved(8, padding="valid"), Convolved(16, padding="valid"), Pooled(window=None)),
    }[name]
    head = HEADS["softmax"]
    image = (canvas, canvas, 1)
    return Architecture(canvas**2, layers, head, loss(head.losses[0]), 10, initializer("he_normal"), image=image)


def shifted_digits(X: Array, down: int, right: int, canvas: int = 8) -> Array:
    """Return digits shifted by whole pixels on a larger canvas, or on 8 x 8: what goes over the border is gone.

    Parameters
    ----------
    X : ndarray, shape (N, 64)
    down, right : int
    canvas : int
        Rows of the image; the digit stands in the middle.

    Returns
    -------
    ndarray, shape (N, canvas^2)
    """
    reach, edge = max(abs(down), abs(right)), (canvas - 8) // 2
    by = edge + reach
    wide = np.pad(X.reshape(-1, 8, 8), ((0, 0), (by, canvas - 8 + 2 * reach - by), (by, canvas - 8 + 2 * reach - by)))
    rows, columns = slice(reach - down, reach - down + canvas), slice(reach - right, reach - right + canvas)
    return wide[:, rows, columns].reshape(len(X), -1)


@dataclass(frozen=True, eq=False)
class ShiftAccuracy:
    """How many test digits a network classifies right after a shift.

    Attributes
    ----------
    network : ShiftNetwork
    parameters : int
    by_shift : ndarray, shape (seeds, shifts)
        The mean over the four directions.
    """

    network: ShiftNetwork
    parameters: int
    by_shift: Array


def trained(name: ShiftNetwork, seed: int, canvas: int = 8, epochs: int = EPOCHS) -> Network:
    """Return a network that has learned the digits where they stand: none of them is shifted."""
    train = digits()[0]
    plan = architecture(name, canvas)
    state = TrainState.start(plan.build(seed), Rules(plan.loss, optimizer("adam"), RATE), seed)
    batches = Batches(shifted_digits(train.X, 0, 0, canvas), train.Y, BATCH, seed)
    return take_steps(state, batches.batch, epochs * batches.per_epoch).network


def accuracy_by_shift(network: Network, canvas: int = 8) -> Array:
    """Return the share of right test digits after each shift, shape (shifts,)."""
    test = digits()[1]
    shares = []
    for by in SHIFTS:
        directions = _DIRECTIONS if by else _DIRECTIONS[:1]
        images = [shifted_digits(test.X, by * down, by * right, canvas) for down, right in directions]
        right_ones = [(network.forward(X).A.argmax(-1) == test.labels).mean() for X in images]
        shares.append(float(np.mean(right_ones)))
    return np.array(shares)


def shift_accuracy(
    name: ShiftNetwork,
    seeds: Sequence[int],
    canvas: int = 8,
    epochs: int = EPOCHS,
    progress: Callable[[float], None] | None = None,
) -> ShiftAccuracy:
    """Train a network from every seed on digits that stand still, and classify shifted ones.

    Parameters
    ----------
    name : ShiftNetwork
    seeds : sequence of int
    canvas, epochs : int
    progress : callable, optional
        Called with the share of the way.
    """
    found = []
    for k, seed in enumerate(seeds):
        found.append(accuracy_by_shift(trained(name, seed, canvas, epochs), canvas))
        if progress is not None:
            progress((k + 1) / len(seeds))
    return ShiftAccuracy(name, architecture(name, canvas).build(0).n_parameters, np.array(found))
