"""A whole race at once: settings in, the course of every seed of every contestant out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

from nnviz.experiments.activation_race.judging import Standing, stand
from nnviz.experiments.activation_race.running import Race, advance_race, start_race
from nnviz.experiments.activation_race.settings import RaceSettings
from nnviz.experiments.activation_race.verdict import Verdict, verdict

MOST_POINTS = 200
"""Moments that a result keeps, beside the first."""

PAUSE = 0.1
"""Seconds between two looks at a race."""

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
class RaceResult:
    """The course of a race.

    Attributes
    ----------
    settings : RaceSettings
    standings : tuple of Standing
        The start, then one an epoch, or one every few epochs of a long race; the end is the last.
    """

    settings: RaceSettings
    standings: tuple[Standing, ...]

    @property
    def end(self) -> Standing:
        """How it ended."""
        return self.standings[-1]

    @property
    def verdict(self) -> Verdict:
        """Who won."""
        return verdict(self.settings, self.end)


def racing(race: Race, stretch: int) -> Iterator[Race]:
    """Run to the end, and hand out the race after so many steps each time, and at the end.

    Parameters
    ----------
    race : Race
    stretch : int
    """
    while not race.over:
        race = advance_race(race, stretch)
        yield race


def run_race(
    settings: RaceSettings,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RaceResult:
    """Run a whole race; the same settings always give the same result.

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
    race = start_race(settings)
    every = -(-settings.epochs // MOST_POINTS) * race.per_epoch
    standings, looked = [stand(race)], perf_counter()
    for now in racing(race, every):
        standings.append(stand(now))
        share = now.step / now.last_step
        if perf_counter() - looked > PAUSE:
            looked = perf_counter()
            if progress is not None:
                progress(share)
            if cancelled is not None and cancelled():
                break
    if progress is not None:
        progress(standings[-1].step / race.last_step)
    return RaceResult(settings, tuple(standings))


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
