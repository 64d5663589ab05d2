"""The same networks trained twice on the same sequences: with the right gradient, and with mistakes in it."""

from dataclasses import dataclass, replace
from typing import Any, Self, cast

import numpy as np

from nnviz.engine import Array, Network, PerStep, TrainState, take_steps
from nnviz.engine.batches import Batch
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.engine.training import updated
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.recurrence.check import outputs
from nnviz.experiments.recurrence.check_settings import CheckFields, RecurrentMistake, TrainedTask
from nnviz.experiments.recurrence.mistaken_backward import backward
from nnviz.experiments.recurrence.network_settings import Cell
from nnviz.experiments.recurrence.recipe import Recipe, score
from nnviz.experiments.run.stepwise import EvenTrajectory

SEEDS = 20
STEPS = 300
STRIDE = 5
UNITS = 12
BAND = (0.1, 0.5, 0.9)
RIGHT, BROKEN = 0, 1
"""The two lanes."""


@dataclass(frozen=True)
class BrokenTask:
    """What decides both trainings.

    Attributes
    ----------
    task : {'parity', 'echo'}
        The parity of 8 bits, asked at every step; or which of 3 symbols came 4 steps before, of 10.
    cell : {'elman', 'gru', 'lstm'}
    mistakes : tuple of RecurrentMistake
    """

    task: TrainedTask = "parity"
    cell: Cell = "elman"
    mistakes: tuple[RecurrentMistake, ...] = ("time",)

    @property
    def recipe(self) -> Recipe:
        """The task, the networks and their sequences."""
        length, settings = {"parity": (8, ()), "echo": (10, (("delay", 4), ("symbols", 3)))}[self.task]
        return Recipe(
            self.task,
            length,
            self.cell,
            UNITS,
            settings=settings,
            seeds=SEEDS,
            steps=STEPS,
            stride=STRIDE,
            to_the_end=True,
        )


@dataclass(frozen=True, eq=False)
class BrokenFrame:
    """One moment of both lanes; every array has the shape (2, 20).

    Attributes
    ----------
    step : int
    loss, score : ndarray
        On sequences that no training draws: the mean loss, and the share of right answers.
    """

    step: int
    loss: Array
    score: Array

    @property
    def band(self) -> Array:
        """The 10 % quantile, the median and the 90 % quantile of the score over the networks, shape (3, 2)."""
        band: Array = np.nanquantile(self.score, BAND, axis=-1)
        return band


@dataclass(frozen=True, eq=False)
class BrokenRun(EvenTrajectory[tuple[TrainState, TrainState], BrokenFrame]):
    """Both lanes up to some step.

    Attributes
    ----------
    task : BrokenTask
    """

    task: BrokenTask

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state[RIGHT].step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return STEPS

    @property
    def stride(self) -> int:
        """Steps between two measurements."""
        return STRIDE

    @property
    def solved(self) -> Array:
        """How many networks of each lane have answered 99 % right at some measurement, shape (2,)."""
        scores = np.stack([frame.score for frame in self.frames])
        return np.asarray((scores >= self.task.recipe.solved_from).any(0).sum(-1))

    def next_frame(self) -> Self:
        """Return it at its next measurement; one that is done as it is."""
        if self.done:
            return self
        right, broken = self.state
        batches, steps = self.task.recipe.sequences_of, min(STRIDE, self.total - self.step)
        right = take_steps(right, batches, steps, while_finite=False)
        if self.task.mistakes:
            for _ in range(steps):
                broken = step(broken, batches(broken.step), self.task.mistakes)
        else:
            broken = right
        state = (right, broken)
        return replace(self, state=state, frames=(*self.frames, _measured(self.task, state)))


def begin(task: BrokenTask) -> BrokenRun:
    """Draw the weights, the same for both lanes, and measure them.

    Parameters
    ----------
    task : BrokenTask

    Examples
    --------
    >>> run = begin(BrokenTask(mistakes=()))
    >>> run.end.loss.shape, bool((run.end.loss[0] == run.end.loss[1]).all())
    ((2, 20), True)
    """
    state = task.recipe.state()
    return BrokenRun((state, state), (_measured(task, (state, state)),), task)


def learned(run: BrokenRun) -> str:
    """Say how many networks of each lane have learned the task by now.

    Parameters
    ----------
    run : BrokenRun
    """
    right, broken = run.solved
    return (
        f"After {counted(run.step, 'step')} of {STEPS}, {right} of {SEEDS} networks have answered 99 % right with the "
        f"right gradient, and {broken} of {SEEDS} with the broken one."
    )


def task_of(settings: CheckFields, cell: Cell) -> BrokenTask:
    """Return what is trained for the settings."""
    return BrokenTask(settings.check_task, cell, settings.check_mistakes)


@np.errstate(over="ignore", invalid="ignore")
def step(state: TrainState, batch: Batch, mistakes: tuple[RecurrentMistake, ...] = ()) -> TrainState:
    """Take one step of training with the gradient of a backward pass that has mistakes in it.

    Parameters
    ----------
    state : TrainState
        Of networks with a recurrent layer and a dense one at every step.
    batch : Batch
    mistakes : tuple of RecurrentMistake
    """
    network, rules = state.network, state.rules
    layer, head = cast(Recurrent[Any], network.layers[0]), cast(PerStep, network.layers[1])
    states, H, A = outputs(network, batch.X, "reset" in mistakes)
    of_head = head.backward(head.forward(H), rules.loss.backward(rules.loss.measure(A, batch.Y)))
    assert of_head.dX is not None and of_head.db is not None
    found = backward(layer, states, layer.by_step(of_head.dX), mistakes)
    parts = (found["dW_xh"], found["dW_hh"], found["db"], of_head.dW, of_head.db)
    axes = (2, 2, 1, 2, 1)
    dtheta = np.concatenate(
        [part.reshape(*part.shape[: part.ndim - n], -1) for part, n in zip(parts, axes, strict=True)], -1
    )
    rate = rules.learning_rate * rules.schedule.factor(state.step)
    theta, _, memory = updated(rules, network.theta, dtheta, state.memory, rate, network.penalised, state.step)
    return replace(state, network=network.with_theta(theta), memory=memory, step=state.step + 1)


@np.errstate(over="ignore", invalid="ignore")
def _measured(task: BrokenTask, state: tuple[TrainState, TrainState]) -> BrokenFrame:
    lanes = (
        _of(task.recipe, state[RIGHT].network, False),
        _of(task.recipe, state[BROKEN].network, "reset" in task.mistakes),
    )
    loss, found = (np.stack(lane) for lane in zip(*lanes, strict=True))
    return BrokenFrame(state[RIGHT].step, loss, found)


def _of(recipe: Recipe, network: Network, reset: bool) -> tuple[Array, Array]:
    data = recipe.measured
    A = outputs(network, data.X, reset)[-1]
    return np.asarray(recipe.loss.measure(A, data.Y).L), score(A, data)
