"""What a question of a lesson may measure on the page "Initialization and dropout": its seven networks."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.address.echo import echo
from nnviz.experiments.depth import DepthTrajectory, begin
from nnviz.experiments.initialization_and_dropout.initializations import INITIALIZATIONS, lanes
from nnviz.experiments.initialization_and_dropout.settings import InitializationAndDropoutSettings
from nnviz.lessons.running import in_time


@lru_cache(maxsize=8)
def _trained(settings: InitializationAndDropoutSettings) -> DepthTrajectory:
    network = settings.network
    return in_time(begin(network, lanes(network.seed)).finish)


def _row(title: str) -> int:
    titles = [one.title for one in INITIALIZATIONS]
    if title not in titles:
        raise ValueError(f"expected one of the initializations {', '.join(titles)}, got {echo(title)}; choose one")
    return titles.index(title)


def _loss(settings: InitializationAndDropoutSettings, title: str) -> float:
    loss = float(_trained(settings).end.layers.loss[_row(title)])
    return loss if np.isfinite(loss) else float("inf")


def _left(settings: InitializationAndDropoutSettings, title: str) -> float:
    network = settings.network
    spread: Array = begin(network, lanes(network.seed)).frames[0].layers.spread[_row(title)]
    return float(spread[-2] / spread[0])


def _dead(settings: InitializationAndDropoutSettings, title: str) -> float:
    return float(_trained(settings).end.layers.dead[_row(title), :-1].max())


MEASUREMENTS: Mapping[str, Callable[..., float | str]] = {
    "loss of {initialization} at the end": _loss,
    "spread of the last hidden layer over the first, {initialization}": _left,
    "largest share of dead units, {initialization}": _dead,
}
