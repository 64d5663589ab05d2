"""Clipping: the same networks trained twice on the same sequences, once with the gradient clipped and once without."""

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from nnviz.engine import Array, Rules, StepRecord, TrainState, optimizer, train_step
from nnviz.experiments.recording.recording import member
from nnviz.experiments.recurrence.clipping_settings import RATES, SEEDS, ClippingFields, ClippingOptimizer
from nnviz.experiments.recurrence.recipe import Recipe
from nnviz.experiments.recurrence.through_time import norms_through_time, recurrent_layer
from nnviz.experiments.run.stepwise import EvenTrajectory

STEPS = 300
FREE, CLIPPED = 0, 1
"""The two lanes: without clipping, and with it."""

LEARNED = 0.1
"""A network with a smaller loss has learned the task."""


@dataclass(frozen=True)
class ClippingTask:
    """Elman networks that tell the first of 20 symbols at the last step.

    Attributes
    ----------
    gain : float
        The spectral radius of the first W_hh.
    limit : float
        The largest norm of the gradient, in the lane `CLIPPED`.
    optimizer : {'sgd', 'adam'}
    """

    gain: float = 1.5
    limit: float = 1.0
    optimizer: ClippingOptimizer = "sgd"

    @property
    def recipe(self) -> Recipe:
        """The task, the networks and their sequences."""
        return Recipe("first-symbol", 20, "elman", gain=self.gain, seeds=SEEDS, steps=STEPS)

    def rules(self, limit: float | None) -> Rules:
        """Return how a step is taken.

        Parameters
        ----------
        limit : float or None
        """
        return Rules(self.recipe.loss, optimizer(self.optimizer), RATES[self.optimizer], clip_norm=limit)

    def start(self) -> tuple[TrainState, TrainState]:
        """Return both lanes before the first step: the same weights."""
        networks = self.recipe.networks()
        free, clipped = (TrainState.start(networks, self.rules(limit), 0) for limit in (None, self.limit))
        return free, clipped


@dataclass(frozen=True, eq=False)
class ClippingFrame:
    """One step of both lanes; every array has the shape (2, R).

    Attributes
    ----------
    step : int
        Counted from 1.
    loss : ndarray
        On the sequences of the step, before it.
    norms : ndarray
        Of the gradient of all parameters.
    given : ndarray
        Of what the optimizer was given.
    entering : ndarray
        Norm of dL/dh at the last state, where the gradient enters.
    largest : ndarray
        The largest norm of dL/dh at any state.
    at : ndarray of int
        The step of the sequence of that state, counted from 1.
    """

    step: int
    loss: Array
    norms: Array
    given: Array
    entering: Array
    largest: Array
    at: Array

    @property
    def growth(self) -> Array:
        """How many times the gradient that enters at the last state is the largest at any state, shape (2, R)."""
        known = self.entering > 0
        return np.divide(self.largest, self.entering, out=np.ones_like(self.largest), where=known)

    @property
    def learned(self) -> Array:
        """How many networks of each lane have learned the task, shape (2,)."""
        return np.asarray((self.loss < LEARNED).sum(-1))


@dataclass(frozen=True, eq=False)
class ClippingRun(EvenTrajectory[tuple[TrainState, TrainState], ClippingFrame]):
    """Both lanes up to some step.

    Attributes
    ----------
    task : ClippingTask
    """

    task: ClippingTask

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state[FREE].step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return STEPS

    @property
    def stride(self) -> int:
        """Every step is a frame."""
        return 1

    @property
    def n_frames(self) -> int:
        """One for each step: there is none before the first, as a frame holds a gradient."""
        return STEPS

    @np.errstate(over="ignore", invalid="ignore")
    def next_frame(self) -> Self:
        """Return it one step further; one that is done as it is."""
        if self.done:
            return self
        batch = self.task.recipe.sequences_of(self.step)
        free, clipped = (train_step(one, batch) for one in self.state)
        lanes = [np.stack(lane) for lane in zip(_measured(free), _measured(clipped), strict=True)]
        frame = ClippingFrame(free.after.step, *lanes)
        return replace(self, state=(free.after, clipped.after), frames=(*self.frames, frame))


def begin(task: ClippingTask) -> ClippingRun:
    """Draw the weights and take the first step.

    Parameters
    ----------
    task : ClippingTask

    Examples
    --------
    >>> run = begin(ClippingTask(limit=0.01))
    >>> run.step, run.end.given.shape, bool((run.end.given[CLIPPED] <= 0.01 + 1e-12).all())
    (1, (2, 20), True)
    """
    return ClippingRun(task.start(), (), task).next_frame()


def task_of(settings: ClippingFields) -> ClippingTask:
    """Return what is trained for the settings."""
    return ClippingTask(settings.clipping_gain, settings.clipping_norm, settings.clipping_optimizer)


def next_step(run: ClippingRun, seed: int) -> StepRecord:
    """Return the record of the next step of one clipped network, with every tensor of both passes.

    Parameters
    ----------
    run : ClippingRun
    seed : int
    """
    network = member(run.state[CLIPPED].network, seed)
    state = TrainState.start(network, run.task.rules(run.task.limit), 0)
    return train_step(state, run.task.recipe.sequences_of(run.step))


def _measured(record: StepRecord) -> tuple[Array, ...]:
    whole, given = (np.linalg.norm(g, axis=-1) for g in (record.gradients.theta, record.dtheta))
    gradients: Any = record.gradients.layers[recurrent_layer(record.before.network)]
    states = norms_through_time(gradients.dH)
    return np.asarray(record.loss.L), whole, given, states[..., -1], states.max(-1), 1 + states.argmax(-1)
