"""What the channels of a network put out for one sample, the gradient of its loss there, and which ones are dead."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Network
from nnviz.engine.losses import Loss
from nnviz.engine.network import Trace
from nnviz.experiments import Run
from nnviz.stage.diagram_columns import DiagramColumn
from nnviz.stage.quantise import centred_bytes
from nnviz.stage.scene import Scene

Cells = NDArray[np.uint8]


def channel_maps(
    run: Run, scene: Scene, columns: tuple[DiagramColumn, ...], trace: Trace, row: int, Y: Array | None
) -> dict[str, Any]:
    """Return the fields of a frame that show feature maps; none where the scene has no such column.

    Parameters
    ----------
    run : Run
    scene : Scene
    columns : tuple of DiagramColumn
        Those behind the inputs.
    trace : Trace
        Of the samples that are shown.
    row : int
        The chosen one of them.
    Y : ndarray, shape (1, n_out), or None
        Its target; None where nobody knows it: then there are no gradients.
    """
    if not any(column.shape for column in scene.columns):
        return {}
    shapes = [column.shape for column in scene.columns]
    maps = _packed([trace.X[row], *(trace.layers[column.last].A[row] for column in columns)], shapes)
    found: dict[str, Any] = {"channel_maps": maps[0], "channel_map_ends": maps[1]}
    if Y is not None:
        gradients = _packed(_gradients(run.state.network, run.state.rules.loss, columns, trace.X[[row]], Y), shapes)
        found |= {"map_gradients": gradients[0], "map_gradient_ends": gradients[1]}
    seen = [trace] if run.last is None else [trace, run.last.trace]
    return found | {"dead_channels": (None, *(_dead(column, seen) if column.shape else None for column in columns))}


def _gradients(network: Network, loss: Loss, columns: tuple[DiagramColumn, ...], X: Array, Y: Array) -> list[Array]:
    """Return the gradient of one sample's own loss with respect to the input and to every column's output."""
    trace = network.forward(X)
    gradients = network.backward(trace, loss.backward(loss.forward(trace.A, Y)))
    behind: list[Any] = [gradients.layers[column.last] for column in columns]
    assert gradients.dX is not None
    return [gradients.dX[0], *(part.dA[0] for part in behind)]


def _packed(values: list[Array], shapes: list[tuple[int, ...]]) -> tuple[tuple[Cells | None, ...], tuple[float, ...]]:
    """Scale every column of maps to bytes by its largest number, and return these numbers, too."""
    cells: list[Cells | None] = []
    ends = []
    for value, shape in zip(values, shapes, strict=True):
        if not shape:
            cells.append(None)
            ends.append(1.0)
            continue
        largest = float(np.abs(value).max())
        end = largest if 0.0 < largest < np.inf else 1.0
        cells.append(centred_bytes(value.reshape(shape).transpose(2, 0, 1), end))
        ends.append(end)
    return tuple(cells), tuple(ends)


def _dead(column: DiagramColumn, traces: list[Trace]) -> Cells:
    """Return 1 for every channel that puts out zero everywhere for all samples."""
    alive = np.zeros(column.units, np.bool_)
    for trace in traces:
        A = trace.layers[column.last].A
        alive |= (A.reshape(-1, column.units) != 0.0).any(0)
    return (~alive).astype(np.uint8)
