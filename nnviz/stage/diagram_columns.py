"""The columns of the diagram behind the inputs: dense layers, convolutions and poolings, with what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.engine import AveragePool, Convolution, Dense, MaxPool, Network, PReLU, Reshape, TransposedConvolution
from nnviz.engine.activations import Activation
from nnviz.stage.scene import Operation


@dataclass(frozen=True)
class DiagramColumn:
    """A layer, and the layers behind it up to the next column: a learned activation, dropout, softmax.

    Attributes
    ----------
    operation : {'dense', 'convolution', 'pooling'}
    layer : int
        The position of the layer in `Network.layers`.
    last : int
        The position of the last layer that belongs to the column; a change of shape does not.
    title : str
        The name of its activation, or what pooling does.
    activation : Activation or None
    shape : tuple of int
        Height, width and channels of its feature maps; () where every channel is one number, and for units.
    units : int
        Channels or units.
    """

    operation: Operation
    layer: int
    last: int
    title: str
    activation: Activation | None
    shape: tuple[int, ...]
    units: int


def diagram_columns(network: Network) -> tuple[DiagramColumn, ...]:
    """Return the columns behind the inputs, from left to right."""
    layers = network.layers
    starts = [i for i, layer in enumerate(layers) if _operation(layer) is not None]
    columns = []
    for start, end in zip(starts, [*starts[1:], len(layers)], strict=True):
        layer, operation = layers[start], _operation(layers[start])
        assert operation is not None
        last = max(i for i in range(start, end) if i == start or not isinstance(layers[i], Reshape))
        activation = getattr(layer, "activation", None)
        title = _pooling(layer) if activation is None else activation.title
        if start < last and isinstance(layers[start + 1], PReLU):
            title = "PReLU"
        out = layer.out_shape
        assert out is not None  # only layers that take any width have none
        columns.append(DiagramColumn(operation, start, last, title, activation, maps_shape(out), out[-1]))
    return tuple(columns)


def maps_shape(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return height, width and channels of maps; a signal is one row, and () stands for plain units."""
    if len(shape) == 2:
        shape = (1, *shape)
    return () if len(shape) < 3 or shape[0] * shape[1] == 1 else shape


def _operation(layer: object) -> Operation | None:
    if isinstance(layer, Dense):
        return "dense"
    if isinstance(layer, Convolution | TransposedConvolution):
        return "convolution"
    return "pooling" if isinstance(layer, MaxPool | AveragePool) else None


def _pooling(layer: object) -> str:
    """Return what a pooling does, such as "max 2×2"."""
    assert isinstance(layer, MaxPool | AveragePool)
    kind = "max" if isinstance(layer, MaxPool) else "mean"
    size = [window.kernel for window in layer.windows]
    if size == list(layer.in_shape[:-1]):
        return f"global {kind}"
    return f"{kind} {'×'.join(map(str, size))}"
