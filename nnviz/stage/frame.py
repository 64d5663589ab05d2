"""A frame is one step of one network: every number that the live stage draws at that step."""

from __future__ import annotations

from dataclasses import field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.engine.tensors import record
from nnviz.stage.chunk import HISTORY_COLUMNS
from nnviz.stage.scene import Column, Scene, check_maps

Array = NDArray[Any]

_NAN = float("nan")


@record
class Frame:
    """What the browser draws for one step.

    Per-layer tuples have one entry for each pair of neighbouring columns, from the inputs on.

    Attributes
    ----------
    step : int
        Updates made so far.
    epoch : float
        Passes over the training data so far; fractions are allowed.
    learning_rate : float
        The rate of this step.
    train_loss, test_loss : float
        Mean losses.
    train_accuracy, test_accuracy : float
        Shares from 0 to 1; NaN for regression.
    train_rmse, test_rmse : float, optional
        Roots of the mean squared errors, in the target's own units; None where it has none.
    measured : bool
        Whether losses, accuracies and errors are those of this step, not of an earlier one.
    gradient_norms, update_ratios : array (layers,)
        Length of each layer's gradient; length of its update over length of its weights. Pooling has none.
    weights, biases : tuple of array (n_in, n_out), (n_out,)
        The parameters; None for biases that are switched off. Kernels have the shape (height, width, channels before,
        channels); None for the weights and biases of pooling.
    weight_gradients, bias_gradients : tuple of array
        Gradients of the mean loss, shapes as the parameters; () where they are not to be drawn.
    weight_updates, bias_updates : tuple of array
        The last change of the parameters, shapes as the parameters; () where they are not to be drawn.
    unit_maps : tuple of array (units, unit_map_side, unit_map_side) uint8, or None; coarse maps have smaller sides
        Maps of the units over the plane, one entry a column after the inputs; () where there is no plane.
    unit_map_ends : tuple of float
        The number of the largest byte in each of these; 1 unless given.
    output_map : array (map_side, map_side), uint8, optional
        One output: its values by `centred_bytes`. Several classes: the index of the winning class. Row 0 is lowest y.
    output_confidence : array (map_side, map_side), uint8, optional
        Several classes: how probable the winner is, by `share_bytes`.
    train_right, test_right : array (N,), uint8, optional
        1 for each point of the scene whose class the network names, 0 for each other; None for regression.
    train_predictions, test_predictions : array (N,), optional
        What is predicted for each point of the scene, in the target's own units, where it has some.
    curve : array (points,), optional
        Over one feature: the height of what the network says at evenly spaced places, from edge to edge of the plane.
    activations : tuple of array (units,), or None
        Outputs of every column for the chosen sample, the inputs first; () where there is none.
    pre_activations : tuple of array (units,), or None
        What each unit of the columns after the inputs sums up for the chosen sample, before its activation; () where
        there is none, None for a column of feature maps.
    channel_maps : tuple of array (channels, height, width) uint8, or None
        What every channel puts out for the chosen sample, by `centred_bytes`, all of a column on one scale; None for a
        column of units, () where no column has any.
    channel_map_ends : tuple of float
        The number of the largest byte in each of these.
    map_gradients : tuple of array (channels, height, width) uint8, or None
        Gradients of that sample's own loss with respect to these; () where its class is not known.
    map_gradient_ends : tuple of float
        The number of the largest byte in each of these.
    dead_channels : tuple of array (channels,) uint8, or None
        1 for each channel that puts out zero everywhere, for all samples of the last batch and all that are shown.
    sample_pictures : array (k, height, width), uint8, optional
        The chosen samples as pictures, 0 is paper and 255 is ink, where they change from frame to frame: instead of
        those of the scene, whose classes of -1 mean that of the chunk's sample.
    probabilities : array (k, classes) or (k, 1), optional
        What the network says about each chosen sample: probabilities, or the number itself for regression.
    predictions : array (k,), optional
        The same numbers in the target's own units, where it has some.

    Raises
    ------
    ValueError
        If a gradient or an update has not the shape of its parameter.
    """

    step: int
    epoch: float
    learning_rate: float
    train_loss: float
    test_loss: float
    gradient_norms: Array
    update_ratios: Array
    weights: tuple[Array | None, ...]
    biases: tuple[Array | None, ...]
    train_accuracy: float = _NAN
    test_accuracy: float = _NAN
    train_rmse: float | None = None
    test_rmse: float | None = None
    measured: bool = True
    weight_gradients: tuple[Array | None, ...] = ()
    bias_gradients: tuple[Array | None, ...] = ()
    weight_updates: tuple[Array | None, ...] = ()
    bias_updates: tuple[Array | None, ...] = ()
    unit_maps: tuple[Array | None, ...] = ()
    unit_map_ends: tuple[float, ...] = ()
    output_map: Array | None = None
    output_confidence: Array | None = None
    train_right: Array | None = None
    test_right: Array | None = None
    train_predictions: Array | None = None
    test_predictions: Array | None = None
    curve: Array | None = None
    activations: tuple[Array | None, ...] = ()
    pre_activations: tuple[Array | None, ...] = ()
    channel_maps: tuple[Array | None, ...] = ()
    channel_map_ends: tuple[float, ...] = ()
    map_gradients: tuple[Array | None, ...] = ()
    map_gradient_ends: tuple[float, ...] = ()
    dead_channels: tuple[Array | None, ...] = ()
    sample_pictures: Array | None = None
    probabilities: Array | None = field(default=None)
    predictions: Array | None = None

    @property
    def point(self) -> tuple[float, ...]:
        """The frame's point of the curves; columns as `HISTORY_COLUMNS`, and `RMSE_COLUMNS` where there are errors."""
        errors = [float(error) for error in (self.train_rmse, self.test_rmse) if error is not None]
        return (*(float(getattr(self, name)) for name in HISTORY_COLUMNS), *errors)

    def __post_init__(self) -> None:
        for name in ("weight_gradients", "weight_updates"):
            _check_same_shapes(name, getattr(self, name), self.weights)
        for name in ("bias_gradients", "bias_updates"):
            _check_same_shapes(name, getattr(self, name), self.biases)


