"""What a question of a lesson may measure on the page "Convolution"."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from nnviz.experiments.convolution.equivariance import by_shift
from nnviz.experiments.convolution.kernel import filtered
from nnviz.experiments.convolution.live import survival_after_training
from nnviz.experiments.convolution.race import CONVOLUTION, DENSE, RaceFrame, RaceTask, begin_race
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.convolution.tied import tied_layer
from nnviz.experiments.convolution.untied_training import untied_training
from nnviz.lessons.running import in_time


def _output(settings: ConvolutionSettings) -> float:
    return float(filtered(settings).Z[settings.output_row, settings.output_column])


def _different(settings: ConvolutionSettings) -> float:
    W = tied_layer(settings).dense.W
    return float(len(np.unique(W[W != 0.0])))


def _best_kind(settings: ConvolutionSettings) -> str:
    losses = {kind: float(course.test[-1]) for kind, course in untied_training(settings).courses.items()}
    return min(losses, key=losses.__getitem__)


def _exactly_shifted(settings: ConvolutionSettings) -> str:
    found = by_shift(settings)
    one = found.shifts.index(1)
    exact = (float(found.convolved[one]) == 0.0, float(found.pooled[one]) == 0.0)
    return {(True, True): "both", (True, False): "convolution", (False, True): "pooling"}.get(exact, "neither")


@lru_cache(maxsize=8)
def _end(task: RaceTask) -> RaceFrame:
    return in_time(begin_race(task).run_to_end).end


def _lead(settings: ConvolutionSettings) -> float:
    medians = _end(RaceTask.of(settings)).medians
    return float(medians[CONVOLUTION] - medians[DENSE])


MEASUREMENTS: Mapping[str, Callable[[ConvolutionSettings], float | str]] = {
    "output at the marked place": _output,
    "different weights": _different,
    "weights of a dense layer": lambda settings: float(tied_layer(settings).dense.W.size),
    "layer of the lowest loss on new images": _best_kind,
    "what is exactly shifted": _exactly_shifted,
    "digits still named after a shift by a pixel": lambda settings: (
        survival_after_training(settings.live_network, settings.live_seed).mean
    ),
    "lead of the convolution": _lead,
    "median accuracy of the convolution": lambda settings: float(_end(RaceTask.of(settings)).medians[CONVOLUTION]),
    "median accuracy of the dense network": lambda settings: float(_end(RaceTask.of(settings)).medians[DENSE]),
}
