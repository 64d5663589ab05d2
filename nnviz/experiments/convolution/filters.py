"""What a filter looks for: the patches of the digits that excite it most, and the input found by gradient ascent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import (
    HEADS,
    Architecture,
    Array,
    Batch,
    Batches,
    Convolution,
    Convolved,
    Network,
    Pooled,
    Rules,
    TrainState,
    initializer,
    loss,
    optimizer,
)
from nnviz.experiments.convolution.digit_parts import SIDE, digits
from nnviz.experiments.convolution.field_arithmetic import field_arithmetic, spans
from nnviz.experiments.convolution.filters_settings import WIDTHS, FiltersFields, FilterWidth
from nnviz.experiments.convolution.receptive_field_settings import StackLayer
from nnviz.experiments.recording.recording import Moment, Recording, Task, spaced
from nnviz.experiments.trained.ascent import ascend, without_activation

EPOCHS, BATCH, RATE = 20, 32, 0.01
MOST = 9
RANDOM = 4000
"""Random kernels that the smoothness of the learned ones is compared with."""

STACK = (StackLayer("conv", 3), StackLayer("max", 2, 2), StackLayer("conv", 3))
"""Up to the second convolution."""

_DEPTH = {1: 1, 2: 3}
"""How many layers of the stack there are up to a convolution."""


@dataclass(frozen=True)
class FiltersTask(Task):
    """Two convolutions of 3 x 3, each with a pooling, and a dense layer learn the digits.

    Attributes
    ----------
    width : FilterWidth
    seed : int
    """

    width: FilterWidth = "4"
    seed: int = 7

    @property
    def stops(self) -> tuple[int, ...]:
        """Close at the start."""
        return spaced(EPOCHS * (len(digits()[0].X) // BATCH), 36, most=40)

    @property
    def architecture(self) -> Architecture:
        """With 666 or 1,898 parameters."""
        first, second = WIDTHS[self.width]
        layers = (Convolved(first), Pooled(), Convolved(second), Pooled())
        head = HEADS["softmax"]
        return Architecture(
            SIDE**2, layers, head, loss(head.losses[0]), 10, initializer("he_normal"), image=(SIDE, SIDE, 1)
        )

    def start(self) -> tuple[TrainState, ...]:
        """Return the network with Adam."""
        plan = self.architecture
        return (TrainState.start(plan.build(self.seed), Rules(plan.loss, optimizer("adam"), RATE), self.seed),)

    def batch(self, step: int) -> Batch:
        """Return 32 digits."""
        return _batches(self.seed).batch(step)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return the accuracy on test digits, and how smooth the kernels of the first layer are."""
        test = digits()[1]
        right = (networks[0].forward(test.X).A.argmax(-1) == test.labels).mean()
        return {"accuracy": np.array([right]), "smoothness": smoothness(kernels(networks[0], 1)[..., 0, :])}


@lru_cache(maxsize=4)
def _batches(seed: int) -> Batches:
    train = digits()[0]
    return Batches(train.X, train.Y, BATCH, seed)


def task_of(settings: FiltersFields) -> FiltersTask:
    """Return what is trained for the settings."""
    return FiltersTask(settings.filter_width, settings.filter_seed)


def upto(network: Network, layer: int) -> Network:
    """Return a network up to its first or second convolution, which shows its Z."""
    ends = [i for i, one in enumerate(network.layers) if isinstance(one, Convolution)]
    return without_activation(Network(network.layers[: ends[layer - 1] + 1]))


def kernels(network: Network, layer: int) -> Array:
    """Return the kernels of the first or second convolution, shape (3, 3, C, F)."""
    found: list[Array] = [one.K for one in network.layers if isinstance(one, Convolution)]
    return found[layer - 1]


def smoothness(K: Array) -> Array:
    """Return how alike neighbours in a kernel are: the correlation of all pairs side by side or one above the other.

    A blur has values near 1, a checkerboard near -1; random numbers, after the mean is taken off, -1/8 on average.

    Parameters
    ----------
    K : ndarray, shape (3, 3, ...)
        Kernels along the other axes.

    Examples
    --------
    >>> i, j = np.indices((3, 3))
    >>> round(float(smoothness((-1.0) ** (i + j))), 2), round(float(smoothness(j - 1.0)), 2)
    (-1.0, 0.5)
    """
    E = K - K.mean((0, 1))
    down, right = (E[1:] * E[:-1]).mean((0, 1)), (E[:, 1:] * E[:, :-1]).mean((0, 1))
    variance = np.square(E).mean((0, 1))
    correlation: Array = 0.5 * (down + right) / np.maximum(variance, 1e-300)
    return correlation


