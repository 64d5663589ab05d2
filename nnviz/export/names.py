"""Short names for the parameters of a whole network: W1 and b1 of a first dense layer, K1 of a first convolution."""

from collections.abc import Iterator
from typing import NamedTuple

from nnviz.engine import Array, Network, has_weights


class Parameter(NamedTuple):
    """One array that training changes: its short name, and its place in the network."""

    short: str
    layer: int
    name: str
    value: Array


def named_parameters(network: Network) -> Iterator[Parameter]:
    """Yield every parameter in the order of ``network.theta``; a learned slope has the number of its layer."""
    number = 0
    for i, layer in enumerate(network.layers):
        number += has_weights(layer)
        for name, value in zip(layer.parameter_names, layer.parameters, strict=True):
            yield Parameter(f"{name}{number}", i, name, value)
