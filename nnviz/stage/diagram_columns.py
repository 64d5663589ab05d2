"""The columns of the diagram behind the inputs: dense layers, convolutions and poolings, with what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from nnviz.engine import AveragePool, MaxPool, Network, Reshape
from nnviz.engine.activations import Activation
from nnviz.engine.layout import Layout
from nnviz.experiments import network_columns
from nnviz.experiments.run.columns import ColumnKind


@dataclass(frozen=True)
class DiagramColumn:
    """A layer, and the layers behind it up to the next column: a learned activation, dropout, softmax.

    Attributes
    ----------
    operation : {'dense', 'convolution', 'pooling'}
    layer : int
        The position of the layer in `Network.layers`.
    last : int
        The position of the last layer that belongs to the column; one that flattens maps does not.
    title : str
        The name of its activation, or what pooling does.
    activation : Activation or None
    shape : tuple of int
        Height, width and channels of its feature maps; () where every channel is one number, and for units.
    units : int
        Channels or units.
    """

    operation: ColumnKind
    layer: int
    last: int
    title: str
    activation: Activation | None
    shape: tuple[int, ...]
    units: int


_COLUMNS: WeakKeyDictionary[Layout, tuple[DiagramColumn, ...]] = WeakKeyDictionary()
"""Those of a training's networks, which share their layout: each frame asks for them."""


def diagram_columns(network: Network) -> tuple[DiagramColumn, ...]:
    """Return the columns behind the inputs, from left to right."""
    known = _COLUMNS.get(network.layout)
    if known is None:
        known = _COLUMNS[network.layout] = tuple(_columns(network))
    return known


def _columns(network: Network) -> Iterator[DiagramColumn]:
    for column in network_columns(network):
        layer: Any = network.layers[column.layer]
        last = column.last
        while isinstance(network.layers[last], Reshape):
            last -= 1
        pooling = isinstance(layer, MaxPool | AveragePool)
        title = _pooling(layer) if isinstance(layer, MaxPool | AveragePool) else column.activation
        activation = None if pooling else layer.activation
        out = layer.out_shape
        yield DiagramColumn(column.kind, column.layer, last, title, activation, maps_shape(out), out[-1])


def diagram_inputs(network: Network) -> tuple[int, ...]:
    """Return height, width and channels of the image that the network takes its features for; () where it does not."""
    first = network.layers[0]
    return maps_shape(first.out_shape) if isinstance(first, Reshape) else ()


def maps_shape(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return height, width and channels of maps; a signal is one row, and () stands for plain units."""
    if len(shape) == 2:
        shape = (1, *shape)
    return () if len(shape) < 3 or shape[0] * shape[1] == 1 else shape


def _pooling(layer: MaxPool | AveragePool) -> str:
    """Return what a pooling does, such as "max 2×2"."""
    kind = "max" if isinstance(layer, MaxPool) else "mean"
    size = [window.kernel for window in layer.windows]
    if size == list(layer.in_shape[:-1]):
        return f"global {kind}"
    return f"{kind} {'×'.join(map(str, size))}"
