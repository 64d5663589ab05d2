"""What a question of a lesson may measure on the page "Width and depth"."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from nnviz.experiments.width_and_depth.depths import DepthResult, begin_depths, shapes
from nnviz.experiments.width_and_depth.settings import WidthAndDepthSettings
from nnviz.experiments.width_and_depth.tents import folded
from nnviz.lessons.running import in_time


@lru_cache(maxsize=8)
def _solved(task: str, budget: int, rate: float, seed: int) -> tuple[int, ...]:
    trained = in_time(begin_depths(task, budget, learning_rate=rate, seed=seed).finish)
    return DepthResult(shapes(task, budget), trained.task, trained.end.errors).solved


def _by_depth(settings: WidthAndDepthSettings) -> tuple[int, ...]:
    return _solved(settings.task, settings.budget, settings.depth_rate, settings.depth_seed)


def _clear_winner(settings: WidthAndDepthSettings) -> str:
    one, *deeper = _by_depth(settings)
    if max(deeper) >= one + 3:
        return "deep"
    return "shallow" if one >= max(deeper) + 3 else "neither"


MEASUREMENTS: Mapping[str, Callable[[WidthAndDepthSettings], float | str]] = {
    "pieces of the folded network": lambda settings: float(folded(settings.zigzag).deep_pieces.count),
    "parameters of one layer over those of the folded network": lambda settings: float(
        folded(settings.zigzag).flat.n_parameters / folded(settings.zigzag).deep.n_parameters
    ),
    "networks of one layer that solve the task": lambda settings: float(_by_depth(settings)[0]),
    "networks of four layers that solve the task": lambda settings: float(_by_depth(settings)[-1]),
    "which depth is found more often": _clear_winner,
}
