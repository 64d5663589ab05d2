"""Networks of several shapes that are trained on one task from many seeds, in lockstep, frame by frame."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from nnviz.engine import (
    Array,
    Batches,
    Network,
    Rules,
    TrainState,
    loss,
    optimizer,
    schedule,
    take_steps,
)
from nnviz.experiments.run.stepwise import EvenTrajectory

FRAMES = 150
"""Of a training after the first, at most."""

BAND = (0.1, 0.5, 0.9)

REACH = (-0.25, 1.25)
"""Where networks of one input are drawn: outside of 0 to 1 nothing was asked of them."""


@dataclass(frozen=True, eq=False)
class Task:
    """What is learned, and where it is looked at.

    Attributes
    ----------
    X, Y : ndarray, shapes (N, n_in) and (N, 1)
        All of them in every step.
    X_test, Y_test : ndarray
        What is measured on.
    loss : str
        ``"mean_squared_error"``, or ``"binary_cross_entropy"`` for two classes.
    plane : ndarray, shape (M, n_in)
        Where outputs are drawn: points of an interval or of the plane. May be empty.
    solved : float
        A network has solved the task where its error is at most this.
    frames : int
        Of a training after the first, at most: more where a step takes long, so that the picture moves all the same.
    """

    X: Array
    Y: Array
    X_test: Array
    Y_test: Array
    loss: str = "mean_squared_error"
    plane: Array | None = None
    solved: float = 1e-3
    frames: int = FRAMES

    @property
    def decides(self) -> bool:
        """Whether the outputs are logits of two classes."""
        return self.loss == "binary_cross_entropy"


@dataclass(frozen=True, eq=False)
class FitFrame:
    """One moment of a training.

    Attributes
    ----------
    step : int
    errors : tuple of ndarray, each of shape (S,)
        Of each shape of network, a number a seed: the mean squared error, or the share of wrong test samples.
    largest : tuple of ndarray, each of shape (S,)
        The largest error on the test samples; for two classes the cross-entropy of the test samples.
    bands : tuple of ndarray, each of shape (3, M)
        Of each shape, over the seeds, the 10 % quantile, the median and the 90 % quantile of the output where it is
        drawn; in the plane, the output of its first network, shape (1, M).
    """

    step: int
    errors: tuple[Array, ...]
    largest: tuple[Array, ...]
    bands: tuple[Array, ...]

    @property
    def error_bands(self) -> Array:
        """Of the errors of each shape over the seeds 10 % quantile, median and 90 % quantile, shape (G, 3)."""
        return _quantiles(self.errors)

    @property
    def largest_bands(self) -> Array:
        """The same of the largest errors, shape (G, 3)."""
        return _quantiles(self.largest)

    def error_of(self, shape: int) -> float:
        """Return the median error of the networks of one shape."""
        return float(np.median(self.errors[shape]))


@dataclass(frozen=True, eq=False)
class FitTrajectory(EvenTrajectory[tuple[TrainState, ...], FitFrame]):
    """A training of several ensembles up to some step.

    Attributes
    ----------
    task : Task
    steps : int
        Of the whole training.
    """

    task: Task
    steps: int

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state[0].step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return self.steps

    @property
    def stride(self) -> int:
        """Steps from one frame to the next."""
        return -(-self.steps // self.task.frames)

    @property
    def networks(self) -> tuple[Network, ...]:
        """The ensembles as they are now."""
        return tuple(state.network for state in self.state)

    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        return self._after(self.stride)

    def finish(
        self, progress: Callable[[float], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> Self:
        """Train to the end with a frame there alone.

        Parameters
        ----------
        progress : callable, optional
            Called now and then with the share of the way, 0 to 1.
        cancelled : callable, optional
            Asked as often; True ends it, and what has been trained is returned.
        """
        trajectory = self
        while not trajectory.done:
            trajectory = replace(trajectory, state=trajectory._steps(self.stride))
            if progress is not None:
                progress(trajectory.share)
            if cancelled is not None and cancelled():
                return trajectory
        last = measure(trajectory.task, trajectory.networks, trajectory.step)
        return replace(trajectory, frames=(*self.frames, last))

    def _after(self, steps: int) -> Self:
        if self.done:
            return self
        state = self._steps(steps)
        frame = measure(self.task, tuple(one.network for one in state), state[0].step)
        return replace(self, state=state, frames=(*self.frames, frame))

    def _steps(self, steps: int) -> tuple[TrainState, ...]:
        batch = Batches(self.task.X, self.task.Y, len(self.task.X)).batch
        portion = min(steps, self.steps - self.step)
        return tuple(take_steps(state, batch, portion, while_finite=False) for state in self.state)


def begin(task: Task, networks: Sequence[Network], steps: int = 1500, learning_rate: float = 0.02) -> FitTrajectory:
    """Begin to train ensembles with Adam over all samples, its rate falling to 0 along a cosine.

    Parameters
    ----------
    task : Task
    networks : sequence of Network
        One ensemble for each shape, parameters of shape (S, n); a single network counts as an ensemble of one.
    steps : int
    learning_rate : float
        Of the first step.

    Examples
    --------
    >>> from nnviz.datasets.functions import function
    >>> from nnviz.experiments.width_and_depth.ensembles import random_networks
    >>> task = function_task(function("sine"))
    >>> trained = begin(task, [random_networks((1, 8, 1), "tanh", seeds=4)], steps=200).finish()
    >>> bool(np.median(trained.end.errors[0]) < np.median(trained.frames[0].errors[0]))
    True
    """
    if not networks:
        raise ValueError("expected at least one network to train, got none")
    rules = Rules(loss(task.loss), optimizer("adam"), learning_rate, schedule=schedule("cosine", steps=steps))
    stacked = [one if one.theta.ndim > 1 else one.with_theta(one.theta[None].copy()) for one in networks]
    states = tuple(TrainState.start(one, rules) for one in stacked)
    return FitTrajectory(states, (measure(task, stacked, 0),), task, steps)


def measure(task: Task, networks: Sequence[Network], step: int) -> FitFrame:
    """Measure every network of every ensemble.

    Parameters
    ----------
    task : Task
    networks : sequence of Network
    step : int
        After how many steps that is.
    """
    errors, largest, bands = [], [], []
    for network in networks:
        A = network.forward(task.X_test).A
        if task.decides:
            errors.append(((A > 0) != (task.Y_test > 0.5)).mean((-2, -1)))
            largest.append(np.asarray(loss(task.loss).forward(A, task.Y_test).L))
        else:
            difference = A - task.Y_test
            errors.append(np.square(difference).mean((-2, -1)))
            largest.append(np.abs(difference).max((-2, -1)))
        bands.append(_band(task, network))
    return FitFrame(step, tuple(errors), tuple(largest), tuple(bands))


def _quantiles(numbers: tuple[Array, ...]) -> Array:
    with np.errstate(invalid="ignore"):  # a network that has diverged
        return np.array([np.quantile(one, BAND) for one in numbers])


def _band(task: Task, network: Network) -> Array:
    if task.plane is None:
        return np.empty((0, 0))
    if task.decides:
        first = network.with_theta(network.theta[:1].copy())
        z = first.forward(task.plane).A[:, :, 0]
        shares: Array = 1.0 / (1.0 + np.exp(-np.clip(z, -30, 30)))
        return shares
    curves = network.forward(task.plane).A[..., 0]
    band: Array = np.quantile(curves, BAND, axis=0)
    return band


def function_task(f: Callable[[Array], Array], samples: int = 128, solved: float = 1e-3) -> Task:
    """Return the task of following a function on the interval from 0 to 1.

    It is trained on evenly spaced points, measured between them, too, and drawn beyond both ends.

    Parameters
    ----------
    f : callable
    samples : int
    solved : float
        The mean squared error at which it counts as solved.
    """
    x, between = (np.linspace(0.0, 1.0, n)[:, None] for n in (samples, 2 * samples - 1))
    return Task(x, f(x), between, f(between), plane=np.linspace(*REACH, 193)[:, None], solved=solved)


def solved(task: Task, errors: Array) -> int:
    """Return how many of the networks have solved the task; what is not finite has not.

    Parameters
    ----------
    task : Task
    errors : ndarray, shape (S,)
    """
    return int((errors <= task.solved).sum())
