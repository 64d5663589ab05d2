"""Against recurrence: a transformer, a GRU and an LSTM of about one size learn the same task from the same batches."""

import time
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from nnviz.datasets import Continuations
from nnviz.engine import (
    Array,
    TrainState,
    take_steps,
)
from nnviz.experiments.attending.accuracy import symbol_accuracy
from nnviz.experiments.run.stepwise import EvenTrajectory
from nnviz.experiments.transformer.race_task import CONTESTANTS, RaceTask

STRIDE = 10
"""Steps from one frame to the next."""

_processor_seconds = getattr(time, "thread_time", time.process_time)
"""WebAssembly has one thread, and no clock for it alone."""

LEARNED = 0.95
"""From this share of whole sequences without a fault on, a network has learned the task."""

BAND = (0.1, 0.5, 0.9)


def whole_sequences(A: Array, data: Continuations) -> Array:
    """Return how many sequences a network that runs freely goes on with without a single fault, shape (...).

    It is given all symbols up to the first that is to be predicted in every sequence, and goes on by its own most
    probable symbols. A causal network, recurrent or with a mask, that has made no fault has read the true symbols so
    far: so logits of the true symbols tell.

    Parameters
    ----------
    A : ndarray, shape (..., N, T, symbols)
        Logits of a causal network.
    data : Continuations
    """
    start = first_free(data)
    whole: Array = (A.argmax(-1) == data.targets)[..., start:].all(-1).mean(-1)
    return whole


def first_free(data: Continuations) -> int:
    """Return the first step whose answer is to be predicted in every sequence."""
    return int(data.counted.all(0).argmax())


@dataclass(frozen=True, eq=False)
class RaceFrame:
    """One moment; a row for each of `CONTESTANTS`, a column for each network.

    Attributes
    ----------
    step : int
    symbols : ndarray, shape (3, R)
        How many single symbols are right while the true ones are read (teacher forcing).
    whole : ndarray, shape (3, R)
        How many whole sequences are right while a network reads its own symbols (free running).
    taken : ndarray, shape (3,)
        Steps of each kind; one whose networks have all learned the task rests.
    seconds : ndarray, shape (3,)
        Of the processor for these steps, all networks of a kind together. Measured: the one number that is another
        one each time.
    learned : ndarray, shape (3,)
        The share of the networks that have learned the task at this or an earlier frame.
    """

    step: int
    symbols: Array
    whole: Array
    taken: Array
    seconds: Array
    learned: Array

    def band(self, name: str) -> Array:
        """The 10 % quantile, the median and the 90 % quantile of an array over the networks, shape (3, 3)."""
        band: Array = np.nanquantile(getattr(self, name), BAND, axis=-1)
        return band


@dataclass(frozen=True, eq=False)
class Race(EvenTrajectory[tuple[TrainState, ...], RaceFrame]):
    """The race up to some step: the same sequences for all networks.

    Attributes
    ----------
    task : RaceTask
    """

    task: RaceTask

    @property
    def step(self) -> int:
        """Steps taken."""
        return max(one.step for one in self.state)

    @property
    def total(self) -> int:
        """Steps at most."""
        return self.task.steps

    @property
    def stride(self) -> int:
        """Steps from one frame to the next."""
        return STRIDE

    @property
    def done(self) -> bool:
        """Whether every network has learned the task, or all steps are taken."""
        return super().done or bool(np.isfinite(self.learned_at).all())

    @cached_property
    def learned_at(self) -> Array:
        """After how many steps each network had learned the task; NaN where it has not. Shape (3, R)."""
        over = np.stack([frame.whole for frame in self.frames]) >= LEARNED
        steps = np.array([frame.step for frame in self.frames], np.float64)
        return np.where(over.any(0), steps[over.argmax(0)], np.nan)

    @property
    def learned(self) -> tuple[int, ...]:
        """How many networks of each kind have learned the task."""
        return tuple(int(n) for n in np.isfinite(self.learned_at).sum(-1))

    @property
    def medians(self) -> Array:
        """The median steps of the networks of each kind that have learned the task; NaN if none has. Shape (3,)."""
        found = [row[np.isfinite(row)] for row in self.learned_at]
        return np.array([np.median(row) if row.size else np.nan for row in found])

    @property
    def milliseconds(self) -> Array:
        """Of the processor for a step of all networks of each kind; NaN before the first. Shape (3,)."""
        taken, seconds = self.end.taken, self.end.seconds
        found: Array = np.divide(1000.0 * seconds, taken, out=np.full(len(taken), np.nan), where=taken > 0)
        return found

    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        if self.done:
            return self
        steps, end = min(STRIDE, self.total - self.step), self.end
        rest = np.isfinite(self.learned_at).all(-1)
        state, seconds = list(self.state), end.seconds.copy()
        symbols, whole = end.symbols.copy(), end.whole.copy()
        for k in np.flatnonzero(~rest):
            began = _processor_seconds()
            state[k] = take_steps(state[k], self.task.recipe.batch_of, steps, while_finite=False)
            seconds[k] += _processor_seconds() - began
            symbols[k], whole[k] = _measure(self.task, state[k])
        taken = end.taken + np.where(rest, 0, steps)
        learned = (np.isfinite(self.learned_at) | (whole >= LEARNED)).mean(-1)
        frame = RaceFrame(end.step + steps, symbols, whole, taken, seconds, learned)
        return replace(self, state=tuple(state), frames=(*self.frames, frame))


def begin_race(task: RaceTask) -> Race:
    """Draw the weights of all networks, and measure them.

    Parameters
    ----------
    task : RaceTask

    Examples
    --------
    >>> race = begin_race(RaceTask("copy", length=3, steps=100, seeds=2)).run_to_end()
    >>> race.learned[0]
    2
    """
    state = tuple(task.state(one) for one in CONTESTANTS)
    symbols, whole = map(np.stack, zip(*(_measure(task, one) for one in state), strict=True))
    nothing = np.zeros(len(CONTESTANTS))
    return Race(state, (RaceFrame(0, symbols, whole, nothing, nothing, (whole >= LEARNED).mean(-1)),), task)


@np.errstate(over="ignore", invalid="ignore")
def _measure(task: RaceTask, state: TrainState) -> tuple[Array, Array]:
    data = task.measured
    A = state.network.forward(data.X).A
    return symbol_accuracy(A, data), whole_sequences(A, data)


def rows(race: Race) -> list[dict[str, Any]]:
    """Return a line for each network: both accuracies now, and when it had learned the task."""
    task, end, at = race.task, race.end, race.learned_at
    return [
        {
            "network": one,
            "parameters": task.parameters[k],
            "seed": task.seed + r,
            "steps_taken": int(end.taken[k]),
            "symbol_accuracy": float(end.symbols[k, r]),
            "whole_sequence_accuracy": float(end.whole[k, r]),
            "learned_at": None if np.isnan(at[k, r]) else int(at[k, r]),
        }
        for k, one in enumerate(CONTESTANTS)
        for r in range(task.seeds)
    ]


def tally(race: Race, k: int) -> str:
    """Return how many networks of a kind have learned the task, and their median steps."""
    n, median = race.learned[k], race.medians[k]
    return f"{n} of {race.task.seeds}" + (f" (median {median:.0f} steps)" if n else "")
