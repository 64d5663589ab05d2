"""Deep networks as an experiment: each is the one that the page of vanishing gradients trains, to the last bit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite
from time import perf_counter

from nnviz.experiments.depth.building import Initialization, measured_samples
from nnviz.experiments.depth.ensemble import LEARNED, baseline_loss
from nnviz.experiments.depth.settings import DepthSettings
from nnviz.experiments.depth.trajectory import begin
from nnviz.experiments.sweep.experiment import Experiment, Measure, Value
from nnviz.experiments.sweep.records import changed, swept

MEASURES = (
    Measure("solved", f"the loss at the end is below {LEARNED:g} of that of guessing (1 or 0)"),
    Measure("loss", "loss at the end, on the samples on which layers are measured"),
    Measure("accuracy", "accuracy at the end, on the same samples, 0 to 1"),
    Measure("first_gradient", "length of dW of the first layer before training"),
    Measure("last_gradient", "length of dW of the output layer before training"),
    Measure("diverged", "numbers stopped being finite (1 or 0)"),
)


@dataclass(frozen=True)
class DepthTask:
    """The settings of a deep network, and how its first weights are drawn if that is not what they say."""

    settings: DepthSettings
    initializer: str = ""

    def canonical(self) -> Mapping[str, object]:
        """Return all that decides the numbers but the seed."""
        return {"settings": self.settings.to_query(), "initializer": self.initializer}

    def query(self, seed: int) -> Mapping[str, str]:
        """Return the parameters of the page's address."""
        return self.settings.changed(seed=seed).to_query()

    def run(self, seeds: Sequence[int]) -> tuple[tuple[float, ...], ...]:
        """Train a network for each seed, which is also that of its batches: one after the other."""
        return tuple(self._row(seed) for seed in seeds)

    def _row(self, seed: int) -> tuple[float, ...]:
        settings = self.settings.changed(seed=seed)
        first = Initialization.of(settings)
        trained = begin(settings, (replace(first, initializer=self.initializer or first.initializer),)).finish()
        before, after = trained.frames[0].layers, trained.end.layers
        loss, accuracy = float(after.loss[0]), float(after.accuracy[0])
        solved = loss < LEARNED * baseline_loss(measured_samples(settings)[1])
        gradients = before.gradient[0]
        if not isfinite(loss):
            loss, accuracy = inf, 0.0
        return (float(solved), loss, accuracy, float(gradients[0]), float(gradients[-1]), float(loss == inf))

    def seconds(self, seeds: int) -> float:
        """Return about how long so many seeds take: from runs of ten and of thirty steps."""
        _, ten, thirty = (self._timed(steps) for steps in (10, 10, 30))  # the first one warms up
        return seeds * (ten + max(0.0, thirty - ten) / 20 * (self.settings.steps - 10))

    def _timed(self, steps: int) -> float:
        began = perf_counter()
        replace(self, settings=self.settings.changed(steps=steps)).run((0,))
        return perf_counter() - began


def task(values: Mapping[str, Value]) -> DepthTask:
    """Return the task of some settings.

    Raises
    ------
    SettingError
        If a setting is out of its bounds.
    """
    return DepthTask(changed(DepthSettings(), values))


EXPERIMENT = Experiment(
    "depth", "deep networks of equal layers", "vanishing_gradients", 1, swept(DepthSettings), MEASURES, task
)
