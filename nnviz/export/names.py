"""Short names for the parameters of a whole network: W1 and b1 of the first dense layer, slope1 of its PReLU."""

from collections.abc import Iterator
from typing import NamedTuple

from nnviz.engine import Array, Dense, Network


class Parameter(NamedTuple):
    """One array that training changes: its short name, and its place in the network."""

    short: str
    layer: int
    name: str
    value: Array


def named_parameters(network: Network) -> Iterator[Parameter]:
    """Yield every parameter in the order of ``network.theta``; a learned slope has its dense layer's number."""
    number = 0
    for i, layer in enumerate(network.layers):
        number += isinstance(layer, Dense)
        for name, value in zip(layer.parameter_names, layer.parameters, strict=True):
            yield Parameter(f"{name}{number}", i, name, value)
