"""The networks that are timed, and one training step of each as nnviz takes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from nnviz.engine import (
    Architecture,
    Array,
    Batch,
    Hidden,
    Rules,
    TrainState,
    activation,
    head,
    loss,
    take_steps,
    train_step,
)

LEARNING_RATE = 0.03
IN_A_ROW = 25
"""Steps without a record between two that are looked at: an epoch of the Playground's usual data."""


@dataclass(frozen=True)
class Case:
    """A network, a batch and a loss; random inputs, random targets, plain SGD, float64.

    Attributes
    ----------
    widths : tuple of int
        Units of every layer, from the features to the output.
    batch : int
    activation : {'tanh', 'relu'}
        Of the hidden layers.
    loss : {'binary_cross_entropy', 'mean_squared_error', 'categorical_cross_entropy'}
    """

    widths: tuple[int, ...]
    batch: int
    activation: str
    loss: str

    @property
    def title(self) -> str:
        """Such as ``2-4-2-1, batch 10, tanh, binary cross-entropy``."""
        return f"{shape(self.widths)}, batch {self.batch}, {self.activation}, {loss(self.loss).title}"

    def samples(self) -> tuple[Array, Array]:
        """Draw X, shape (N, n_in), and Y, shape (N, n_out): zeros and ones, one-hot where there are classes."""
        rng = np.random.default_rng(0)
        n_out = self.widths[-1]
        X = rng.normal(size=(self.batch, self.widths[0]))
        if n_out == 1:
            return X, rng.integers(0, 2, (self.batch, 1)).astype(np.float64)
        return X, np.eye(n_out)[rng.integers(0, n_out, self.batch)]

    def start(self, networks: int = 1) -> TrainState:
        """Draw the weights, of several networks on a leading axis if asked."""
        heads = {"binary_cross_entropy": "sigmoid", "categorical_cross_entropy": "softmax"}
        hidden = tuple(Hidden(units, activation(self.activation)) for units in self.widths[1:-1])
        output = head(heads.get(self.loss, "regression"))
        plan = Architecture(self.widths[0], hidden, output, loss(self.loss), n_classes=self.widths[-1])
        return TrainState.start(plan.build(*range(networks)), Rules(loss(self.loss), learning_rate=LEARNING_RATE))


class Timed(Protocol):
    """What a step is taken of."""

    def samples(self) -> tuple[Array, Array]:
        """Draw X and Y."""

    def start(self, networks: int = 1) -> TrainState:
        """Draw the weights, of several networks on a leading axis if asked."""


def nnviz_step(case: Timed, networks: int = 1) -> Callable[[], None]:
    """Return a function that takes the next training step each time it is called."""
    state = case.start(networks)
    batch = Batch(*case.samples())

    def step() -> None:
        nonlocal state
        state = train_step(state, batch).after

    return step


def nnviz_steps(case: Timed) -> Callable[[], None]:
    """Return a function that takes the next `IN_A_ROW` steps, without records, each time it is called."""
    state = case.start()
    batch = Batch(*case.samples())

    def steps() -> None:
        nonlocal state
        state = take_steps(state, lambda step: batch, IN_A_ROW)

    return steps


def shape(widths: tuple[int, ...]) -> str:
    """Return the widths as a person writes them: 2-4-2-1, and 2-8x6-1 for six layers of eight."""
    hidden = widths[1:-1]
    if len(hidden) > 2 and len(set(hidden)) == 1:
        return f"{widths[0]}-{hidden[0]}x{len(hidden)}-{widths[-1]}"
    return "-".join(map(str, widths))
