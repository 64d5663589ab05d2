"""The convolutional network that is timed, conv 8 - pool - conv 16 - pool - dense 10 on 8x8 images, and what it multiplies."""

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
        return rng.normal(size=(self.batch, self.side**2)), np.eye(self.classes)[
            rng.integers(0, self.classes, self.batch)
        ]

    def start(self) -> TrainState:
        """Draw the weights."""
        measure, relu = loss("categorical_cross_entropy"), activation("relu")
        hidden = tuple(part for channels in self.channels for part in (Convolved(channels, activation=relu), Pooled()))
        image = (self.side, self.side, 1)
        plan = Architecture(self.side**2, hidden, head("softmax"), measure, self.classes, image=image)
        return TrainState.start(plan.build(0), Rules(measure, learning_rate=LEARNING_RATE))


def bare_convolutions(case: ConvolutionCase) -> Callable[[], None]:
    """Return a function that copies all patches of one step and multiplies all that it must multiply.

    For each convolution these are the patches of X, their product with the kernels, and the product of their transpose
    with dZ; for each but the first also the patches of dZ and their product with the kernels turned over. Zeros around
    the images are there already, and nothing is added, activated, pooled or updated.
    """
    rng = np.random.default_rng(0)
    side, channels, steps = case.side, 1, []
    for i, filters in enumerate(case.channels):
        X, dZ = (rng.normal(size=(case.batch, side + 2, side + 2, n)) for n in (channels, filters))
        W, turned = rng.normal(size=(9 * channels, filters)), rng.normal(size=(9 * filters, channels))
        rows = rng.normal(size=(case.batch * side * side, filters))
        steps.append((X, W, rows, dZ, turned, i > 0))
        side, channels = side // 2, filters
    X, W, dZ = (
        rng.normal(size=shape)
        for shape in ((case.batch, side**2 * channels), (side**2 * channels, case.classes), (case.batch, case.classes))
    )

    def multiply() -> None:
        for image, kernels, gradient, around, back, is_needed in steps:
            patches = _patches(image)
            patches @ kernels
            patches.T @ gradient
            if is_needed:
                _patches(around) @ back
        X @ W
        X.T @ dZ
        dZ @ W.T

    return multiply


def _patches(images: Array) -> Array:
    """Return every 3x3 patch as a row, as one writes it with `sliding_window_view`."""
    windows = sliding_window_view(images, (3, 3), axis=(1, 2))  # (N, rows, columns, channels, 3, 3)
    return windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, 9 * images.shape[-1])