def _check_same_shapes(name: str, given: tuple[Array | None, ...], like: tuple[Array | None, ...]) -> None:
    """Refuse gradients or updates that do not match their parameters."""
    if given and _shapes(given) != _shapes(like):
        raise ValueError(f"{name} must have the shapes of the parameters, {_shapes(like)}; given {_shapes(given)}.")


def _shapes(arrays: tuple[Array | None, ...]) -> list[tuple[int, ...] | None]:
    """Return the shape of each array; None for one that there is not, such as biases that are switched off."""
    return [None if array is None else array.shape for array in arrays]


def _weight_shape(before: Column, column: Column, W: Array | None) -> tuple[int, ...] | None:
    """Return the shape that the weights between two columns have; what a kernel's sides are is said by the kernel."""
    if column.operation == "pooling":
        return None
    if column.operation == "convolution":
        return (*(() if W is None else W.shape[:-2]), before.units, column.units)
    return (before.features, column.units)


def check_channels(name: str, cells: Array | None, column: Column) -> None:
    """Refuse maps that are not one picture of bytes a channel, where the column has channels."""
    expected = (column.shape[2], *column.shape[:2]) if column.shape else None
    if (None if cells is None else cells.shape) != expected or (cells is not None and cells.dtype != np.uint8):
        given = None if cells is None else f"{cells.dtype} of shape {cells.shape}"
        raise ValueError(f"{name} must be uint8 of shape {expected}, or None for a column of units; given {given}.")


def check_frame(scene: Scene, frame: Frame) -> None:
    """Refuse a frame that does not belong to the scene.

    Parameters
    ----------
    scene : Scene
        The scene that the frame is to be drawn in.
    frame : Frame
        The frame.

    Raises
    ------
    ValueError
        If a shape in the frame does not follow from the scene's columns.
    """
    expected = [_weight_shape(*pair, W) for pair, W in zip(pairwise(scene.columns), frame.weights, strict=False)]
    if _shapes(frame.weights) != expected or len(expected) != len(scene.columns) - 1:
        raise ValueError(
            f"The scene's columns ask for weights of shapes {expected}; the frame has {_shapes(frame.weights)}."
        )
    units = [column.units for column in scene.columns[1:]]
    biases = _shapes(frame.biases)
    if len(biases) != len(expected) or any(b not in (None, (n,)) for b, n in zip(biases, units, strict=True)):
        raise ValueError(f"The scene's columns ask for {units} biases; the frame has {biases}.")
    layers = sum(W is not None for W in frame.weights)
    for name in ("gradient_norms", "update_ratios"):
        if np.shape(getattr(frame, name)) != (layers,):
            raise ValueError(
                f"{name} must hold one number a layer ({layers}); given shape {np.shape(getattr(frame, name))}."
            )
    for name in ("channel_maps", "map_gradients"):
        for column, cells in zip(scene.columns, getattr(frame, name), strict=False):
            check_channels(f"{name} of {column.title!r}", cells, column)
    for name in ("train", "test"):
        right, points = getattr(frame, f"{name}_right"), getattr(scene, f"{name}_points")
        if right is not None and (np.shape(right) != (len(points),) or right.dtype != np.uint8):
            raise ValueError(
                f"{name}_right must hold a uint8 for each of the {len(points)} points; given {right.dtype} of shape "
                f"{np.shape(right)}."
            )
    for column, maps in zip(scene.columns[1:], frame.unit_maps, strict=False):
        if maps is not None:
            side = min(maps.shape[-1], scene.unit_map_side)  # coarser ones have fewer cells
            check_maps(f"unit_maps of {column.title!r}", maps, column.units, side)
