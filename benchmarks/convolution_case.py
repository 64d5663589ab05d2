"""The convolutional network that is timed: two convolutions with pooling and a dense layer, and what it multiplies."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from benchmarks.cases import LEARNING_RATE
from nnviz.engine import Architecture, Array, Convolved, Pooled, Rules, TrainState, activation, head, loss


@dataclass(frozen=True)
class ConvolutionCase:
    """3x3 kernels with zeros around, ReLU and 2x2 max pooling; random images, random classes, plain SGD, float64.

    Attributes
    ----------
    channels : tuple of int
        Filters of every convolution.
    side : int
        Rows and columns of an image of one channel.
    classes, batch : int
    """

    channels: tuple[int, ...] = (8, 16)
    side: int = 8
    classes: int = 10
    batch: int = 32

    @property
    def title(self) -> str:
        """Such as ``conv 8 - pool - conv 16 - pool - dense 10, 8x8, batch 32``."""
        layers = " - ".join(f"conv {channels} - pool" for channels in self.channels)
        return f"{layers} - dense {self.classes}, {self.side}x{self.side}, batch {self.batch}"

    def samples(self) -> tuple[Array, Array]:
        """Draw X, shape (N, pixels), and Y, shape (N, classes)."""
        rng = np.random.default_rng(0)
        labels = rng.integers(0, self.classes, self.batch)
        return rng.normal(size=(self.batch, self.side**2)), np.eye(self.classes)[labels]

    def start(self, networks: int = 1) -> TrainState:
        """Draw the weights, of several networks on a leading axis if asked."""
        measure, relu = loss("categorical_cross_entropy"), activation("relu")
        hidden = tuple(part for channels in self.channels for part in (Convolved(channels, activation=relu), Pooled()))
        image = (self.side, self.side, 1)
        plan = Architecture(self.side**2, hidden, head("softmax"), measure, self.classes, image=image)
        return TrainState.start(plan.build(*range(networks)), Rules(measure, learning_rate=LEARNING_RATE))


def bare_convolutions(case: ConvolutionCase) -> Callable[[], None]:
    """Return a function that copies all patches of one step and multiplies all that it must multiply.

    For each convolution these are the patches of X, their product with the kernels, and the product of their transpose
    with dZ; for each but the first also the patches of dZ and their product with the flipped kernels. Nothing is
    added, activated, pooled or updated.
    """
    rng = np.random.default_rng(0)
    side, channels, steps = case.side, 1, []
    for i, filters in enumerate(case.channels):
        images, gradient = (rng.normal(size=(case.batch, side, side, n)) for n in (channels, filters))
        kernels, flipped = rng.normal(size=(9 * channels, filters)), rng.normal(size=(9 * filters, channels))
        steps.append((images, kernels, gradient, flipped if i > 0 else None))
        side, channels = side // 2, filters
    features = side**2 * channels
    X, W = rng.normal(size=(case.batch, features)), rng.normal(size=(features, case.classes))
    dZ = rng.normal(size=(case.batch, case.classes))

    def multiply() -> None:
        for images, kernels, gradient, flipped in steps:
            rows = patches(images)
            rows @ kernels
            rows.T @ gradient.reshape(len(rows), -1)
            if flipped is not None:
                patches(gradient) @ flipped
        X @ W
        X.T @ dZ
        dZ @ W.T

    return multiply


def patches(images: Array) -> Array:
    """Return every 3x3 patch, with zeros around the images, as a row of a matrix."""
    padded = np.zeros((len(images), images.shape[1] + 2, images.shape[2] + 2, images.shape[3]))
    padded[:, 1:-1, 1:-1] = images
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))  # (N, rows, columns, channels, 3, 3)
    return windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, 9 * images.shape[-1])
