"""The networks of one cell, trained anew: the loss after every epoch, and the gradient of each layer at the start."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array
from nnviz.engine.layers.dense import DenseGradients
from nnviz.engine.metrics import norm
from nnviz.experiments.run.run import Run, advance, start
from nnviz.experiments.run.settings import RunSettings
from nnviz.experiments.run.stepwise import Trajectory

MOST_RUNS = 3
"""Networks of a cell whose curves are drawn."""


@dataclass(frozen=True, eq=False)
class OpenedFrame:
    """The end of an epoch.

    Attributes
    ----------
    epoch : int
    losses : ndarray, shape (runs,)
        Mean training losses; of a run that has ended its last one.
    """

    epoch: int
    losses: Array


@dataclass(frozen=True, eq=False)
class OpenedCell(Trajectory[tuple[Run, ...], OpenedFrame]):
    """The first networks of a cell, as far as they are trained.

    Attributes
    ----------
    epochs : tuple of int
        After how many each of them ends.
    gradients : ndarray, shape (runs, layers)
        Length of dW of every layer with weights, before the first step, on its batch.
    """

    epochs: tuple[int, ...]
    gradients: Array

    @property
    def step(self) -> int:
        """Epochs that all networks have been trained, those left out that have ended."""
        return self.end.epoch

    @property
    def total(self) -> int:
        """Epochs of the longest training."""
        return max(1, *self.epochs)

    @property
    def done(self) -> bool:
        """Whether every network has ended."""
        return self.end.epoch >= max(self.epochs)

    @property
    def losses(self) -> Array:
        """Losses after every epoch, shape (runs, epochs + 1); the first is that before training."""
        return np.array([frame.losses for frame in self.frames]).T

    def next_frame(self) -> "OpenedCell":
        """Train each network for an epoch."""
        if self.done:
            return self
        epoch = self.end.epoch + 1
        runs = tuple(
            advance(run, run.batches.per_epoch) if epoch <= last else run
            for run, last in zip(self.state, self.epochs, strict=True)
        )
        frame = OpenedFrame(epoch, np.array([run.evaluation.train_loss for run in runs]))
        return OpenedCell(runs, (*self.frames, frame), self.epochs, self.gradients)


def open_cell(settings: Sequence[RunSettings], epochs: Sequence[float]) -> OpenedCell:
    """Start the networks of a cell: the very runs that the Playground opens.

    Parameters
    ----------
    settings : sequence of RunSettings
        One for each network.
    epochs : sequence of float
        After how many each of them ended in the sweep; NaN, where it is not known, counts as none.

    Raises
    ------
    ValueError
        If there is no network, or their numbers differ.
    """
    if not settings or len(settings) != len(epochs):
        raise ValueError(f"expected epochs for one or more networks, got {len(epochs)} for {len(settings)}")
    runs = tuple(start(one) for one in settings)
    first = OpenedFrame(0, np.array([run.evaluation.train_loss for run in runs]))
    gradients = np.array([_lengths(run) for run in runs])
    return OpenedCell(runs, (first,), tuple(int(n) if np.isfinite(n) else 0 for n in epochs), gradients)


def _lengths(run: Run) -> list[float]:
    """Length of dW of every layer with weights at the first step."""
    layers = run.next_record().gradients.layers
    return [float(norm(one.dW)) for one in layers if isinstance(one, DenseGradients)]
