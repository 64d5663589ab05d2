"""Linear units against ReLU on the circle: two deep networks from the same weights, six seeds each, in lockstep."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from nnviz.engine import Array, TrainState, accuracy, take_steps
from nnviz.experiments.depth import DepthSettings, Initialization
from nnviz.experiments.depth.building import batches, first_state, measured_samples
from nnviz.experiments.linear_collapse.settings import CollapseSettings
from nnviz.experiments.run.stepwise import EvenTrajectory

RACE_SEEDS = 6
RACE_STEPS = 200
RACE_STRIDE = 4
CONTESTANTS = ("identity", "relu")
"""The activations, in the order of every array."""

BAND = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class RaceFrame:
    """One moment of the two trainings.

    Attributes
    ----------
    step : int
    loss, accuracy : ndarray, shape (2, RACE_SEEDS)
        On 200 training samples; rows as `CONTESTANTS`. The accuracy of a network that has diverged is NaN.
    """

    step: int
    loss: Array
    accuracy: Array

    @property
    def diverged(self) -> tuple[int, ...]:
        """How many networks of each contestant have diverged."""
        return tuple(int(count) for count in np.isnan(self.accuracy).sum(-1))

    def band(self, name: str) -> Array:
        """Return the 10 % quantile, the median and the 90 % quantile of a number over the seeds, shape (3, 2).

        Networks that have diverged are left out; where none is left, the band is NaN.
        """
        band = np.full((len(BAND), len(CONTESTANTS)), np.nan)
        for lane, row in enumerate(getattr(self, name)):
            left = row[np.isfinite(self.accuracy[lane])]
            if len(left):
                band[:, lane] = np.quantile(left, BAND)
        return band

    @property
    def medians(self) -> Array:
        """The median accuracy of each contestant's networks that have not diverged, shape (2,)."""
        medians: Array = self.band("accuracy")[1]
        return medians


@dataclass(frozen=True, eq=False)
class CollapseRace(EvenTrajectory[tuple[TrainState, TrainState], RaceFrame]):
    """Both ensembles up to some step: the same data, first weights and batches, one thing different.

    Attributes
    ----------
    settings : CollapseSettings
    """

    settings: CollapseSettings

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state[0].step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return RACE_STEPS

    @property
    def stride(self) -> int:
        """Steps from one frame to the next."""
        return RACE_STRIDE

    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        if self.done:
            return self
        order = batches(contestant_settings(self.settings, CONTESTANTS[0]))
        first, second = (take_steps(state, order.batch, RACE_STRIDE, while_finite=False) for state in self.state)
        return replace(self, state=(first, second), frames=(*self.frames, _measured(self.settings, (first, second))))


def begin_race(settings: CollapseSettings) -> CollapseRace:
    """Draw the weights of both ensembles, the same for both, and measure them.

    Examples
    --------
    >>> race = begin_race(CollapseSettings(race_depth=3, race_width=16)).run_to_end()
    >>> linear, relu = race.end.medians
    >>> bool(relu - linear > 0.2)
    True
    """
    first, second = (
        first_state(one, [Initialization.of(one, settings.race_seed + k) for k in range(RACE_SEEDS)])
        for one in (contestant_settings(settings, name) for name in CONTESTANTS)
    )
    return CollapseRace((first, second), (_measured(settings, (first, second)),), settings)


def contestant_settings(settings: CollapseSettings, activation: str) -> DepthSettings:
    """Return the deep network of one activation."""
    return DepthSettings(
        data="circle",
        activation=activation,
        depth=settings.race_depth,
        width=settings.race_width,
        learning_rate=settings.race_learning_rate,
        seed=settings.race_seed,
        steps=RACE_STEPS,
    )


def _measured(settings: CollapseSettings, states: tuple[TrainState, TrainState]) -> RaceFrame:
    X, Y = measured_samples(contestant_settings(settings, CONTESTANTS[0]))
    losses, accuracies = [], []
    with np.errstate(over="ignore", invalid="ignore"):
        for state in states:
            A = state.network.forward(X).A
            losses.append(state.rules.loss.forward(A, Y).L)
            accuracies.append(accuracy(A[..., 0] > 0.0, Y[..., 0] > 0.5, A))
    return RaceFrame(states[0].step, np.array(losses), np.array(accuracies))
