"""A pooling layer forward and back: which pixels the gradient of each output cell goes to, and what a check says."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.matrix_text import parse_matrix
from nnviz.engine import (
    Array,
    AveragePool,
    Convolution,
    Dense,
    Loss,
    LossTrace,
    MaxPool,
    Network,
    Purpose,
    Reshape,
    TensorCheck,
    Trace,
    activation,
    central_differences,
    flatten,
    generator,
    initializer,
    loss,
)
from nnviz.engine.gradient_check import STEP
from nnviz.engine.network import Gradients
from nnviz.experiments.convolution.digit_images import digit_images
from nnviz.experiments.convolution.pooling_settings import LARGEST_SIDE, PoolingFields
from nnviz.experiments.inspection import Step

CLASSES = 3
"""Of the dense layer above; the sample's class is the first."""

LAYER = 1
"""Where the pooling layer stands in the network."""

APART = 0.01
"""By how much numbers that are moved apart differ at most."""

EDGES = np.array([[1.0, 1.0, 1.0], [0.0, 0.0, 0.0], [-1.0, -1.0, -1.0]])
"""The kernel of the feature map: upper edges of strokes."""


@dataclass(frozen=True, eq=False)
class Pooled:
    """One pass through a pooling layer, a dense layer and softmax with cross-entropy, and back; one sample.

    Attributes
    ----------
    network : Network
        Reshape, MaxPool or AveragePool, flatten, Dense.
    loss : Loss
    trace : Trace
    outcome : LossTrace
    gradients : Gradients
    parts : ndarray, shape (Ho, Wo, H, W)
        What each output cell gives to dX: a backward pass with the gradient of this cell alone.
    """

    network: Network
    loss: Loss
    trace: Trace
    outcome: LossTrace
    gradients: Gradients
    parts: Array

    @property
    def layer(self) -> MaxPool | AveragePool:
        """The pooling layer."""
        layer = self.network.layers[LAYER]
        assert isinstance(layer, MaxPool | AveragePool)
        return layer

    @property
    def is_max(self) -> bool:
        """Whether the largest entry is kept, and not the mean."""
        return isinstance(self.layer, MaxPool)

    @property
    def X(self) -> Array:
        """What is pooled, shape (H, W)."""
        return self.trace.layers[LAYER].X[0, ..., 0]

    @property
    def A(self) -> Array:
        """What comes out, shape (Ho, Wo)."""
        return self.trace.layers[LAYER].A[0, ..., 0]

    @property
    def dA(self) -> Array:
        """The gradient that comes from above, shape (Ho, Wo)."""
        dA = self.gradients.layers[LAYER + 1].dX
        assert dA is not None
        return dA.reshape(self.A.shape)

    @property
    def dX(self) -> Array:
        """The gradient that goes on, shape (H, W)."""
        dX = self.gradients.layers[LAYER].dX
        assert dX is not None
        return dX[0, ..., 0]

    @property
    def step(self) -> Step:
        """The same pass as the inspector takes it."""
        return Step(None, self.trace, self.outcome, self.gradients, known=self.network)

    def window(self, row: int, column: int) -> tuple[slice, slice]:
        """Return where an output cell looks."""
        places = [w.indices[k] for w, k in zip(self.layer.windows, (row, column), strict=True)]
        return slice(places[0][0], places[0][-1] + 1), slice(places[1][0], places[1][-1] + 1)

    def receivers(self, row: int, column: int) -> NDArray[np.intp]:
        """Return the pixels that the gradient of an output cell goes to, a row (row, column) for each."""
        return np.argwhere(self.parts[row, column] != 0.0)

    def largest(self, row: int, column: int) -> NDArray[np.intp]:
        """Return the pixels that hold the largest number of a window: several in a tie."""
        rows, columns = self.window(row, column)
        seen = self.X[rows, columns]
        held: NDArray[np.intp] = np.argwhere(seen == seen.max()) + (rows.start, columns.start)
        return held

    @property
    def ties(self) -> Array:
        """How many pixels of each window hold its largest number, less one; shape (Ho, Wo)."""
        return np.array([[len(self.largest(i, j)) - 1 for j in range(self.A.shape[1])] for i in range(self.A.shape[0])])

    @property
    def tied(self) -> NDArray[np.bool_]:
        """Which pixels hold the largest number of a window that others hold, too; shape (H, W)."""
        found = np.zeros(self.X.shape, np.bool_)
        for i, j in np.argwhere(self.ties > 0).tolist():
            found[tuple(self.largest(i, j).T)] = True
        return found

    @property
    def times_seen(self) -> Array:
        """In how many windows each pixel is, shape (H, W)."""
        seen = np.zeros(self.X.shape)
        for i, j in np.ndindex(self.A.shape):
            seen[self.window(i, j)] += 1
        return seen


