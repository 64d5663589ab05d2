"""Trains runs of the Playground to their end, alone or several in lockstep; the numbers are the same, bit for bit.

An ensemble calls the same NumPy functions on each of its networks as a run does on one; a test compares them. Its
networks leave it one by one: where their numbers stop being finite, and where they have solved their task.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Batch, Batches, Memory, TrainState, accuracy, take_steps, train_step
from nnviz.experiments.run.run import Run, advance


@dataclass(frozen=True, eq=False)
class Ended:
    """A run at its end.

    Attributes
    ----------
    run : Run
    solved_epoch : float
        At the end of which epoch it had first solved its task; NaN if it never had.
    diverged : bool
        Whether its numbers stopped being finite.
    """

    run: Run
    solved_epoch: float
    diverged: bool


def train_alone(run: Run, target: float, stop_when_solved: bool) -> Ended:
    """Train one run as the Playground does.

    Parameters
    ----------
    run : Run
        At its start, its settings with `max_epochs`.
    target : float
        The share of right answers on the test part that solves the task; where targets are numbers, it is solved at
        the training loss that the settings name.
    stop_when_solved : bool
    """
    solved = nan
    while run.stop is None:
        run = advance(run, run.batches.per_epoch)
        broken = run.stop is not None and run.stop.reason == "not finite"
        if solved != solved and not broken and _has_solved(run, target):
            solved = run.epoch
        if stop_when_solved and solved == solved:
            break
    return Ended(run, solved, run.stop is not None and run.stop.reason == "not finite")


def _has_solved(run: Run, target: float) -> bool:
    if run.head.targets == "values":
        loss = run.settings.target_loss
        return loss is not None and run.evaluation.train_loss <= loss
    return bool(reached(run.evaluation.test_accuracy, target))


def reached(right: Array | float, target: float) -> NDArray[np.bool_]:
    """Return whether an accuracy is the one asked for, or better; one that is NaN is not."""
    return np.asarray(right) >= target - 1e-12


def train_in_lockstep(runs: Sequence[Run], target: float, stop_when_solved: bool) -> list[Ended]:
    """Train runs that differ in their seed alone, as `train_alone` would one after the other.

    Parameters
    ----------
    runs : sequence of Run
        At their start, of classes, with dense layers alone, without dropout, and with no stop rule but `max_epochs`.
    target : float
    stop_when_solved : bool
    """
    ensemble = _Ensemble.of(runs)
    solved, ended = [nan] * len(runs), dict[int, Ended]()
    for epoch in range(1, (runs[0].settings.max_epochs or 0) + 1):
        if not ensemble.members:
            break
        ensemble, broken = ensemble.after_epoch(epoch)
        ended |= {i: Ended(run, solved[i], True) for i, run in broken.items()}
        good, finite = ensemble.look(target)
        leaving = np.zeros(len(good), np.bool_)
        for k, i in enumerate(ensemble.members):
            if finite[k] and good[k] and solved[i] != solved[i]:
                solved[i] = float(epoch)
            leaving[k] = not finite[k] or (stop_when_solved and solved[i] == solved[i])
            if leaving[k]:
                ended[i] = Ended(ensemble.member(k), solved[i], not finite[k])
        ensemble = ensemble.kept(~leaving)
    ended |= {i: Ended(ensemble.member(k), solved[i], False) for k, i in enumerate(ensemble.members)}
    return [ended[i] for i in range(len(runs))]


@dataclass(frozen=True, eq=False)
class _Ensemble:
    """Those of the runs that are still trained.

    Attributes
    ----------
    runs : tuple of Run
        All of them, at their start.
    members : tuple of int
        Which of them are still in it.
    state : TrainState
        Parameters of shape (members, n_parameters).
    """

    runs: tuple[Run, ...]
    members: tuple[int, ...]
    state: TrainState

    @staticmethod
    def of(runs: Sequence[Run]) -> "_Ensemble":
        """Return the ensemble of some runs at their start."""
        network = runs[0].state.network.with_theta(np.stack([run.state.network.theta for run in runs]))
        return _Ensemble(tuple(runs), tuple(range(len(runs))), TrainState.start(network, runs[0].state.rules))

    def after_epoch(self, epoch: int) -> "tuple[_Ensemble, dict[int, Run]]":
        """Train for an epoch, counted from 1; return those that stayed finite, and the runs of those that did not."""
        now, broken, per_epoch = self, dict[int, Run](), self.runs[0].batches.per_epoch
        goal = epoch * per_epoch
        while now.members and now.state.step < goal:
            samples = now._samples((epoch - 1) * per_epoch)
            state = take_steps(now.state, samples, goal - now.state.step)
            if state.step < goal:  # the next step breaks a network
                record = train_step(state, samples(state.step))
                fine = np.isfinite(record.loss.L) & np.isfinite(record.after.network.theta).all(-1)
                now = replace(now, state=record.after)
                broken |= {i: now.member(k) for k, i in enumerate(now.members) if not fine[k]}
                now = now.kept(fine)
            else:
                now = replace(now, state=state)
        return now, broken

    def _samples(self, first: int) -> "_Epoch":
        batches = [self.runs[i].batches for i in self.members]
        rows = np.stack([np.concatenate([one.indices(first + k) for k in range(one.per_epoch)]) for one in batches])
        return _Epoch(self.runs[0].batches, batches[0].X[rows], batches[0].Y[rows], first)

    def look(self, target: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which networks reach the accuracy on the test part, and which have a finite training loss."""
        data, loss, network = self.runs[0].data, self.state.rules.loss, self.state.network
        if not self.members:
            return np.zeros(0, np.bool_), np.zeros(0, np.bool_)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            finite = np.isfinite(loss.forward(network.forward(data.train.X).A, data.train.Y).L)
            A = network.forward(data.test.X).A
            right = accuracy(self.runs[0].head.decide(self.runs[0].head.output(A, loss)), data.test.labels, A)
            return reached(right, target), finite

    def member(self, k: int) -> Run:
        """Return one of the networks as a run."""
        run, state = self.runs[self.members[k]], self.state
        network, memory = run.state.network.with_theta(state.network.theta[k].copy()), _rows(state.memory, k)
        return replace(run, state=TrainState(network, memory, state.rules, state.step, run.settings.seed))

    def kept(self, mask: NDArray[np.bool_]) -> "_Ensemble":
        """Return the ensemble without those that the mask says no to."""
        if mask.all():
            return self
        members = tuple(i for i, stays in zip(self.members, mask, strict=True) if stays)
        state = self.state
        network = state.network.with_theta(state.network.theta[mask])
        memory = _rows(state.memory, mask)
        return replace(self, members=members, state=TrainState(network, memory, state.rules, state.step, state.seed))


def _rows(memory: Memory, chosen: int | NDArray[np.bool_]) -> Memory:
    """Return what the optimizer keeps for some networks."""
    return Memory(memory.t, **{name: vector[chosen].copy() for name, vector in memory.vectors.items()})


@dataclass(frozen=True, eq=False)
class _Epoch:
    """The samples of one epoch, each network's in the order of its own seed: X of shape (R, N, n_in)."""

    batches: Batches
    X: Array
    Y: Array
    first: int

    def __call__(self, step: int) -> Batch:
        """Return the batch of a step, X of shape (R, batch, n_in)."""
        size = self.batches.batch_size
        rows = slice((step - self.first) * size, (step - self.first + 1) * size)
        return Batch(self.X[:, rows].copy(), self.Y[:, rows].copy(), self.batches)
