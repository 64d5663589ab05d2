"""What a question of a lesson may measure on the page "Forward pass"."""

from collections.abc import Callable, Mapping

from nnviz.experiments.forward_pass.settings import ForwardSettings
from nnviz.experiments.forward_pass.steps import forward_pass
from nnviz.experiments.trained.networks import TrainedNetwork, trained_network


def _network(settings: ForwardSettings) -> TrainedNetwork:
    cat, other = (settings.cat, settings.other) if settings.data == "pair" else (8, 1)
    return trained_network(settings.data, cat, other, settings.hidden, settings.activation, settings.trained)


def _probability(settings: ForwardSettings) -> float:
    network = _network(settings)
    rows = network.X
    sample = min(settings.sample, len(rows) - 1)
    return float(forward_pass(network, rows[sample : sample + 1]).P[0, 0])


MEASUREMENTS: Mapping[str, Callable[[ForwardSettings], float | str]] = {
    "probability": _probability,
    "parameters": lambda settings: float(_network(settings).network.n_parameters),
}