def pooled_of(settings: PoolingFields) -> Pooled:
    """Run the pooling layer of the settings on their numbers, forward and back.

    Raises
    ------
    ValueError
        If typed numbers cannot be read, or the window is larger than what is pooled.

    Examples
    --------
    >>> pooled = pooled_of(PoolingFields(pooling_source="typed", pooling_typed="3 1; 2 5"))
    >>> pooled.A.tolist(), pooled.receivers(0, 0).tolist()
    ([[5.0]], [[1, 1]])
    """
    X = numbers(settings)
    shape = (*X.shape, 1)
    pool = MaxPool if settings.pooling_kind == "max" else AveragePool
    whole = settings.pooling_window == 0
    layer = pool.over_all(shape) if whole else pool(shape, settings.pooling_window, settings.pooling_stride)
    n = int(np.prod(layer.out_shape))
    W, b = initializer("glorot_uniform").sample(generator(0, Purpose.WEIGHTS), n, CLASSES)
    head = Dense(W, b, activation("identity"))
    network = Network((Reshape((X.size,), shape), layer, flatten(layer.out_shape), head))
    measure = loss("categorical_cross_entropy")
    trace = network.forward(X.reshape(1, -1))
    outcome = measure.forward(trace.A, np.eye(CLASSES)[:1])
    gradients = network.backward(trace, measure.backward(outcome))
    dA = gradients.layers[LAYER + 1].dX
    assert dA is not None
    alone_in = Network((layer, flatten(layer.out_shape)))
    repeated = alone_in.forward(np.repeat(trace.layers[LAYER].X, n, axis=0))
    parts = alone_in.backward(repeated, np.eye(n) * dA.reshape(-1)).dX
    assert parts is not None
    return Pooled(network, measure, trace, outcome, gradients, parts.reshape(*layer.out_shape[:2], *X.shape))


def numbers(settings: PoolingFields) -> Array:
    """Return what is pooled, shape (H, W).

    Raises
    ------
    ValueError
        If typed numbers cannot be read.
    """
    if settings.pooling_source == "typed":
        X = parse_matrix(settings.pooling_typed, LARGEST_SIDE, LARGEST_SIDE)
    elif settings.pooling_source == "digit":
        X = digit_images()[settings.pooling_digit - 1, ..., 0].copy()
    else:
        image = digit_images()[settings.pooling_digit - 1 : settings.pooling_digit]
        edges = Convolution(EDGES[..., None, None], np.zeros(1), activation("relu"), image.shape[1:3])
        X = edges.forward(image).A[0, ..., 0]
    if settings.pooling_apart:
        X = X + APART * generator(0, Purpose.DATA).permutation(X.size).reshape(X.shape) / X.size
    return X


@dataclass(frozen=True, eq=False)
class PoolingCheck:
    """The engine's dX beside what nudging each pixel says.

    Attributes
    ----------
    both : TensorCheck
        With the two-sided difference.
    up, down : ndarray, shape (H, W)
        The one-sided differences: the pixel raised, and lowered.
    """

    both: TensorCheck
    up: Array
    down: Array

    @property
    def largest_error(self) -> float:
        """The largest relative error of all pixels."""
        return float(self.both.error.max())

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Which pixels disagree by more than rounding."""
        return ~(self.both.error <= TOLERANCE)


TOLERANCE = 1e-4
"""A relative error above this is no rounding."""


def pooling_check(pooled: Pooled) -> PoolingCheck:
    """Nudge every pixel up and down and measure the loss again."""
    X, outcome, shape = pooled.trace.X, pooled.outcome, pooled.X.shape

    def loss_of(moved: Array) -> float:
        return float(pooled.loss.forward(pooled.network.forward(moved).A, outcome.Y).L)

    start = float(outcome.L)
    steps = np.eye(X.size) * STEP * np.maximum(1.0, np.abs(X))
    up, down = (
        np.array([(loss_of(X + sign * step) - start) / (sign * step.sum()) for step in steps]) for sign in (1.0, -1.0)
    )
    numeric = central_differences(loss_of, X)
    check = TensorCheck("X", pooled.dX, numeric.reshape(shape))
    return PoolingCheck(check, up.reshape(shape), down.reshape(shape))
