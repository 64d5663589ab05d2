"""A training step of a small transformer, ours and PyTorch's."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.cases import IN_A_ROW, LEARNING_RATE
from nnviz.engine import (
    Array,
    Batch,
    PerStepLoss,
    Rules,
    TrainState,
    TransformerArchitecture,
    loss,
    take_steps,
    train_step,
)


@dataclass(frozen=True)
class TransformerCase:
    """Blocks of causal attention and MLP with norms first, logits at every step; plain SGD, float64."""

    symbols: int = 16
    steps: int = 24
    width: int = 32
    blocks: int = 2
    heads: int = 2
    hidden: int = 128
    batch: int = 32

    @property
    def title(self) -> str:
        """Such as ``transformer d 32, 2 blocks, T = 24, batch 32``."""
        return f"transformer d {self.width}, {self.blocks} blocks, T = {self.steps}, batch {self.batch}"

    def samples(self) -> tuple[Array, Array]:
        """Draw symbols X, shape (N, T), and Y one-hot at every step."""
        rng = np.random.default_rng(0)
        shape = (self.batch, self.steps)
        X = rng.integers(0, self.symbols, shape).astype(np.float64)
        return X, np.eye(self.symbols)[rng.integers(0, self.symbols, shape)]

    def start(self) -> TrainState:
        """Draw the weights."""
        plan = TransformerArchitecture(
            self.symbols, self.steps, self.width, self.blocks, self.heads, hidden=self.hidden
        )
        rules = Rules(PerStepLoss(loss("categorical_cross_entropy")), learning_rate=LEARNING_RATE)
        return TrainState.start(plan.build(0), rules)


TRANSFORMER = TransformerCase()


def nnviz_step(case: TransformerCase) -> Callable[[], None]:
    """Return a function that takes the next training step, every tensor kept, each time it is called."""
    state, batch = case.start(), Batch(*case.samples())

    def step() -> None:
        nonlocal state
        state = train_step(state, batch).after

    return step


def nnviz_steps(case: TransformerCase) -> Callable[[], None]:
    """Return a function that takes the next `IN_A_ROW` steps, without records, each time it is called."""
    state, batch = case.start(), Batch(*case.samples())

    def steps() -> None:
        nonlocal state
        state = take_steps(state, lambda step: batch, IN_A_ROW)

    return steps
