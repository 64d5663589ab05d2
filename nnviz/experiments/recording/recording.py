"""Trainings that are looked at layer by layer: some networks in lockstep, recorded at chosen steps."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from nnviz.engine import Array, Batch, Network, TrainState, take_steps
from nnviz.experiments.run.stepwise import PlayedTrajectory


@dataclass(frozen=True, eq=False)
class Moment:
    """One moment of a training.

    Attributes
    ----------
    step : int
    thetas : tuple of ndarray
        The parameters of every ensemble, so that any network of that moment can be opened again.
    measured : mapping of str to ndarray
        What the task measures, the same names and shapes at every moment.
    state : tuple of TrainState
        The whole training, at the moments at which it is kept; else empty.
    """

    step: int
    thetas: tuple[Array, ...]
    measured: Mapping[str, Array]
    state: tuple[TrainState, ...] = ()


class Task(ABC):
    """What is trained and what of it is measured; a frozen dataclass, which is what decides a recording.

    Attributes
    ----------
    keeps : int
        The whole training, with the state of its optimizers, is kept at every so many moments; 0 keeps it at none.
    """

    keeps: ClassVar[int] = 0

    @property
    @abstractmethod
    def stops(self) -> tuple[int, ...]:
        """The steps at which a moment is kept, 0 first."""

    @abstractmethod
    def start(self) -> tuple[TrainState, ...]:
        """Return the networks before the first step: ensembles that take their steps on the same batches."""

    @abstractmethod
    def batch(self, step: int) -> Batch:
        """Return the batch of a step, counted from 0."""

    @abstractmethod
    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return what is measured of the networks now.

        Parameters
        ----------
        networks : tuple of Network
        before : mapping of str to ndarray
            What was measured at the moment before; empty at the first.
        """


@dataclass(frozen=True, eq=False)
class Recording(PlayedTrajectory[tuple[TrainState, ...], Moment]):
    """A training up to some step.

    Attributes
    ----------
    task : Task
    """

    task: Task

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state[0].step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return self.task.stops[-1]

    @property
    def n_frames(self) -> int:
        """How many frames there are, if the training does not end before its time."""
        return len(self.task.stops)

    @property
    def done(self) -> bool:
        """Whether there is no further frame: the steps are taken, or no network is finite any more."""
        broken = not any(np.isfinite(one.network.theta).all(-1).any() for one in self.state)
        return self.step >= self.total or broken

    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        if self.done:
            return self
        steps = self.task.stops[len(self.frames)] - self.step
        state = tuple(take_steps(one, self.task.batch, steps, while_finite=False) for one in self.state)
        frame = moment(self.task, state, self.end.measured)
        if self.task.keeps and len(self.frames) % self.task.keeps == 0:
            frame = replace(frame, state=state)
        return replace(self, state=state, frames=(*self.frames, frame))

    def state_at(self, frame: int) -> tuple[TrainState, ...]:
        """Return the training as it was at a frame, counted from 0: trained on from the last before it that is kept."""
        if frame == len(self.frames) - 1:
            return self.state
        state = next((one.state for one in reversed(self.frames[: frame + 1]) if one.state), None) or self.task.start()
        steps = self.frames[frame].step - state[0].step
        return tuple(take_steps(one, self.task.batch, steps, while_finite=False) for one in state)

    def networks(self, frame: int = -1) -> tuple[Network, ...]:
        """Return the networks as they were at a frame."""
        thetas = self.frames[frame].thetas
        return tuple(one.network.with_theta(theta) for one, theta in zip(self.state, thetas, strict=True))


def moment(task: Task, state: tuple[TrainState, ...], before: Mapping[str, Array]) -> Moment:
    """Measure some networks."""
    networks = tuple(one.network for one in state)
    with np.errstate(all="ignore"):  # a network that has diverged is still drawn: as what is no number
        return Moment(state[0].step, tuple(one.theta for one in networks), task.measure(networks, before))


def begin(task: Task) -> Recording:
    """Draw the weights and measure the networks before the first step.

    Parameters
    ----------
    task : Task
    """
    state = task.start()
    return Recording(state, (moment(task, state, {}),), task)


def member(network: Network, which: int) -> Network:
    """Return one network of an ensemble as a network of its own."""
    return network.with_theta(network.theta[which])


def spaced(total: int, frames: int, most: int) -> tuple[int, ...]:
    """Return steps from 0 to the last that lie closer at the start, where most happens.

    Parameters
    ----------
    total : int
    frames : int
        How many there would be, about, if they lay as far apart as they like.
    most : int
        The largest distance, so that a frame is trained in the time in which one is shown.

    Examples
    --------
    >>> spaced(20, 4, most=5)
    (0, 1, 3, 7, 11, 15, 20)
    """
    ends = (0, *sorted({int(round(step)) for step in np.geomspace(1, total, frames)}))
    pieces = [np.linspace(a, b, 1 - (a - b) // most, dtype=int)[1:] for a, b in zip(ends, ends[1:], strict=False)]
    return (0, *(int(step) for step in np.concatenate(pieces)))
