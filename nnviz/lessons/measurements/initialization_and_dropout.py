"""What a question of a lesson may measure on the page "Initialization and dropout": its seven networks."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.depth import DepthTrajectory, begin
from nnviz.experiments.initialization_and_dropout.initializations import INITIALIZATIONS, lanes
from nnviz.experiments.initialization_and_dropout.settings import InitializationAndDropoutSettings

_LEARNED = 0.5
"""Of the first network's loss of guessing: below it a network has learned something."""


@lru_cache(maxsize=8)
def _trained(settings: InitializationAndDropoutSettings) -> DepthTrajectory:
    network = settings.network
    return begin(network, lanes(network.seed)).finish()


def _row(name: str) -> int:
    return [one.name for one in INITIALIZATIONS].index(name)


def _loss(name: str, settings: InitializationAndDropoutSettings) -> float:
    loss = float(_trained(settings).end.layers.loss[_row(name)])
    return loss if np.isfinite(loss) else float("inf")


def _left(name: str, settings: InitializationAndDropoutSettings) -> float:
    network = settings.network
    spread: Array = begin(network, lanes(network.seed)).frames[0].layers.spread[_row(name)]
    return float(spread[-2] / spread[0])


def _dead(name: str, settings: InitializationAndDropoutSettings) -> float:
    return float(_trained(settings).end.layers.dead[_row(name), :-1].max())


MEASUREMENTS: Mapping[str, Callable[[InitializationAndDropoutSettings], float | str]] = {
    **{f"loss of {one.title} at the end": partial(_loss, one.name) for one in INITIALIZATIONS},
    **{
        f"spread of the last hidden layer over the first, {one.title}": partial(_left, one.name)
        for one in INITIALIZATIONS
    },
    **{f"largest share of dead units, {one.title}": partial(_dead, one.name) for one in INITIALIZATIONS},
}
