"""A whole race at once: settings in, the standings of every seed of every contestant out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from nnviz.experiments.activation_race.ranking import Ranking, ranking
from nnviz.experiments.activation_race.running import Race, advance_race, start_race
from nnviz.experiments.activation_race.settings import RaceSettings
from nnviz.experiments.activation_race.standing import Standing, measure_standing
from nnviz.experiments.run.stepwise import Trajectory

MAX_FRAMES = 200
"""Frames of a race after the first, at most."""

PROGRESS_INTERVAL = 0.1
"""Seconds between two reports of the progress."""

ROW_COLUMNS = (
    "epoch",
    "step",
    "contestant",
    "seed",
    "train_loss",
    "test_loss",
    "train_accuracy",
    "test_accuracy",
)
"""What `race_rows` gives of each seed of each contestant."""


@dataclass(frozen=True, eq=False)
class RaceTrajectory(Trajectory[Race, Standing]):
    """A race up to some step; its frames are the standings: the start, then one an epoch, or every few epochs."""

    @property
    def settings(self) -> RaceSettings:
        """What is raced."""
        return self.state.settings

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state.step

    @property
    def total(self) -> int:
        """Steps of the whole race."""
        return self.state.last_step

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return self.state.over

    def next_frame(self) -> Self:
        """Return it at its next standing; one that is done as it is."""
        if self.done:
            return self
        every = -(-self.settings.epochs // MAX_FRAMES) * self.state.per_epoch
        race = advance_race(self.state, every)
        return replace(self, state=race, frames=(*self.frames, measure_standing(race)))

    @property
    def ranking(self) -> Ranking:
        """Who is ahead, at the end: who won."""
        return ranking(self.settings, self.end)


def begin(settings: RaceSettings) -> RaceTrajectory:
    """Draw the weights of all contestants and judge them before the first step.

    Raises
    ------
    ValueError
        If a contestant's networks are too large together.
    """
    race = start_race(settings)
    return RaceTrajectory(race, (measure_standing(race),))


def run_race(
    settings: RaceSettings,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RaceTrajectory:
    """Run a whole race; the same settings always give the same frames.

    Parameters
    ----------
    settings : RaceSettings
    progress : callable, optional
        Called now and then with the share of the way, 0 to 1.
    cancelled : callable, optional
        Asked now and then; True ends the race where it is.

    Raises
    ------
    ValueError
        If a contestant's networks are too large together.
    """
    return begin(settings).run_to_end(progress, cancelled, PROGRESS_INTERVAL)


def race_rows(settings: RaceSettings, standings: tuple[Standing, ...]) -> Iterator[tuple[float | int | str, ...]]:
    """Yield one row for each moment, contestant and seed; columns as `ROW_COLUMNS`.

    Parameters
    ----------
    settings : RaceSettings
    standings : tuple of Standing
    """
    for standing in standings:
        for k, title in enumerate(settings.titles):
            for r, seed in enumerate(settings.seed_numbers):
                numbers = (float(getattr(standing, name)[k, r]) for name in ROW_COLUMNS[4:])
                yield (standing.epoch, standing.step, title, seed, *numbers)
