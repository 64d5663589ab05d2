"""Contestants of a race as an experiment of sweeps: networks that a race trains, and that the Playground opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nnviz.experiments.activation_race.settings import RaceSettings
from nnviz.experiments.sweep.experiment import Experiment, Measure, Value
from nnviz.experiments.sweep.lockstep import reached
from nnviz.experiments.sweep.playground import MEASURES as OF_RUNS
from nnviz.experiments.sweep.playground import PlaygroundTask
from nnviz.experiments.sweep.records import changed, swept

MEASURES = (Measure("solved", "has the accuracy asked for at the end (1 or 0), as a race counts"), *OF_RUNS[1:])
_ACCURACY = [one.name for one in MEASURES].index("test_accuracy")


@dataclass(frozen=True)
class RaceTask(PlaygroundTask):
    """A contestant: a run of the Playground, judged at its end."""

    def run(self, seeds: Sequence[int]) -> tuple[tuple[float, ...], ...]:
        """Train a network for each seed."""
        return tuple((float(reached(row[_ACCURACY], self.target_accuracy)), *row[1:]) for row in super().run(seeds))


def task(values: Mapping[str, Value]) -> RaceTask:
    """Return the task of some settings.

    Raises
    ------
    SettingError
        If a setting is out of its bounds.
    """
    race = changed(RaceSettings(), values)
    rival = next(name for name in ("relu", "tanh") if name != race.activation)
    race = race.changed(vary="activation", contestants=(race.activation, rival))
    return RaceTask(race.contestant_settings[0].changed(max_epochs=race.epochs), race.target_accuracy)


EXPERIMENT = Experiment(
    "race",
    "contestants of a race",
    "playground",
    1,
    swept(RaceSettings, "vary", "contestants", "seeds", "first_seed", "criterion"),
    MEASURES,
    task,
)
