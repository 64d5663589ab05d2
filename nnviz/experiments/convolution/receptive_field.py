"""Receptive field: what a unit can see by arithmetic, and what it does see by the gradient of its Z on the input."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from nnviz.engine import (
    Activation,
    Array,
    AveragePool,
    Batch,
    Batches,
    Convolution,
    Dense,
    Layer,
    Loss,
    MaxPool,
    Network,
    Reshape,
    Rules,
    TrainState,
    activation,
    flatten,
    loss,
    optimizer,
)
from nnviz.experiments.convolution.digit_parts import digits
from nnviz.experiments.convolution.field_arithmetic import FieldArithmetic, field_arithmetic, spans
from nnviz.experiments.convolution.receptive_field_settings import (
    FieldWeights,
    ReceptiveFieldFields,
    StackLayer,
    map_sizes,
    side_of,
    stack_of,
    zeros_of,
)
from nnviz.experiments.recording.recording import Recording, Task, spaced
from nnviz.experiments.trained.ascent import without_activation

CHANNELS = 4
NETWORKS = 32
"""Random networks whose gradients are averaged."""

EPOCHS, BATCH, RATE = 4, 32, 0.01
TRAINED_CHANNELS = 6
IMAGES = 64
"""Test digits over which a trained network's gradients are averaged."""


@dataclass(frozen=True)
class FieldTask(Task):
    """A stack of convolutions and poolings, alone or, where it learns digits, below a dense layer.

    Attributes
    ----------
    stack : tuple of StackLayer
    size : int
        Rows of the image.
    padded : bool
    relu : bool
    weights : FieldWeights
        ``random``: many networks with He's weights. ``equal``: one with a single channel, whose kernels are all ones
        over their size. ``trained``: one that learns the digits.
    seed : int
    """

    stack: tuple[StackLayer, ...]
    size: int
    padded: bool = True
    relu: bool = True
    weights: FieldWeights = "random"
    seed: int = 0

    @property
    def stops(self) -> tuple[int, ...]:
        """The steps of training; 0 alone where nothing is trained."""
        if self.weights != "trained":
            return (0,)
        return spaced(EPOCHS * (len(digits()[0].X) // BATCH), 16, most=24)

    def start(self) -> tuple[TrainState, ...]:
        """Return the networks before training."""
        return (TrainState.start(self.network(), Rules(self.loss, optimizer("adam"), RATE), self.seed),)

    @property
    def loss(self) -> Loss:
        """Of what is learned."""
        return loss("categorical_cross_entropy" if self.weights == "trained" else "mean_squared_error")

    def network(self) -> Network:
        """Return the networks with their first weights."""
        rng = np.random.default_rng(self.seed)
        g = activation("relu" if self.relu else "identity")
        layers: list[Layer[Any]] = [Reshape((self.size**2,), (self.size, self.size, 1))]
        shape: tuple[int, ...] = (self.size, self.size, 1)
        for one in self.stack:
            layer = self._layer(one, shape, g, rng)
            layers.append(layer)
            shape = layer.out_shape
        if self.weights == "trained":
            n = int(np.prod(shape))
            W = rng.normal(0.0, np.sqrt(1.0 / n), (n, 10))
            layers += [flatten(shape), Dense(W, np.zeros(10), activation("identity"))]
        return Network(tuple(layers))

    def _layer(
        self, one: StackLayer, shape: tuple[int, ...], g: Activation, rng: np.random.Generator
    ) -> Convolution | MaxPool | AveragePool:
        if one.kind != "conv":
            kind = MaxPool if one.kind == "max" else AveragePool
            return kind(shape, one.kernel, one.stride)
        kernel = (one.kernel, one.kernel)
        if self.weights == "equal":
            K, b = np.full((*kernel, 1, 1), 1.0 / one.kernel**2), np.zeros(1)
        else:
            many = (NETWORKS,) if self.weights == "random" else ()
            filters = TRAINED_CHANNELS if self.weights == "trained" else CHANNELS
            fan_in = one.kernel**2 * shape[-1]
            K = rng.normal(0.0, np.sqrt((2.0 if self.relu else 1.0) / fan_in), (*many, *kernel, shape[-1], filters))
            b = np.zeros((*many, filters))
        return Convolution(K, b, g, shape[:2], one.stride, zeros_of(one, self.padded), one.dilation)

    def batch(self, step: int) -> Batch:
        """Return 32 digits."""
        return _batches(self.seed).batch(step)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return the accuracy on test digits, where there is something to be right about."""
        if self.weights != "trained":
            return {"accuracy": np.array([np.nan])}
        test = digits()[1]
        return {"accuracy": np.array([(networks[0].forward(test.X).A.argmax(-1) == test.labels).mean()])}


@lru_cache(maxsize=4)
def _batches(seed: int) -> Batches:
    train = digits()[0]
    return Batches(train.X, train.Y, BATCH, seed)


def task_of(settings: ReceptiveFieldFields) -> FieldTask:
    """Return what the settings describe."""
    return FieldTask(
        stack_of(settings),
        side_of(settings),
        settings.field_padding,
        settings.field_relu,
        settings.field_weights,
        settings.field_seed,
    )


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
