"""Receptive field: what a unit can see by arithmetic, and what it does see by the gradient of its Z on the input."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.engine import (
    Array,
    Convolution,
    Network,
)
from nnviz.experiments.convolution.digit_parts import digits
from nnviz.experiments.convolution.field_arithmetic import FieldArithmetic, field_arithmetic, spans
from nnviz.experiments.convolution.field_task import CHANNELS, FieldTask, task_of
from nnviz.experiments.convolution.receptive_field_settings import (
    ReceptiveFieldFields,
    map_sizes,
    stack_of,
    zeros_of,
)
from nnviz.experiments.recording.recording import Moment, Recording
from nnviz.experiments.trained.ascent import without_activation

IMAGES = 64
"""Test digits over which a trained network's gradients are averaged."""


@dataclass(frozen=True, eq=False)
class FieldBox:
    """What the unit of the settings sees by arithmetic.

    Attributes
    ----------
    layer : int
        From 1.
    unit : tuple of int
        Its row and column.
    sizes : tuple of int
        Rows of the image and of every layer's map.
    rows, columns : tuple of (int, int)
        First and last place on the input, on every map below the unit's, and its own; cut off at the edges of the map.
    whole_rows, whole_columns : tuple of (int, int)
        The same not cut off, on the input alone.
    arithmetic : FieldArithmetic
    """

    layer: int
    unit: tuple[int, int]
    sizes: tuple[int, ...]
    rows: tuple[tuple[int, int], ...]
    columns: tuple[tuple[int, int], ...]
    whole_rows: tuple[int, int]
    whole_columns: tuple[int, int]
    arithmetic: FieldArithmetic

    @property
    def cut(self) -> bool:
        """Whether the field reaches over the edge of the image."""
        return (self.rows[0], self.columns[0]) != (self.whole_rows, self.whole_columns)


def field_box(settings: ReceptiveFieldFields) -> FieldBox:
    """Return what the unit of the settings sees by arithmetic.

    Examples
    --------
    >>> from nnviz.experiments.convolution.receptive_field_settings import ReceptiveFieldFields
    >>> field_box(ReceptiveFieldFields(field_layer=2)).rows
    ((3, 7), (4, 6), (5, 5))
    """
    sizes, layers = map_sizes(settings), stack_of(settings)[: settings.field_layer]
    zeros = [zeros_of(layer, settings.field_padding) for layer in layers]
    last = sizes[settings.field_layer] - 1
    unit = (min(settings.field_row, last), min(settings.field_column, last))
    whole = [spans(layers, zeros, place) for place in unit]
    rows, columns = (
        tuple((max(first, 0), min(end, size - 1)) for (first, end), size in zip(axis, sizes, strict=False))
        for axis in whole
    )
    return FieldBox(
        settings.field_layer, unit, sizes, rows, columns, whole[0][0], whole[1][0], field_arithmetic(layers)
    )


@dataclass(frozen=True, eq=False)
class FieldGradient:
    """How much a unit's Z depends on every place below it, at one moment.

    Attributes
    ----------
    energy : tuple of ndarray
        On the input and every map below the unit's layer, and its own: the mean of the squared gradient over networks,
        images and channels; the largest is 1 on each.
    example : ndarray of shape (size, size)
        The gradient of one network on one image, with its sign.
    outside : float
        The largest gradient on the input outside of the box.
    std : tuple of float
        Of the energy on the input along rows and columns.
    """

    energy: tuple[Array, ...]
    example: Array
    outside: float
    std: tuple[float, float]


