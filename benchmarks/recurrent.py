"""Training steps of recurrent networks, ours and PyTorch's loop over its cells."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.cases import IN_A_ROW, LEARNING_RATE
from nnviz.engine import Array, Batch, RecurrentArchitecture, Rules, TrainState, loss, take_steps, train_step


@dataclass(frozen=True)
class RecurrentCase:
    """A recurrent layer, a dense layer on its last state, and a batch of random sequences; plain SGD, float64.

    Attributes
    ----------
    cell : {'elman', 'gru', 'lstm'}
    units, steps, batch : int
    """

    cell: str
    units: int = 32
    steps: int = 20
    batch: int = 32

    n_in = 8
    n_out = 4

    @property
    def title(self) -> str:
        """Such as ``LSTM 32, T = 20, batch 32``."""
        name = {"elman": "Elman", "gru": "GRU", "lstm": "LSTM"}[self.cell]
        return f"{name} {self.units}, T = {self.steps}, batch {self.batch}"

    def samples(self) -> tuple[Array, Array]:
        """Draw X, shape (N, T, d), and Y one-hot."""
        rng = np.random.default_rng(0)
        X = rng.normal(size=(self.batch, self.steps, self.n_in))
        return X, np.eye(self.n_out)[rng.integers(0, self.n_out, self.batch)]

    def start(self) -> TrainState:
        """Draw the weights."""
        plan = RecurrentArchitecture(self.cell, self.steps, self.n_in, self.units, self.n_out)
        return TrainState.start(plan.build(0), Rules(loss("categorical_cross_entropy"), learning_rate=LEARNING_RATE))


RECURRENT = [RecurrentCase(cell) for cell in ("elman", "gru", "lstm")]


def nnviz_step(case: RecurrentCase) -> Callable[[], None]:
    """Return a function that takes the next training step, every tensor kept, each time it is called."""
    state, batch = case.start(), Batch(*case.samples())

    def step() -> None:
        nonlocal state
        state = train_step(state, batch).after

    return step


def nnviz_steps(case: RecurrentCase) -> Callable[[], None]:
    """Return a function that takes the next `IN_A_ROW` steps, without records, each time it is called."""
    state, batch = case.start(), Batch(*case.samples())

    def steps() -> None:
        nonlocal state
        state = take_steps(state, lambda step: batch, IN_A_ROW)

    return steps
