"""The same layer trained with its ties, with its zeros alone, and with neither: what ties give and what they cost."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Convolution, Dense, Purpose, generator, loss
from nnviz.engine.layers.convolution import ConvolutionGradients
from nnviz.engine.layers.dense import DenseGradients
from nnviz.experiments.convolution.digit_images import digit_images
from nnviz.experiments.convolution.tied import NONE, TiedLayer, convolution_of, tied_layer
from nnviz.experiments.convolution.tied_settings import LAYER_KINDS, MAX_IMAGES, MAX_STEPS, LayerKind, TiedFields

TEST_IMAGES = 200
"""Digits that no layer is trained on."""

ROUNDING = 1e-6
"""Losses that differ by less, relative to the smaller one, are equal."""

LOSS = loss("half_squared_error")


@dataclass(frozen=True, eq=False)
class Images:
    """Digits and what the layer is to make of them.

    Attributes
    ----------
    X : ndarray, shape (N, n_pixels)
    Y : ndarray, shape (N, n_cells)
    """

    X: Array
    Y: Array


@dataclass(frozen=True, eq=False)
class Course:
    """One layer under full-batch gradient descent, from the convolution's start.

    Attributes
    ----------
    kind : LayerKind
    rate : float
        Its learning rate: 1 over the largest eigenvalue of its own Hessian.
    W : ndarray, shape (MAX_STEPS + 1, n_pixels, n_cells)
        The layer as a dense matrix, after every number of steps.
    b : ndarray, shape (MAX_STEPS + 1, n_cells)
    train, test : ndarray, shape (MAX_STEPS + 1,)
        The mean loss on the images of the training and on others.
    convolutions : tuple of Convolution
        The layer itself, after every number of steps; empty where it has no ties.
    """

    kind: LayerKind
    rate: float
    W: Array
    b: Array
    train: Array
    test: Array
    convolutions: tuple[Convolution, ...]


@dataclass(frozen=True, eq=False)
class UntiedTraining:
    """What three layers make of the same images.

    Attributes
    ----------
    layer : TiedLayer
        Where they start.
    train, test : Images
    courses : dict of LayerKind to Course
    """

    layer: TiedLayer
    train: Images
    test: Images
    courses: dict[LayerKind, Course]

    def dense(self, kind: LayerKind, steps: int) -> Dense:
        """Return a layer after so many steps, as a dense one."""
        course = self.courses[kind]
        return Dense(course.W[steps], course.b[steps], self.layer.dense.activation)

    def gradients(self, kind: LayerKind, steps: int) -> DenseGradients:
        """Return what a dense layer with the weights after so many steps would learn from the images: no ties."""
        return dense_gradients(self.dense(kind, steps), self.train)

    def different_weights(self, kind: LayerKind, steps: int) -> int:
        """Count the different numbers of the matrix; its zeros outside of the kernel's places count as none."""
        W = self.courses[kind].W[steps]
        moved = W if kind == "dense" else W[self.layer.entries != NONE]
        return len(np.unique(moved[moved != 0.0]))


def untied_training(settings: TiedFields) -> UntiedTraining:
    """Train the three layers.

    Parameters
    ----------
    settings : TiedFields
        The first so many digits are trained on, the last ones tested.
    """
    layer = tied_layer(settings)
    X = digit_images(settings.tied_size)
    train, test = (
        Images(images.reshape(len(images), -1), _targets(settings, images))
        for images in (X[: settings.tied_images], X[MAX_IMAGES : MAX_IMAGES + TEST_IMAGES])
    )
    courses = {kind: _course(kind, layer, train, test) for kind in LAYER_KINDS}
    return UntiedTraining(layer, train, test, courses)


def lowest(training: UntiedTraining, step: int, part: Literal["train", "test"]) -> tuple[LayerKind, ...]:
    """Return the layers with the lowest loss after some steps: several where they differ by no more than rounding.

    Parameters
    ----------
    training : UntiedTraining
    step : int
    part : {'train', 'test'}
    """
    losses: dict[LayerKind, float] = {kind: float(getattr(training.courses[kind], part)[step]) for kind in LAYER_KINDS}
    return tuple(kind for kind, loss in losses.items() if loss <= (1.0 + ROUNDING) * min(losses.values()))


