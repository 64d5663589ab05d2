"""What a question of a lesson may measure on the page "Transformer"."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from nnviz.experiments.recording.recording import begin
from nnviz.experiments.transformer.induction import InductionFrame, InductionTask, begin_induction
from nnviz.experiments.transformer.settings import TransformerSettings
from nnviz.experiments.transformer.tasks import LearnedTask, lines, task_of
from nnviz.lessons.running import in_time


@lru_cache(maxsize=8)
def _line(task: LearnedTask) -> str:
    found = lines(in_time(begin(task).run_to_end))
    return "diagonal" if found.diagonal > found.anti_diagonal else "anti-diagonal"


@lru_cache(maxsize=8)
def _symbols(task: LearnedTask) -> float:
    end = in_time(begin(task).run_to_end).end
    return float(np.median(end.measured["symbols"]))


@lru_cache(maxsize=8)
def _induction(task: InductionTask) -> InductionFrame:
    return in_time(begin_induction(task).run_to_end).end


def _median_of(layers: int) -> Callable[[TransformerSettings], float]:
    return lambda settings: float(np.median(_induction(InductionTask.of(settings)).accuracy[layers - 1]))


MEASUREMENTS: Mapping[str, Callable[[TransformerSettings], float | str]] = {
    "which line appears in the map": lambda settings: _line(task_of(settings)),
    "symbols correct at the end": lambda settings: _symbols(task_of(settings)),
    "median accuracy of one layer": _median_of(1),
    "median accuracy of two layers": _median_of(2),
}
