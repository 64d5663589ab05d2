"""Induction: a pattern repeats, and what followed a symbol follows it again. One layer of attention against two."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from nnviz.datasets import Continuations
from nnviz.engine import Array, TrainState, take_steps
from nnviz.experiments.attending.accuracy import symbol_accuracy
from nnviz.experiments.attending.heads import induction_scores, previous_scores, uniform_scores, weights
from nnviz.experiments.attending.recipe import TransformerRecipe
from nnviz.experiments.run.stepwise import EvenTrajectory
from nnviz.experiments.transformer.induction_settings import FIXED_PERIOD, InductionFields

LAYERS = ("one layer", "two layers")
"""The rows of every array."""

STRIDES = {1: 2, 5: 5, 20: 10}
"""Steps from one frame to the next, by the number of networks of each kind."""

SOLVED = 0.98
BAND = (0.1, 0.5, 0.9)
MEASURED = 64
"""Sequences that the networks are measured on at every frame."""


@dataclass(frozen=True)
class InductionTask:
    """What decides a comparison.

    Attributes
    ----------
    period : int, optional
        The length of every pattern; another one in every sequence, from 4 to 12, if left out.
    heads : int
        Of each layer.
    seeds : int
        Networks of each kind, 1 to 20.
    seed : int
        Of the first, and of the sequences.
    steps : int
        Of training.
    """

    period: int | None = None
    heads: int = 1
    seeds: int = 20
    seed: int = 0
    steps: int = 500

    @staticmethod
    def of(now: InductionFields) -> "InductionTask":
        """Return the comparison of the settings."""
        period = FIXED_PERIOD if now.induction_fixed else None
        return InductionTask(period, now.induction_heads, now.induction_seeds, now.induction_seed, now.induction_steps)

    def recipe(self, blocks: int) -> TransformerRecipe:
        """Return how the networks with so many layers are trained."""
        return TransformerRecipe(
            "induction",
            period=self.period,
            blocks=blocks,
            heads=self.heads,
            seeds=self.seeds,
            first_seed=self.seed,
        )

    @cached_property
    def measured(self) -> Continuations:
        """The sequences that the networks are measured on; the first is the one whose attention is shown."""
        data = self.recipe(1).measured
        middle = int(np.argmax(data.counted.sum(1) == data.steps - FIXED_PERIOD))
        order = np.r_[middle, np.delete(np.arange(MEASURED), middle)]
        return Continuations(data.numbers[order], data.counted[order], data.symbols, data.given)

    @property
    def stride(self) -> int:
        """Steps from one frame to the next."""
        return next(stride for seeds, stride in STRIDES.items() if self.seeds <= seeds)

    @property
    def parameters(self) -> tuple[int, int]:
        """How many parameters the networks of both kinds have."""
        one, two = (replace(self.recipe(blocks), seeds=1).networks().n_parameters for blocks in (1, 2))
        return one, two

    @property
    def uniform(self) -> tuple[float, float]:
        """The previous-token score and the induction score of a head that looks at all tokens alike."""
        return uniform_scores(self.measured)


@dataclass(frozen=True, eq=False)
class InductionFrame:
    """One moment; a row for each of `LAYERS`, a column for each network.

    Heads permute between seeds, so none is compared by its number: a score is that of the best head of a layer.

    Attributes
    ----------
    step : int
    accuracy : ndarray, shape (2, seeds)
        How many of the symbols that can be known are predicted.
    previous : ndarray, shape (2, seeds)
        The best previous-token score of the first layer.
    induction : ndarray, shape (2, seeds)
        The best induction score of the last layer.
    maps : ndarray of float32, shape (3, seeds, T, T)
        Attention in the first of the measured sequences: of a network with one layer the head with the best induction
        score; of one with two the best previous-token head of the first, the best induction head of the second.
    """

    step: int
    accuracy: Array
    previous: Array
    induction: Array
    maps: np.ndarray[Any, np.dtype[np.float32]]

    def band(self, name: str) -> Array:
        """The 10 % quantile, the median and the 90 % quantile of an array over the networks, shape (3, 2)."""
        band: Array = np.nanquantile(getattr(self, name), BAND, axis=-1)
        return band

    @property
    def solved(self) -> tuple[int, int]:
        """How many networks of both kinds predict 98 % now."""
        one, two = (self.accuracy > SOLVED).sum(-1)
        return int(one), int(two)


@dataclass(frozen=True, eq=False)
class InductionRace(EvenTrajectory[tuple[TrainState, ...], InductionFrame]):
    """The comparison up to some step: the same sequences for all networks.

    Attributes
    ----------
    task : InductionTask
    """

    task: InductionTask

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state[0].step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return self.task.steps

    @property
    def stride(self) -> int:
        """Steps from one frame to the next."""
        return self.task.stride

    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        if self.done:
            return self
        batch, steps = self.task.recipe(1).batch_of, min(self.stride, self.total - self.step)
        state = tuple(take_steps(one, batch, steps, while_finite=False) for one in self.state)
        return replace(self, state=state, frames=(*self.frames, _measure(self.task, state)))

    def course(self, name: str) -> Array:
        """Return an array of all frames, shape (frames, 2, seeds)."""
        return np.stack([getattr(frame, name) for frame in self.frames])

    def reached(self, name: str, value: float) -> Array:
        """Return after how many steps a number was first at least so high; NaN where never. Shape (2, seeds)."""
        over = self.course(name) >= value
        steps = np.array([frame.step for frame in self.frames], np.float64)
        return np.where(over.any(0), steps[over.argmax(0)], np.nan)


def begin_induction(task: InductionTask) -> InductionRace:
    """Draw the weights of all networks, and measure them.

    Parameters
    ----------
    task : InductionTask

    Examples
    --------
    >>> race = begin_induction(InductionTask(seeds=1, steps=260)).run_to_end()
    >>> race.end.solved
    (0, 1)
    """
    state = tuple(task.recipe(blocks).state() for blocks in (1, 2))
    return InductionRace(state, (_measure(task, state),), task)


@np.errstate(over="ignore", invalid="ignore")
def _measure(task: InductionTask, state: Sequence[TrainState]) -> InductionFrame:
    data, R = task.measured, task.seeds
    accuracy, previous, induction, shown = [], [], [], []
    for one in state:
        trace = one.network.forward(data.X)
        P = weights(one.network, trace)
        P = P.reshape(R, *P.shape[-5:])  # (R, N, blocks, heads, T, T), also of one network
        first, last = previous_scores(P, data)[:, 0], induction_scores(P, data)[:, -1]
        accuracy.append(np.broadcast_to(symbol_accuracy(trace.A, data), R))
        previous.append(first.max(-1))
        induction.append(last.max(-1))
        each = np.arange(R)
        if P.shape[2] > 1:
            shown.append(P[each, 0, 0, first.argmax(-1)])
        shown.append(P[each, 0, -1, last.argmax(-1)])
    return InductionFrame(
        state[0].step, np.stack(accuracy), np.stack(previous), np.stack(induction), np.stack(shown).astype(np.float32)
    )


def rows(race: InductionRace) -> list[dict[str, Any]]:
    """Return a line for each network: accuracy and scores now, and when it predicted 98 %."""
    at = race.reached("accuracy", SOLVED)
    end = race.end
    return [
        {
            "layers": LAYERS[k],
            "network": race.task.seed + r,
            "steps_taken": race.step,
            "accuracy": float(end.accuracy[k, r]),
            "previous_token_score": float(end.previous[k, r]),
            "induction_score": float(end.induction[k, r]),
            "solved_at": None if np.isnan(at[k, r]) else int(at[k, r]),
        }
        for k in range(2)
        for r in range(race.task.seeds)
    ]
