"""A scene is everything on the live stage that stays the same while a network trains."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.experiments.run.columns import ColumnKind

Array = NDArray[Any]

WIDE = 16
"""A column with more units than this is drawn as a summary: a count and a strip, not one tile a unit."""

Kind = Literal["plane", "image", "table", "sequence"]
Head = Literal["sigmoid", "softmax", "tanh", "regression"]

_KINDS = ("plane", "image", "table", "sequence")
_HEADS = ("sigmoid", "softmax", "tanh", "regression")
_NO_POINTS = np.empty((0, 2))
_NO_LABELS = np.empty(0)


@dataclass(frozen=True)
class Column:
    """One column of units in the network diagram: the inputs, a hidden layer or the output.

    Attributes
    ----------
    title : str
        What stands above the column, such as "hidden 1".
    units : int
        How many units it has.
    labels : tuple of str
        A name for each unit, or () when they are only numbered.
    activation : str
        The name of its activation, or "" for the inputs.
    layer : int
        The position of its dense layer in the network, by which commands name its parameters; -1 for the inputs.
    curve : tuple of float
        The activation at evenly spaced inputs from -3 to 3, for a small drawing; () where there is none to draw.
    operation : {'dense', 'convolution', 'pooling'}
        How it is computed from the column before it.
    shape : tuple of int
        Height, width and channels of a column of feature maps, whose units are its channels; () for plain units.
    """

    title: str
    units: int
    labels: tuple[str, ...] = ()
    activation: str = ""
    layer: int = -1
    curve: tuple[float, ...] = ()
    operation: ColumnKind = "dense"
    shape: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.shape and (len(self.shape) != 3 or self.shape[-1] != self.units):
            raise ValueError(
                f"Column {self.title!r} of feature maps has a shape (height, width, channels) with as many channels as "
                f"units; given {self.shape} and {self.units} units."
            )
        if self.units < 1:
            raise ValueError(f"A column needs at least one unit; column {self.title!r} was given {self.units}.")
        if self.labels and len(self.labels) != self.units:
            raise ValueError(
                f"Column {self.title!r} has {self.units} units but {len(self.labels)} labels; "
                "give one label a unit, or none."
            )

    @property
    def wide(self) -> bool:
        """Whether the column has too many units to draw them one by one."""
        return self.units > WIDE

    @property
    def features(self) -> int:
        """How many numbers a dense layer behind it sees."""
        return prod(self.shape) if self.shape else self.units


@dataclass(frozen=True)
class Target:
    """A number that is predicted, in units of its own.

    Attributes
    ----------
    name : str
        What it is called.
    ends : tuple of float
        The numbers of `Scene.output_range` in these units.
    scaled : bool
        Whether the network's numbers differ from those in these units.
    """

    name: str
    ends: tuple[float, float, float]
    scaled: bool


@dataclass(frozen=True, eq=False)
class Scene:
    """What the browser must know once, before it can draw the frames of a run.

    Attributes
    ----------
    id : int
        A number of its own for each scene, 1 or more; the browser says by it which scene it has.
    kind : {'plane', 'image', 'table', 'sequence'}
        Two-dimensional points, small pictures, rows of a table, or sequences that a network goes through step by step.
    columns : tuple of Column
        First the inputs, then every hidden layer, then the output.
    head : {'sigmoid', 'softmax', 'tanh', 'regression'}
        What the output means.
    classes : tuple of str
        Names of the classes; () for regression.
    plane : tuple of float
        (x_min, x_max, y_min, y_max) of the output map and of every unit's map.
    axis_titles : tuple of str
        What the two axes of the plane are called.
    caption : str
        What must be said about the plane, such as that it is a cut through more features; "" if there is nothing. Its
        first sentence, a short one, stands below the map, and all of it in the map's tooltip and text alternative.
    output_range : tuple of float
        (low, centre, high): the numbers at the two ends and the middle of the output's colour scale.
    map_side, unit_map_side : int
        Cells along one side of the output map and of a unit's map.
    feature_maps : array (inputs, unit_map_side, unit_map_side), uint8, optional
        The map of every input (see `centred_bytes`); row 0 is the lowest y.
    feature_map_end : float
        The number of the largest byte in these.
    train_points, test_points : array (N, 2)
        The data in the plane.
    train_labels, test_labels : array (N,)
        The index of each point's class, or its target for regression.
    train_targets, test_targets : array (N,), optional
        Each point's target in its own units, where it has some.
    truth : array (points,), optional
        Over one feature: the heights of the function that is to be fitted, at the places of `Frame.curve`.
    target : Target, optional
        What is predicted, where that is a number with units of its own.
    test_is_train : bool
        Whether all samples are trained on, so that the test part is the same; then there are no test points.
    images : array (k, height, width), optional
        The chosen samples as pictures, 0 (background) to 1 (ink).
    sample_labels : tuple of int
        The true class of each chosen sample.
    sample_titles : tuple of str
        A name for each chosen sample, such as "test 12".
    picture : bool
        Show only the diagram and the output, with the play button and the counters.
    drawing : bool
        Whether a click on the plane may add a point of a chosen class to the data.

    Raises
    ------
    ValueError
        If a part does not fit the others.
    """

    id: int
    kind: Kind
    columns: tuple[Column, ...]
    head: Head
    classes: tuple[str, ...] = ()
    plane: tuple[float, float, float, float] = (-6.0, 6.0, -6.0, 6.0)
    axis_titles: tuple[str, str] = ("x₁", "x₂")
    caption: str = ""
    output_range: tuple[float, float, float] = (-1.0, 0.0, 1.0)
    map_side: int = 50
    unit_map_side: int = 20
    feature_maps: Array | None = None
    feature_map_end: float = 1.0
    train_points: Array = field(default_factory=_NO_POINTS.copy)
    train_labels: Array = field(default_factory=_NO_LABELS.copy)
    test_points: Array = field(default_factory=_NO_POINTS.copy)
    test_labels: Array = field(default_factory=_NO_LABELS.copy)
    train_targets: Array | None = None
    test_targets: Array | None = None
    truth: Array | None = None
    target: Target | None = None
    test_is_train: bool = False
    images: Array | None = None
    sample_labels: tuple[int, ...] = ()
    sample_titles: tuple[str, ...] = ()
    picture: bool = False
    drawing: bool = False

    def __post_init__(self) -> None:
        if self.id < 1:
            raise ValueError(f"A scene's id is 1 or more (0 means 'no scene yet'); given {self.id}.")
        if self.kind not in _KINDS:
            raise ValueError(f"Unknown kind of scene {self.kind!r}; known are {', '.join(_KINDS)}.")
        if self.head not in _HEADS:
            raise ValueError(f"Unknown head {self.head!r}; known are {', '.join(_HEADS)}.")
        if len(self.columns) < 2:
            raise ValueError(f"A scene needs columns for inputs and output, at least 2; given {len(self.columns)}.")
        self._check_plane()
        for name in ("train", "test"):
            _check_points(name, getattr(self, f"{name}_points"), getattr(self, f"{name}_labels"))
        if self.images is not None and np.ndim(self.images) != 3:
            raise ValueError(f"images must have shape (k, height, width); given shape {np.shape(self.images)}.")
        if self.feature_maps is not None:
            check_maps("feature_maps", self.feature_maps, self.columns[0].units, self.unit_map_side)

    def _check_plane(self) -> None:
        """Refuse a plane without an extent."""
        x_min, x_max, y_min, y_max = self.plane
        if not (x_min < x_max and y_min < y_max):
            raise ValueError(f"plane is (x_min, x_max, y_min, y_max) with min below max; given {self.plane}.")


def _check_points(name: str, points: Array, labels: Array) -> None:
    """Refuse points that are not (N, 2) or do not have one label each."""
    if np.ndim(points) != 2 or np.shape(points)[1] != 2:
        raise ValueError(f"{name}_points must have shape (N, 2); given shape {np.shape(points)}.")
    if np.shape(labels) != (len(points),):
        raise ValueError(f"{name}_labels must hold one label a point ({len(points)}); given shape {np.shape(labels)}.")


def check_maps(name: str, maps: Array, units: int, side: int) -> None:
    """Refuse maps that are not one square of bytes a unit."""
    if maps.dtype != np.uint8 or maps.shape != (units, side, side):
        raise ValueError(
            f"{name} must be uint8 of shape ({units}, {side}, {side}); given {maps.dtype} of shape {maps.shape}. "
            "centred_bytes() turns numbers into such bytes."
        )
