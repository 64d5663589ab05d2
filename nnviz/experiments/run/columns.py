"""A diagram shows columns of units: the inputs, every hidden layer, the output. These are the columns of a network."""

from dataclasses import dataclass

from nnviz.engine import Array, Dense, Network, PReLU
from nnviz.engine.network import Trace


@dataclass(frozen=True)
class NetworkColumn:
    """A dense layer with the layers after it, up to the next dense layer (a learned activation, dropout, softmax).

    Attributes
    ----------
    layer : int
        The position of the dense layer in `Network.layers`.
    last : int
        The position of the last layer that belongs to the column.
    activation : str
        The title of its activation.
    """

    layer: int
    last: int
    activation: str


def network_columns(network: Network) -> tuple[NetworkColumn, ...]:
    """Return the columns behind the inputs, from left to right."""
    starts = [i for i, layer in enumerate(network.layers) if isinstance(layer, Dense)]
    ends = [*(start - 1 for start in starts[1:]), len(network.layers) - 1]
    columns = []
    for start, end in zip(starts, ends, strict=True):
        dense = network.layers[start]
        assert isinstance(dense, Dense)
        behind = network.layers[start + 1] if start < end else None
        columns.append(NetworkColumn(start, end, "PReLU" if isinstance(behind, PReLU) else dense.activation.title))
    return tuple(columns)


def column_outputs(network: Network, trace: Trace) -> tuple[Array, ...]:
    """Return what every column put out in a pass, the input first; each of shape (..., N, units)."""
    return (trace.X, *(trace.layers[column.last].A for column in network_columns(network)))
