"""The gradient in the backward pass through time, beside what the spectral radius and the bound say of it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.datasets import sequences
from nnviz.engine import (
    Array,
    Network,
    RecurrentArchitecture,
    RecurrentStart,
    StepRecord,
    activation,
    initializer,
    loss,
)
from nnviz.engine.batches import Batch
from nnviz.engine.optimizers import optimizer
from nnviz.engine.training import Rules, TrainState, train_step
from nnviz.experiments.recurrence.gradient_settings import GradientFields
from nnviz.experiments.recurrence.recipe import STARTS, TEST_SEED
from nnviz.experiments.recurrence.through_time import ThroughTime, through_time

SAMPLES = 64
SYMBOLS = 4


@dataclass(frozen=True, eq=False)
class GradientThroughTime:
    """What was measured, and what was to be expected.

    Attributes
    ----------
    measured : ThroughTime
        Norms for steps 0 to T, so that the gradient goes back over T of them.
    by_radius : ndarray, shape (T + 1,), or None
        The last norm times the spectral radius to the power of the steps back; for an Elman layer.
    by_bound : ndarray, shape (T + 1,), or None
        The same with the bound of a step, which no gradient exceeds.
    """

    measured: ThroughTime
    by_radius: Array | None
    by_bound: Array | None

    @property
    def steps(self) -> int:
        """How many steps the gradient goes back."""
        return len(self.measured.norms) - 1


def gradient_network(settings: GradientFields) -> Network:
    """Draw the weights: a recurrent layer, and a head that names the first of some symbols at the last step."""
    cell = settings.gradient_cell if settings.gradient_cell in ("gru", "lstm") else "elman"
    start = RecurrentStart(
        initializer(STARTS[settings.gradient_start], gain=settings.gradient_radius), memory_bias=settings.gradient_bias
    )
    architecture = RecurrentArchitecture(
        cell,
        settings.gradient_steps + 1,
        SYMBOLS,
        settings.gradient_units,
        SYMBOLS,
        start=start,
        activation=activation("identity" if settings.gradient_cell == "linear" else "tanh"),
    )
    return architecture.build(settings.gradient_seed)


@lru_cache(maxsize=16)
def _batch(steps: int) -> Batch:
    drawn = sequences("first-symbol", rng=TEST_SEED, samples=SAMPLES, steps=steps, symbols=SYMBOLS)
    return Batch(drawn.X, drawn.Y)


def gradient_through_time(settings: GradientFields) -> GradientThroughTime:
    """Measure the gradient of the last step's loss at every state.

    Parameters
    ----------
    settings : GradientFields

    Examples
    --------
    >>> found = gradient_through_time(GradientFields(gradient_cell="linear", gradient_radius=0.9))
    >>> round(float(found.measured.factor), 6), round(float(found.measured.survives), 5)
    (0.9, 0.00515)
    """
    batch = _batch(settings.gradient_steps + 1)
    measured = through_time(gradient_network(settings), loss("categorical_cross_entropy"), batch.X, batch.Y)
    back = np.arange(settings.gradient_steps, -1, -1)
    last, radius, bound = measured.norms[-1], measured.radius, measured.bound
    with np.errstate(over="ignore"):
        by_radius = None if radius is None else last * radius**back
        by_bound = None if bound is None else last * bound**back
    return GradientThroughTime(measured, by_radius, by_bound)


def first_step(settings: GradientFields) -> StepRecord:
    """Return the record of a step of training from there, with every tensor of both passes."""
    rules = Rules(loss("categorical_cross_entropy"), optimizer("adam"), 0.01)
    return train_step(TrainState.start(gradient_network(settings), rules, 0), _batch(settings.gradient_steps + 1))
