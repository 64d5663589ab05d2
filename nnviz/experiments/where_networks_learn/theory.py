"""The border that mean-field theory predicts on a map, and how far the runs agree with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array
from nnviz.experiments.run.choice import name_of, values_of
from nnviz.experiments.run.settings import RunSettings
from nnviz.experiments.sweep import Axis, Cell
from nnviz.experiments.sweep.playground import PlaygroundTask
from nnviz.experiments.where_networks_learn.learning_map import LearningMap
from nnviz.experiments.where_networks_learn.mean_field import MeanField, critical_gain, is_predicted, mean_field

PLAYGROUND = "playground"
DEPTH, SCALE = "depth", "weight_scale"
"""Axes along which the border is a curve."""

_GAINS = {"lecun": 1.0, "glorot": 1.0, "orthogonal": 1.0, "he": sqrt(2.0)}
_STEPS = 16


@dataclass(frozen=True, eq=False)
class Theory:
    """What is predicted of each cell of a map.

    Attributes
    ----------
    layers : ndarray, shape (rows, columns)
        Hidden layers of the networks.
    deepest : ndarray, shape (rows, columns)
        Hidden layers down to which networks of this activation and weight scale should train; infinite at the critical
        scale.
    survives : ndarray, shape (rows, columns)
        Hidden layers through which a gradient keeps its size to a factor of e^6; infinite at the critical scale.
    lines : tuple of ndarray, shape (points, 2)
        The border: x and y in columns and rows.
    critical : tuple of ndarray, shape (2, 2)
        Where a layer keeps the size of gradients, chi_1 = 1, if the map reaches that far.
    """

    layers: Array
    deepest: Array
    survives: Array
    lines: tuple[Array, ...]
    critical: tuple[Array, ...]

    @property
    def learns(self) -> NDArray[np.bool_]:
        """The cells in which networks should learn, shape (rows, columns)."""
        return np.asarray(self.layers <= self.deepest)


@dataclass(frozen=True)
class Agreement:
    """How far runs do what is predicted of them.

    Attributes
    ----------
    cells : int
        Those that were run.
    agree : int
        Those in which half of the runs or more solved their task, as predicted, or fewer, as predicted.
    beyond : tuple of (int, int)
        Row and column of cells that learn although they should not.
    short : tuple of (int, int)
        Of those that do not learn although they should.
    too_deep : int
        How many of the latter have more layers than a gradient survives.
    """

    cells: int
    agree: int
    beyond: tuple[tuple[int, int], ...]
    short: tuple[tuple[int, int], ...]
    too_deep: int


def predicted(cell: Cell) -> tuple[int, MeanField] | None:
    """Return the hidden layers of a cell's networks and what theory says of them; None where it says nothing.

    It speaks of hidden layers of one width and one activation, whose weights are drawn independently with mean 0 and
    whose biases begin at 0.
    """
    return of_settings(cell.task.settings) if isinstance(cell.task, PlaygroundTask) else None


def of_settings(settings: RunSettings) -> tuple[int, MeanField] | None:
    """Return the hidden layers of a run and what theory says of them; None where it says nothing."""
    hidden = settings.hidden
    gain = weight_scale(settings)
    if gain is None or not hidden or len({(part.units, part.activation) for part in hidden}) > 1:
        return None
    if settings.image_layers or settings.sequence_layers or not is_predicted(hidden[0].activation):
        return None
    return len(hidden), mean_field(hidden[0].activation, gain)


def weight_scale(settings: RunSettings) -> float | None:
    """Return sigma_w of the weights between hidden layers of one width; None where it is not known.

    Weights have the standard deviation sigma_w / sqrt(n_in).
    """
    values = values_of("initializer", settings.initializer)
    rule = name_of(settings.initializer)
    if values.get("bias"):
        return None
    if rule == "normal" and settings.hidden:
        return float(values["std"]) * sqrt(settings.hidden[0].units)
    factor = _GAINS.get(rule.partition("_")[0])
    return None if factor is None else factor * float(values["gain"])


def theory(shown: LearningMap) -> Theory | None:
    """Return what is predicted of a map; None where theory says nothing of one of its cells."""
    told = [[predicted(cell) for cell in row] for row in shown.cells]
    known = [[one for one in row if one is not None] for row in told]
    if [len(row) for row in known] != [len(row) for row in told] or not known or not known[0]:
        return None
    layers = np.array([[float(depth) for depth, _ in row] for row in known])
    fields = [[field for _, field in row] for row in known]
    deepest = np.array([[field.deepest for field in row] for row in fields])
    survives = np.array([[field.survives for field in row] for row in fields])
    return Theory(
        layers,
        deepest,
        survives,
        _lines(shown, layers, fields, _along_columns),
        _lines(shown, layers, fields, _critical),
    )


def agreement(shown: LearningMap, told: Theory) -> Agreement:
    """Compare what the runs did with what is predicted of them."""
    beyond = shown.run & shown.learns & ~told.learns
    short = shown.run & ~shown.learns & told.learns
    places = [tuple((int(i), int(j)) for i, j in zip(*np.nonzero(which), strict=True)) for which in (beyond, short)]
    cells = int(shown.run.sum())
    too_deep = int((short & (told.layers > told.survives)).sum())
    return Agreement(cells, cells - len(places[0]) - len(places[1]), places[0], places[1], too_deep)


Fields: TypeAlias = Sequence[Sequence[MeanField]]
Draw: TypeAlias = Callable[[Axis, Axis, Array, Fields], tuple[Array, ...]]


def _lines(shown: LearningMap, layers: Array, fields: Fields, draw: Draw) -> tuple[Array, ...]:
    """Draw lines on a map; one whose weight scale lies along the rows is turned, and the lines are turned back."""
    if shown.rows.name == SCALE:
        lines = draw(shown.columns, shown.rows, layers.T, list(zip(*fields, strict=True)))
        return tuple(line[:, ::-1] for line in lines)
    return draw(shown.rows, shown.columns, layers, fields) if shown.columns.name == SCALE else ()


def _critical(rows: Axis, columns: Axis, layers: Array, fields: Fields) -> tuple[Array, ...]:
    """Where chi_1 is 1, if that lies within the columns: a line, or a piece in each row where activations differ."""
    gains = np.array([field.gain for field in fields[0]])
    if len(gains) < 2 or (np.diff(gains) <= 0).any():
        return ()
    names = [row[0].activation for row in fields]
    log_scales = np.log([critical_gain(name) or np.nan for name in names])  # a row without one has no piece
    x = _stretched(log_scales, np.log(gains), np.arange(1.0 * len(gains)))
    spans = [(0, len(fields) - 1)] if len(set(names)) == 1 else [(i, i) for i in range(len(fields))]
    lines = [np.array([[x[low], low - 0.5], [x[low], high + 0.5]]) for low, high in spans]
    return tuple(line for line in lines if -0.5 <= line[0, 0] <= len(gains) - 0.5)


def _along_columns(rows: Axis, columns: Axis, layers: Array, fields: Fields) -> tuple[Array, ...]:
    """The border where the weight scale lies along the columns: a curve over depth, else a piece in each row."""
    gains = np.array([field.gain for field in fields[0]])
    rising = all((np.diff(values) > 0).all() for values in (gains, layers[:, 0] if rows.name == DEPTH else gains))
    if min(layers.shape) < 2 or not rising:
        return ()
    x = np.linspace(-0.5, len(gains) - 0.5, _STEPS * len(gains) + 1)
    dense = np.exp(_stretched(x, np.arange(1.0 * len(gains)), np.log(gains)))
    name = {field.activation for row in fields for field in row}
    if rows.name == DEPTH and len(name) == 1:
        deepest = np.array([mean_field(fields[0][0].activation, float(gain)).deepest for gain in dense])
        beyond = 2 * layers.max()
        y = _stretched(np.minimum(deepest, beyond), layers[:, 0], np.arange(1.0 * len(layers)))
        return (np.column_stack([x, y]),)
    pieces = []
    for i, row in enumerate(fields):
        inside = np.array([mean_field(row[0].activation, float(g)).deepest >= layers[i, 0] for g in dense])
        for k in np.nonzero(inside[1:] != inside[:-1])[0]:
            at = (x[k] + x[k + 1]) / 2
            pieces.append(np.array([[at, i - 0.5], [at, i + 0.5]]))
    return tuple(pieces)


def _stretched(x: Array, known: Array, values: Array) -> Array:
    """Interpolate, and go on beyond both ends as steeply as between the last two."""
    inside = np.interp(x, known, values)
    first = (values[1] - values[0]) / (known[1] - known[0])
    last = (values[-1] - values[-2]) / (known[-1] - known[-2])
    below, above = values[0] + (x - known[0]) * first, values[-1] + (x - known[-1]) * last
    result: Array = np.where(x < known[0], below, np.where(x > known[-1], above, inside))
    return result
