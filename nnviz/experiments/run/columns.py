"""A diagram shows columns: the inputs, every hidden layer, the output. These are the columns of a network."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from nnviz.engine import AveragePool, Convolution, Dense, Layer, MaxPool, Network, PReLU

ColumnKind = Literal["dense", "convolution", "pooling"]

_KINDS: dict[type[Layer[Any]], ColumnKind] = {
    Dense: "dense",
    Convolution: "convolution",
    MaxPool: "pooling",
    AveragePool: "pooling",
}


@dataclass(frozen=True)
class NetworkColumn:
    """A dense, convolution or pooling layer with those after it, up to the next (PReLU, dropout, reshaping, softmax).

    Attributes
    ----------
    layer : int
        The position in `Network.layers` of the layer that it is named after.
    last : int
        The position of the last layer that belongs to the column.
    activation : str
        The title of its activation; of pooling, what it takes of a window.
    kind : {'dense', 'convolution', 'pooling'}
    number : int
        Its place among those of its kind, from 1.
    """

    layer: int
    last: int
    activation: str
    kind: ColumnKind = "dense"
    number: int = 1

    @property
    def title(self) -> str:
        """Its name, if it is not the output's: "layer 2", "convolution 1", "pooling 1"."""
        return f"{'layer' if self.kind == 'dense' else self.kind} {self.number}"

    @property
    def trained(self) -> bool:
        """Whether it has weights."""
        return self.kind != "pooling"


def network_columns(network: Network) -> tuple[NetworkColumn, ...]:
    """Return the columns behind the inputs, from left to right."""
    starts = [i for i, layer in enumerate(network.layers) if type(layer) in _KINDS]
    ends = [*(start - 1 for start in starts[1:]), len(network.layers) - 1]
    columns, counted = [], Counter[str]()
    for start, end in zip(starts, ends, strict=True):
        layer: Any = network.layers[start]
        behind = network.layers[start + 1] if start < end else None
        kind = _KINDS[type(layer)]
        counted[kind] += 1
        columns.append(NetworkColumn(start, end, _activation(layer, behind), kind, counted[kind]))
    return tuple(columns)


def _activation(layer: Any, behind: Layer[Any] | None) -> str:
    if isinstance(layer, MaxPool | AveragePool):
        return "maximum" if isinstance(layer, MaxPool) else "mean"
    return "PReLU" if isinstance(behind, PReLU) else str(layer.activation.title)
