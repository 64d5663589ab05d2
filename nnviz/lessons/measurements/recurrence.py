"""What a question of a lesson may measure on the page "Recurrence"."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from nnviz.experiments.recurrence.gates import gates, scores
from nnviz.experiments.recurrence.gradient import gradient_through_time
from nnviz.experiments.recurrence.memory import MemoryTask
from nnviz.experiments.recurrence.network_settings import Cell
from nnviz.experiments.recurrence.recipe import begin
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.recurrence.small_network import network_of
from nnviz.lessons.running import in_time


def _parameters(settings: RecurrenceSettings, times: int = 1) -> float:
    return float(network_of(settings, times * len(settings.bits)).n_parameters)


def _survives(settings: RecurrenceSettings) -> float:
    return float(np.squeeze(gradient_through_time(settings).measured.survives))


@lru_cache(maxsize=16)
def _solved(task: MemoryTask, cell: Cell) -> float:
    return float(in_time(begin(task.recipe(cell)).run_to_end).solved)


def _memory(cell: Cell) -> Callable[[RecurrenceSettings], float]:
    return lambda settings: _solved(MemoryTask.of(settings), cell)


MEASUREMENTS: Mapping[str, Callable[[RecurrenceSettings], float | str]] = {
    "parameters": _parameters,
    "parameters for twice as many steps": lambda settings: _parameters(settings, 2),
    "share of the gradient left at the first step": _survives,
    "Elman networks that solve it": _memory("elman"),
    "GRUs that solve it": _memory("gru"),
    "LSTMs that solve it": _memory("lstm"),
    "share of the gradient that reaches the first step": lambda settings: gates(settings).survives[0],
    "accuracy under held gates": lambda settings: scores(settings)[1],
    "probability of the true class under held gates": lambda settings: float(
        gates(settings).predictions[1, gates(settings).truth]
    ),
}
