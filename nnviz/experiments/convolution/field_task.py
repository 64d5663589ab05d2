"""The networks whose receptive fields are looked at: random ones, one of ones alone, or one that learns the digits."""

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
from nnviz.experiments.convolution.receptive_field_settings import (
    FieldWeights,
    ReceptiveFieldFields,
    StackLayer,
    side_of,
    stack_of,
    zeros_of,
)
from nnviz.experiments.recording.recording import Task, spaced

CHANNELS = 4
NETWORKS = 32
"""Random networks whose gradients are averaged."""

EPOCHS, BATCH, RATE = 4, 32, 0.01
TRAINED_CHANNELS = 6


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
