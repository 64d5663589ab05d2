"""What a question of a lesson may measure on the page "Linear collapse"."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from nnviz.engine import Array
from nnviz.experiments.linear_collapse.race import begin_race
from nnviz.experiments.linear_collapse.settings import CollapseSettings
from nnviz.experiments.linear_collapse.stack import stack
from nnviz.lessons.running import in_time


@lru_cache(maxsize=8)
def _medians(settings: CollapseSettings) -> Array:
    return in_time(begin_race(settings).run_to_end).end.medians


def _deviation(settings: CollapseSettings) -> float:
    deviation = float(stack(settings).deviation)
    return 0.0 if deviation < 1e-12 else deviation


MEASUREMENTS: Mapping[str, Callable[[CollapseSettings], float | str]] = {
    "rank of W*": lambda settings: float(stack(settings).rank),
    "largest deviation from X W* + b*": _deviation,
    "median accuracy of linear units": lambda settings: float(_medians(settings)[0]),
    "median accuracy of ReLU": lambda settings: float(_medians(settings)[1]),
}
