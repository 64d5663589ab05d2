"""Classifying shifted digits: dense layers, convolutions with flatten, and convolutions with a global maximum."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from nnviz.engine import (
    HEADS,
    Architecture,
    Array,
    Batch,
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
)
from nnviz.experiments.convolution.digit_parts import digits
from nnviz.experiments.recording.recording import Task, spaced

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


@dataclass(frozen=True)
class ShiftTask(Task):
    """Three networks learn digits that stand still, on the same batches; test digits are shifted.

    Attributes
    ----------
    seed : int
    canvas : int
        Rows of the image.
    epochs : int
    """

    seed: int = 0
    canvas: int = 8
    epochs: int = EPOCHS

    @property
    def stops(self) -> tuple[int, ...]:
        """Close at the start."""
        return spaced(self.epochs * (len(digits()[0].X) // BATCH), 12, most=80)

    def start(self) -> tuple[TrainState, ...]:
        """Return the dense network, the one with flatten, and the one with a global maximum, with Adam."""
        plans = [architecture(name, self.canvas) for name in SHIFT_NETWORKS]
        return tuple(
            TrainState.start(plan.build(self.seed), Rules(plan.loss, optimizer("adam"), RATE), self.seed)
            for plan in plans
        )

    def batch(self, step: int) -> Batch:
        """Return 32 digits where they stand."""
        return _batches(self.seed, self.canvas).batch(step)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return ``accuracy`` (networks, shifts): of test digits, the mean over the four directions."""
        return {"accuracy": np.array([accuracy_by_shift(network, self.canvas) for network in networks])}


@lru_cache(maxsize=4)
def _batches(seed: int, canvas: int) -> Batches:
    train = digits()[0]
    return Batches(shifted_digits(train.X, 0, 0, canvas), train.Y, BATCH, seed)


def accuracy_by_shift(network: Network, canvas: int = 8) -> Array:
    """Return the share of right test digits after each shift, the mean over the four directions; shape (shifts,)."""
    test = digits()[1]
    shares = []
    for by in SHIFTS:
        directions = _DIRECTIONS if by else _DIRECTIONS[:1]
        images = [shifted_digits(test.X, by * down, by * right, canvas) for down, right in directions]
        right_ones = [(network.forward(X).A.argmax(-1) == test.labels).mean() for X in images]
        shares.append(float(np.mean(right_ones)))
    return np.array(shares)