def field_gradient(settings: ReceptiveFieldFields, network: Network) -> FieldGradient:
    """Return the true map of the gradient of the settings' unit.

    Parameters
    ----------
    settings : ReceptiveFieldFields
    network : Network
        Of the settings' task, at some moment of its training.
    """
    task, box = task_of(settings), field_box(settings)
    upto = Network(network.layers[: box.layer + 1])
    if isinstance(upto.layers[-1], Convolution):  # its own ReLU would only switch the whole map off
        upto = without_activation(upto)
    trace = upto.forward(_images(task))
    dA = np.zeros_like(trace.A)
    n, filters = dA.shape[-4], dA.shape[-1]
    samples = np.arange(n)
    dA[..., samples, box.unit[0], box.unit[1], samples % filters] = 1.0
    gradients = upto.backward(trace, dA)
    maps = [*(one.dX for one in gradients.layers[1:] if one.dX is not None), dA]
    # Of equal weights every path from a place to the unit is alike, so the gradient counts the paths.
    sizes = maps if task.weights == "equal" and not task.relu else [np.square(one) for one in maps]
    energy = [one.mean(axis=(*range(one.ndim - 3), -1)) for one in sizes]
    on_input = energy[0]
    outside = on_input.copy()
    (top_row, bottom), (left, right) = box.rows[0], box.columns[0]
    outside[top_row : bottom + 1, left : right + 1] = 0.0
    example = maps[0].reshape(-1, *maps[0].shape[-3:])[0].sum(-1)
    return FieldGradient(
        tuple(one / max(float(one.max()), 1e-300) for one in energy),
        example,
        float(np.sqrt(outside.max())),
        (_std(on_input.sum(1)), _std(on_input.sum(0))),
    )


def _std(profile: Array) -> float:
    """The standard deviation of a distribution over places; 0 where there is nothing."""
    total = float(profile.sum())
    if not total > 0:
        return 0.0
    places = np.arange(len(profile))
    mean = float((places * profile).sum()) / total
    return float(np.sqrt((np.square(places - mean) * profile).sum() / total))


def _images(task: FieldTask) -> Array:
    """The images at which gradients are taken: test digits, or noise, so that every ReLU is on for half of them."""
    if task.weights == "trained":
        X: Array = digits()[1].X[:IMAGES]
        return X
    return np.random.default_rng((task.seed, 1)).normal(size=(CHANNELS, task.size**2))


def gradient_at(settings: ReceptiveFieldFields, recording: Recording, frame: int = -1) -> FieldGradient:
    """Return the gradient map at a frame of a recording of the settings' task."""
    return field_gradient(settings, recording.networks(frame)[0])


def inner_share(box: FieldBox, energy: Array) -> float:
    """Return the share of the energy that lies in the middle of the box: half of its rows and columns, rounded up."""
    slices = []
    for first, last in (box.rows[0], box.columns[0]):
        places = last - first + 1
        half = -(-places // 2)
        start = first + (places - half) // 2
        slices.append(slice(start, start + half))
    return float(energy[tuple(slices)].sum() / max(float(energy.sum()), 1e-300))


def profile(energy: Array, axis: int) -> Array:
    """Return the energy along rows (0) or columns (1), with the sum 1."""
    along = energy.sum(1 - axis)
    shares: Array = along / max(float(along.sum()), 1e-300)
    return shares


def gaussian(size: int, middle: float, std: float) -> Array:
    """Return a Gaussian at the places of an axis, with the sum 1."""
    places = np.arange(size)
    heights = np.exp(-0.5 * np.square((places - middle) / max(std, 1e-3)))
    shares: Array = heights / max(float(heights.sum()), 1e-300)
    return shares


def pictures(settings: ReceptiveFieldFields, network: Network, moments: Sequence[Moment]) -> dict[str, Array]:
    """Return what is drawn of some moments, each array stacked over them.

    Parameters
    ----------
    settings : ReceptiveFieldFields
    network : Network
        Of the settings, at any moment.
    moments : sequence of Moment
    """
    box = field_box(settings)
    found = [field_gradient(settings, network.with_theta(moment.thetas[0])) for moment in moments]
    middle = (box.whole_columns[0] + box.whole_columns[1]) / 2
    theory = gaussian(box.sizes[0], middle, box.arithmetic.std)
    arrays = {
        f"energy {k}": np.array([one.energy[k] for one in found]).reshape(len(found), -1) for k in range(box.layer + 1)
    }
    return arrays | {
        "profile": np.array([profile(one.energy[0], 1) for one in found]),
        "gaussian": np.array([theory for _ in found]),
        "stats": np.array([[*one.std, box.arithmetic.std, one.outside] for one in found]),
        "accuracy": np.array([moment.measured["accuracy"] for moment in moments]),
    }


def specimen(settings: ReceptiveFieldFields) -> Array:
    """Return one image of the settings' size, a row: a test digit where digits have that size, else noise."""
    return _images(task_of(settings))[:1]
