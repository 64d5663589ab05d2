"""Dense layers against convolutions at equal data: twenty networks of each kind, trained in lockstep."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from nnviz.engine import Array, Batches, Network, Rules, TrainState, optimizer, take_steps
from nnviz.experiments.convolution.race_contestants import CONTESTANTS, COURSES, Samples, architecture, samples
from nnviz.experiments.convolution.race_settings import RaceData, RaceFields
from nnviz.experiments.run.stepwise import EvenTrajectory

SEEDS = 20
"""Networks of each kind."""

BATCH = 32
BAND = (0.1, 0.5, 0.9)
LINEAR, DENSE, CONVOLUTION = range(3)
"""The contestants, as rows of every array."""

LEARNED = 100

_AT_ONCE = 50
"""Samples that are put through all networks together: more of them leave the processor's cache."""


@dataclass(frozen=True)
class RaceTask:
    """What decides a race.

    Attributes
    ----------
    data : {'bars', 'signals', 'digits'}
    n_train : int
        Samples to train on.
    shuffled : bool
    seed : int
        Of samples, permutation and batches, and of the first network of each kind.
    seeds : int
        Networks of each kind.
    steps : int or None
        As many as the course says unless given.
    n_test : int or None
        Likewise.
    """

    data: RaceData = "bars"
    n_train: int = 100
    shuffled: bool = False
    seed: int = 0
    seeds: int = SEEDS
    steps: int | None = None
    n_test: int | None = None

    @staticmethod
    def of(settings: RaceFields) -> "RaceTask":
        """Return the race of the settings."""
        return RaceTask(settings.race_data, settings.race_size, settings.race_shuffled, settings.race_seed)

    @property
    def samples(self) -> Samples:
        """What all networks learn from and are tested on."""
        return samples(self.data, self.n_train, self.shuffled, self.seed, self.n_test)

    @property
    def batches(self) -> Batches:
        """The batches, the same for all networks."""
        return Batches(self.samples.X, self.samples.Y, BATCH, self.seed)

    @property
    def parameters(self) -> tuple[int, ...]:
        """Weights, kernel entries and biases of a network of each kind."""
        return tuple(architecture(self.data, one).n_parameters for one in CONTESTANTS)


@dataclass(frozen=True, eq=False)
class RaceFrame:
    """One moment of the race; rows as `CONTESTANTS`, a column a network.

    Attributes
    ----------
    step : int
    accuracy : ndarray, shape (3, seeds)
        Share of correct predictions on the test samples.
    learned : ndarray, shape (3, seeds)
        The same on the samples to train on, the first hundred of them.
    """

    step: int
    accuracy: Array
    learned: Array

    def band(self, name: str) -> Array:
        """Return the 10 % quantile, the median and the 90 % quantile over the networks, shape (3, 3)."""
        band: Array = np.quantile(getattr(self, name), BAND, axis=-1)
        return band

    @property
    def medians(self) -> Array:
        """The median accuracy of each kind, shape (3,)."""
        medians: Array = self.band("accuracy")[1]
        return medians

    @property
    def ahead(self) -> int:
        """In how many pairs of the same seed the convolution is correct more often than the dense network."""
        return int((self.accuracy[CONVOLUTION] > self.accuracy[DENSE]).sum())


@dataclass(frozen=True, eq=False)
class Race(EvenTrajectory[tuple[TrainState, ...], RaceFrame]):
    """The race up to some step: the same samples and batches for all, one thing different.

    Attributes
    ----------
    task : RaceTask
    """

    task: RaceTask

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state[0].step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return self.task.steps or COURSES[self.task.data].steps

    @property
    def stride(self) -> int:
        """Steps from one frame to the next."""
        return COURSES[self.task.data].stride

    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        if self.done:
            return self
        steps, batch = min(self.stride, self.total - self.step), self.task.batches.batch
        state = tuple(take_steps(one, batch, steps, while_finite=False) for one in self.state)
        return replace(self, state=state, frames=(*self.frames, measured(self.task, state)))


def begin_race(task: RaceTask) -> Race:
    """Draw the weights of all networks, and measure them.

    Examples
    --------
    >>> race = begin_race(RaceTask("bars", seeds=2, steps=160)).run_to_end()
    >>> linear, dense, convolution = race.end.medians
    >>> bool(convolution > 0.9 > 0.5 > dense > linear)
    True
    """
    rate = COURSES[task.data].learning_rate
    seeds = range(task.seed, task.seed + task.seeds)
    state = []
    for one in CONTESTANTS:
        network = architecture(task.data, one)
        state.append(TrainState.start(network.build(*seeds), Rules(network.loss, optimizer("adam"), rate), task.seed))
    return Race(tuple(state), (measured(task, tuple(state)),), task)


def measured(task: RaceTask, state: tuple[TrainState, ...]) -> RaceFrame:
    """Measure all networks as they are."""
    drawn = task.samples
    accuracy = [correct(one.network, drawn.X_test, drawn.Y_test) for one in state]
    learned = [correct(one.network, drawn.X[:LEARNED], drawn.Y[:LEARNED]) for one in state]
    return RaceFrame(state[0].step, np.array(accuracy), np.array(learned))


def correct(network: Network, X: Array, Y: Array) -> Array:
    """Return the share of correct predictions of every network of an ensemble, shape (seeds,)."""
    right = [
        network.forward(X[i : i + _AT_ONCE]).A.argmax(-1) == Y[i : i + _AT_ONCE].argmax(-1)
        for i in range(0, len(X), _AT_ONCE)
    ]
    share: Array = np.concatenate(right, axis=-1).mean(axis=-1)
    return share


def nearest_mean(task: RaceTask) -> float:
    """Return how often the nearest mean of a class is correct on new samples: what the places say without any learning.

    Examples
    --------
    >>> digits, bars = (nearest_mean(RaceTask(data, 400)) for data in ("digits", "bars"))
    >>> digits > 0.85, bars < 0.45
    (True, True)
    """
    drawn = task.samples
    means = drawn.Y.T @ drawn.X / np.maximum(drawn.Y.sum(axis=0)[:, None], 1.0)
    distance = ((drawn.X_test[:, None] - means) ** 2).sum(axis=-1)
    return float((distance.argmin(axis=-1) == drawn.Y_test.argmax(axis=-1)).mean())


def rows(race: Race) -> list[dict[str, object]]:
    """Return a line for each network: what it is, and how it ended."""
    return [
        {
            "network": one,
            "layers": COURSES[race.task.data].networks[one][1],
            "parameters": race.task.parameters[lane],
            "shuffled": race.task.shuffled,
            "samples to train on": race.task.n_train,
            "seed": race.task.seed + k,
            "steps": race.end.step,
            "accuracy on new samples": float(race.end.accuracy[lane, k]),
            "accuracy on samples trained on": float(race.end.learned[lane, k]),
        }
        for lane, one in enumerate(CONTESTANTS)
        for k in range(race.task.seeds)
    ]