def _targets(settings: TiedFields, images: Array) -> Array:
    """What another kernel makes of the images; by place, one kernel for the left half and another for the right."""
    size, kernel, stride, padding = settings.tied_shape
    K = generator(settings.tied_seed, Purpose.DATA).normal(0.0, 1.0 / kernel, (2, kernel, kernel, 1, 1))
    left, right = (convolution_of(one, np.zeros(1), size, stride, padding).forward(images).A for one in K)
    columns = np.arange(left.shape[-2])[:, None]
    both = settings.tied_target == "everywhere"
    return np.where(both | (columns < len(columns) / 2), left, right).reshape(len(images), -1)


def dense_gradients(dense: Dense, images: Images) -> DenseGradients:
    """Run a dense layer forward and back on the images."""
    trace = dense.forward(images.X)
    return dense.backward(trace, LOSS.backward(LOSS.forward(trace.A, images.Y)))


def tied_gradients(convolution: Convolution, images: Images) -> ConvolutionGradients:
    """Run a convolution forward and back on the images."""
    trace = convolution.forward(images.X.reshape(-1, *convolution.in_shape))
    dA = LOSS.backward(LOSS.forward(trace.A.reshape(images.Y.shape), images.Y))
    return convolution.backward(trace, dA.reshape(trace.A.shape))


def _course(kind: LayerKind, layer: TiedLayer, train: Images, test: Images) -> Course:
    rate = 1.0 / largest_curvature(kind, layer, train.X)
    W, b, losses, convolutions = [], [], [], []
    dense, convolution = layer.dense, layer.convolution
    for _ in range(MAX_STEPS + 1):
        W.append(dense.W)
        b.append(dense.b)
        convolutions.append(convolution)
        losses.append([LOSS.forward(dense.forward(part.X).A, part.Y).L for part in (train, test)])
        if kind == "tied":
            gradients = tied_gradients(convolution, train)
            assert gradients.db is not None
            convolution = convolution.with_parameters(
                convolution.K - rate * gradients.dK, convolution.biases - rate * gradients.db
            )
            dense = replace(layer.matrix, layer=convolution).dense
        else:
            dense = _untied_step(dense, layer.entries, kind, train, rate)
    on_train, on_test = np.array(losses).T
    kept = tuple(convolutions) if kind == "tied" else ()
    return Course(kind, rate, np.array(W), np.array(b), on_train, on_test, kept)


def _untied_step(dense: Dense, entries: NDArray[np.intp], kind: LayerKind, images: Images, rate: float) -> Dense:
    gradients = dense_gradients(dense, images)
    assert dense.b is not None and gradients.db is not None
    dW = gradients.dW if kind == "dense" else np.where(entries == NONE, 0.0, gradients.dW)
    return dense.with_parameters(dense.W - rate * dW, dense.b - rate * gradients.db)


def largest_curvature(kind: LayerKind, layer: TiedLayer, X: Array) -> float:
    """Return the largest eigenvalue of the loss's Hessian, which is the same everywhere: the loss is a square.

    Parameters
    ----------
    kind : LayerKind
    layer : TiedLayer
    X : ndarray, shape (N, n_pixels)
    """
    ones = np.ones((len(X), 1))
    if kind == "dense":
        inputs = [np.hstack([X, ones])]
    else:
        # A cell sees the pixels under the kernel, in the order of its entries; outside of the image there are zeros.
        seen = [np.zeros((len(X), layer.n_entries + 1)) for _ in range(layer.entries.shape[1])]
        for cell, entries in zip(seen, layer.entries.T, strict=True):
            pixels = np.flatnonzero(entries != NONE)
            cell[:, entries[pixels]] = X[:, pixels]
            cell[:, -1:] = ones
        inputs = [np.vstack(seen)] if kind == "tied" else seen
    return max(float(np.linalg.eigvalsh(part.T @ part)[-1]) for part in inputs) / len(X)


def tied_sums(training: UntiedTraining, steps: int) -> tuple[Array, Array]:
    """Return dK twice, entry by entry: summed from the dense gradient over the ties, and by the convolution itself.

    Parameters
    ----------
    training : UntiedTraining
    steps : int
        After how many steps of the convolution.

    Returns
    -------
    summed, dK : ndarray, shape (n_entries,)
    """
    convolution = training.courses["tied"].convolutions[steps]
    summed = training.layer.matrix.tied(training.gradients("tied", steps).dW).ravel()
    return summed, tied_gradients(convolution, training.train).dK.ravel()
