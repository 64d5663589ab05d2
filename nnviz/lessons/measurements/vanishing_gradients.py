"""What a question of a lesson may measure on the page "Vanishing gradients"."""

from collections.abc import Callable, Mapping

from nnviz.experiments.depth import DepthSettings, begin
from nnviz.experiments.vanishing_gradients.conclusions import first_layers
from nnviz.lessons.running import in_time


def _loss_at_the_end(settings: DepthSettings) -> float:
    return float(in_time(begin(settings).finish).end.layers.loss[0])


MEASUREMENTS: Mapping[str, Callable[[DepthSettings], float | str]] = {
    "share that reaches layer 1": lambda settings: float(first_layers(settings).left[0, 0]),
    "loss at the end": _loss_at_the_end,
}