@lru_cache(maxsize=4)
def random_smoothness(filters: int) -> tuple[float, float, float]:
    """Return the smoothness of random kernels, the mean of so many: its mean, and where nine of ten lie."""
    values = smoothness(np.random.default_rng(0).normal(size=(3, 3, RANDOM, filters))).mean(-1)
    low, high = np.quantile(values, (0.05, 0.95))
    return float(values.mean()), float(low), float(high)


@dataclass(frozen=True, eq=False)
class FilterPortrait:
    """One filter at one moment.

    Attributes
    ----------
    K : ndarray of shape (3, 3, C)
    images : integer ndarray of shape (9,)
        The test digits in which the filter's Z is largest, largest first.
    patches : ndarray of shape (9, field, field)
        What of them the filter sees there; outside of the image there are zeros.
    values : ndarray of shape (9,)
        Z there.
    found : ndarray of shape (field, field)
        What a unit in the middle of the map sees of the input that gradient ascent ends with, as long as the first of
        the patches.
    climb : ndarray of shape (steps + 1,)
        Z of that unit on the way there.
    share : float
        How many of all places of all test digits the filter's ReLU lets through.
    """

    K: Array
    images: NDArray[np.int64]
    patches: Array
    values: Array
    found: Array
    climb: Array
    share: float


def portrait(network: Network, layer: int, filter_: int) -> FilterPortrait:
    """Return what excites a filter.

    Parameters
    ----------
    network : Network
        Of a `FiltersTask`.
    layer : int
        1 or 2.
    filter_ : int
        From 0.
    """
    below = upto(network, layer)
    X = digits()[1].X
    Z = below.forward(X).A[..., filter_]
    n, side = len(Z), Z.shape[1]
    flat = Z.reshape(n, -1)
    best = flat.max(1)
    images = np.argsort(-best, kind="stable")[:MOST]
    places = [divmod(int(flat[i].argmax()), side) for i in images]
    patches = np.array([seen(X[i].reshape(SIDE, SIDE), layer, place) for i, place in zip(images, places, strict=True)])
    middle = (side // 2, side // 2)
    radius = float(np.linalg.norm(patches[0])) or 1.0
    found, climb = ascend(below, (*middle, filter_), radius)
    return FilterPortrait(
        kernels(network, layer)[..., filter_],
        images,
        patches,
        best[images],
        seen(found.reshape(SIDE, SIDE), layer, middle),
        climb,
        float((Z > 0).mean()),
    )


def field_of(layer: int) -> int:
    """Return how many rows of the image a unit of the first or second convolution sees."""
    return field_arithmetic(STACK[: _DEPTH[layer]]).size


def seen(image: Array, layer: int, place: tuple[int, int]) -> Array:
    """Return the patch of an image that a unit of a convolution sees, with zeros where it reaches over the border."""
    depth = _DEPTH[layer]
    zeros = [1 if one.kind == "conv" else 0 for one in STACK[:depth]]
    size = field_of(layer)
    wide = np.pad(image, size)
    (top, _), (left, _) = (spans(STACK[:depth], zeros, at)[0] for at in place)
    patch: Array = wide[size + top : 2 * size + top, size + left : 2 * size + left]
    return patch


def pictures(settings: FiltersFields, recording: Recording, moments: Sequence[Moment]) -> dict[str, Array]:
    """Return what is drawn of some moments, each array stacked over them."""
    drawn = [_picture(settings, recording, moment) for moment in moments]
    return {name: np.array([one[name] for one in drawn]) for name in drawn[0]}


def _picture(settings: FiltersFields, recording: Recording, moment: Moment) -> dict[str, Array]:
    network = recording.state[0].network.with_theta(moment.thetas[0])
    one = portrait(network, settings.filter_layer, settings.filter - 1)
    K = kernels(network, settings.filter_layer)
    labels = digits()[1].labels
    return {
        "kernels": np.moveaxis(kernels(network, 1)[..., 0, :], -1, 0),
        "own": np.moveaxis(one.K, -1, 0),
        "scale": np.array([np.abs(K).max()]),
        "patches": one.patches,
        "white": np.array([1.0]),
        "labels": labels[one.images].astype(np.float64),
        "found": one.found,
        "climb": one.climb,
        "reached": np.array([one.values[0], one.climb[-1], one.share]),
        "accuracy": moment.measured["accuracy"],
        "smoothness": np.array([moment.measured["smoothness"].mean()]),
    }
