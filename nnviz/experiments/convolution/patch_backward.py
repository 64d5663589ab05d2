"""One convolution forward and back, and every product that its gradients are sums of."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import (
    Array,
    Convolution,
    Dense,
    Loss,
    LossTrace,
    Network,
    Purpose,
    Reshape,
    Trace,
    activation,
    flatten,
    generator,
    initializer,
    loss,
)
from nnviz.engine.layers.convolution import ConvolutionGradients, ConvolutionTrace
from nnviz.engine.network import Gradients
from nnviz.experiments.convolution.backward_settings import BackwardFields
from nnviz.experiments.convolution.digit_images import digit_images
from nnviz.experiments.inspection import Step

CLASSES = 3
"""Of the dense layer above: the loss pretends that sample i belongs to class i modulo 3."""

BIAS = 0.1
"""Of the convolution: not zero, or blank paper would stand at ReLU's corner."""

LAYER = 1
"""Where the convolution stands in the network: behind the layer that makes images of rows."""


@dataclass(frozen=True, eq=False)
class PatchBackward:
    """One pass through a convolution, a dense layer and softmax with cross-entropy, and back.

    Attributes
    ----------
    network : Network
        Reshape, Convolution, flatten, Dense.
    loss : Loss
    X : ndarray, shape (N, H * W)
    Y : ndarray, shape (N, 3)
    trace : Trace
    outcome : LossTrace
    gradients : Gradients
    """

    network: Network
    loss: Loss
    X: Array
    Y: Array
    trace: Trace
    outcome: LossTrace
    gradients: Gradients

    @property
    def convolution(self) -> Convolution:
        """The layer that is taken apart."""
        layer = self.network.layers[LAYER]
        assert isinstance(layer, Convolution)
        return layer

    @property
    def forward(self) -> ConvolutionTrace:
        """Its tensors of the forward pass."""
        trace = self.trace.layers[LAYER]
        assert isinstance(trace, ConvolutionTrace)
        return trace

    @property
    def backward(self) -> ConvolutionGradients:
        """Its tensors of the backward pass."""
        gradients = self.gradients.layers[LAYER]
        assert isinstance(gradients, ConvolutionGradients)
        return gradients

    @property
    def dX(self) -> Array:
        """The gradient of the images, shape (N, H, W)."""
        dX = self.backward.dX
        assert dX is not None
        return dX[..., 0]

    @property
    def db(self) -> Array:
        """The gradient of the biases, shape (F,)."""
        db = self.backward.db
        assert db is not None
        return db

    @property
    def padding(self) -> tuple[int, int]:
        """Zeros above and left of the image."""
        rows, columns = self.convolution.windows
        return rows.before, columns.before

    @property
    def step(self) -> Step:
        """The same pass as the inspector takes it."""
        return Step(None, self.trace, self.outcome, self.gradients, known=self.network)


def patch_backward(settings: BackwardFields) -> PatchBackward:
    """Run the network of the settings forward and back.

    Raises
    ------
    ValueError
        If the kernel does not fit into the padded image.

    Examples
    --------
    >>> one = patch_backward(BackwardFields())
    >>> one.forward.Z.shape, one.backward.dK.shape, one.dX.shape
    ((2, 5, 5, 1), (3, 3, 1, 1), (2, 5, 5))
    """
    size, kernel, filters = settings.backward_size, settings.backward_kernel, settings.backward_filters
    rng = generator(settings.backward_seed, Purpose.WEIGHTS)
    K = rng.normal(0.0, np.sqrt(2.0) / kernel, (kernel, kernel, 1, filters))
    convolution = Convolution(
        K,
        np.full(filters, BIAS),
        activation(settings.backward_activation),
        (size, size),
        settings.backward_stride,
        settings.backward_padding,
    )
    n = int(np.prod(convolution.out_shape))
    W, b = initializer("glorot_uniform").sample(rng, n, CLASSES)
    layers = (
        Reshape((size * size,), convolution.in_shape),
        convolution,
        flatten(convolution.out_shape),
        Dense(W, b, activation("identity")),
    )
    N = settings.backward_samples
    X = digit_images(size)[:N].reshape(N, -1)
    Y = np.eye(CLASSES)[np.arange(N) % CLASSES]
    return run(Network(layers), loss("categorical_cross_entropy"), X, Y)


def run(network: Network, measure: Loss, X: Array, Y: Array) -> PatchBackward:
    """Run a network whose second layer is the convolution forward and back."""
    trace = network.forward(X)
    outcome = measure.forward(trace.A, Y)
    return PatchBackward(network, measure, X, Y, trace, outcome, network.backward(trace, measure.backward(outcome)))


def padded_images(one: PatchBackward) -> Array:
    """Return the images with the zeros around them, shape (N, H + 2p, W + 2p)."""
    rows, columns = one.convolution.windows
    padding = ((0, 0), (rows.before, rows.after), (columns.before, columns.after))
    padded: Array = np.pad(one.forward.X[..., 0], padding)
    return padded


def kernel_products(one: PatchBackward) -> Array:
    """Return the products whose sums are dK.

    Returns
    -------
    ndarray, shape (kh, kw, F, N, Ho, Wo)
        ``dK[u, v, 0, f]`` is the sum over the last three axes.
    """
    products: Array = np.einsum("nijuv,nijf->uvfnij", one.forward.patches[..., 0], one.backward.dZ)
    return products


def spread_gradients(one: PatchBackward) -> Array:
    """Return dZ as the flipped kernel meets it: zeros between its entries for the stride, and around it.

    Returns
    -------
    ndarray, shape (N, H + 2p + kh - 1, W + 2p + kw - 1, F)
    """
    rows, columns = one.convolution.windows
    dZ = one.backward.dZ
    height, width = padded_images(one).shape[1:]
    spread = np.zeros((len(dZ), height + rows.kernel - 1, width + columns.kernel - 1, dZ.shape[-1]))
    i, j = rows.kernel - 1 + rows.indices[:, 0], columns.kernel - 1 + columns.indices[:, 0]
    spread[:, i[:, None], j] = dZ
    return spread


def image_products(one: PatchBackward) -> Array:
    """Return the products whose sums are dX.

    Returns
    -------
    ndarray, shape (N, H, W, F, kh, kw)
        ``dX[n, p, q]`` is the sum over the last three axes.
    """
    H, W, _ = one.convolution.in_shape
    top, left = one.padding
    flipped = one.convolution.K[::-1, ::-1, 0]
    kh, kw, _ = flipped.shape
    windows = np.lib.stride_tricks.sliding_window_view(spread_gradients(one), (kh, kw), axis=(1, 2))
    products: Array = windows[:, top : top + H, left : left + W] * np.moveaxis(flipped, -1, 0)
    return products
