"""Both passes of convolutions and max pooling in memory that is used again, for steps whose record nobody looks at.

Numbers are copied in another order than the layers do it, and left out where they are multiplied with zero; what is
computed are the same operations on the same numbers, so that the parameters are those of the layers to the last bit.
"""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.engine.activations.rectifiers import drelu, relu
from nnviz.engine.arrays import Array
from nnviz.engine.layers.convolution import BLOCK, Convolution
from nnviz.engine.layers.patches import as_rows, inside, landing, patches_of
from nnviz.engine.layers.pooling import MANY, MaxPool
from nnviz.engine.layers.windows import Window

SHORT = 12
"""Copies of fewer neighbours than this are slower than picking every number by its position."""

WIDE = 64
"""So many biases at least are added at once: a loop over eight is nearly all overhead."""


class Patches:
    """The patches of images as the rows of a matrix, in memory that stays."""

    def __init__(self, shape: tuple[int, ...], windows: tuple[Window, ...], place: Any):
        """Take the shape of the images with their zeros, the windows over them, and where the numbers in them stand."""
        n = len(windows)
        self.image, self.place = np.zeros(shape), place
        view = patches_of(self.image, windows)
        self.copied = copied = np.empty(view.shape)
        self.rows = as_rows(copied, -2 * n - 2, -n - 1)
        neighbours = shape[-1] * (windows[-1].kernel if windows[-1].dilation == 1 else 1)
        if neighbours < SHORT:
            leading, sample = shape[: -n - 1], shape[-n - 1 :]
            positions = patches_of(np.arange(prod(sample), dtype=np.float64).reshape(sample), windows)
            self.index = index = positions.astype(np.intp).ravel()
            flat, into = self.image.reshape(*leading, -1), copied.reshape(*leading, -1)
            self.copy: Callable[[], object] = lambda: np.take(flat, index, -1, into, "clip")
        else:
            self.copy = lambda: np.copyto(copied, view)

    def of(self, X: Array) -> Array:
        """Return the patches of these images."""
        self.image[self.place] = X
        self.copy()
        return self.rows


class ConvolutionPass:
    """Both passes of a convolution, as `Convolution.forward` and `Convolution.backward` make them."""

    def __init__(self, layer: Convolution, gradients: list[Array], samples: tuple[int, ...]):
        n, g = len(layer.size), layer.activation
        self.layer, self.n = layer, n
        self.f, self.df, self.linear = g.f_of_float64, g.df_of_float64, g is IDENTITY
        self.W, self.dW = as_rows(layer.K, -n - 2, -1), as_rows(gradients[0], -n - 2, -1)
        places, self.product = prod(layer.out_shape[:-1]), np.dot if self.W.ndim == 2 else np.matmul
        self.Z = np.empty((*samples[:-1], samples[-1] * places, layer.n_filters))
        self.maps, self.ones = layer.as_maps(self.Z), np.ones(self.Z.shape[-2])
        self.b, self.db = layer.b, None if layer.b is None else gradients[1]
        self.dZ = np.empty_like(self.maps)
        self.patches: Patches | None = None
        self._prepare_biases()
        self._prepare_backward(samples)

    def _prepare_biases(self) -> None:
        """Repeat the biases, so that they are added to several places at once."""
        if self.b is None:
            return
        places, filters = self.Z.shape[-2:]
        times = next(n for n in range(-(-WIDE // filters), 0, -1) if places % n == 0)
        repeated = np.empty((*self.b.shape[:-1], times, filters))
        self.repeated = repeated, repeated.reshape(*self.b.shape[:-1], 1, -1)
        self.wide = self.Z.reshape(*self.Z.shape[:-2], -1, times * filters)

    def _prepare_backward(self, samples: tuple[int, ...]) -> None:
        layer, n = self.layer, self.n
        self.outputs, place = landing(layer.windows)
        back = tuple(w.backward for w in layer.windows)
        self.around = Patches((*samples, *(w.size for w in back), layer.n_filters), back, place)
        copy = np.empty(layer.flipped_K.mT.shape)
        self.flipped = layer.flipped_K.mT, copy, as_rows(copy, -n - 2, -1)
        self.dX = np.empty((*samples[:-1], samples[-1] * prod(layer.size), layer.in_shape[-1]))
        self.images = layer.as_images(self.dX)

    def sums(self, X: Array) -> Array:
        """Return Z, shape (..., N, *out_shape)."""
        if self.patches is None:
            windows = self.layer.windows
            shape = (*X.shape[: -self.n - 1], *(w.padded for w in windows), X.shape[-1])
            over = tuple(Window(w.padded, w.kernel, w.stride, dilation=w.dilation) for w in windows)
            self.patches = Patches(shape, over, inside(windows))
        self.product(self.patches.of(X), self.W, self.Z)
        if self.b is not None:
            (repeated, biases), wide = self.repeated, self.wide
            repeated[...] = self.b[..., None, :]
            np.add(wide, biases, wide)
        return self.maps

    def gradients(self, dZ: Array, need_dX: bool) -> Array | None:
        """Write dK and db to their places, and return dX."""
        assert self.patches is not None, "forward comes first"
        rows = dZ.reshape(self.Z.shape)
        self.product(self.patches.rows.mT, rows, self.dW)
        if self.db is not None:
            np.matmul(self.ones, rows, self.db)
        if not need_dX:
            return None
        flipped, copy, W = self.flipped
        np.copyto(copy, flipped)
        self.product(self.around.of(dZ[self.outputs]), W, self.dX)
        return self.images

    def forward(self, X: Array, rng: np.random.Generator | None) -> Array:
        """Return A."""
        A = self.A = self.f(self.sums(X))
        return A

    def backward(self, dA: Array, need_dX: bool) -> Array | None:
        """Write dK and db to their places, and return dX."""
        dZ = dA if self.linear else np.multiply(dA, self.df(self.maps, self.A), self.dZ)
        return self.gradients(dZ, need_dX)


class MaxPoolPass:
    """Both passes of max pooling: the last entry of a window that is larger than all before it is the winner."""

    def __init__(self, layer: MaxPool, samples: tuple[int, ...]):
        shape, n = (*samples, *layer.out_shape), layer.entries
        self.places, self.entries, self.A = layer.places, np.empty((n, *shape)), np.empty(shape)
        self.shape = (*samples, *layer.in_shape)
        rows = np.arange(prod(self.shape[:-1])).reshape(*self.shape[:-1], 1)
        self.order = np.stack([rows[at][..., 0] for at in self.places])
        self.larger, self.winner = np.empty((n if n <= MANY else 0, *shape), bool), np.zeros(shape, np.intp)
        self.numbers = np.arange(n).astype(np.uint8).reshape(n, *(1,) * len(shape))
        self.apart = all(w.stride >= w.kernel for w in layer.windows)
        shared = self.apart and self.entries.size == prod(self.shape)  # nobody needs the entries when dX is made
        self.dX = self.entries.reshape(self.shape) if shared else np.empty(self.shape)
        if self.apart:
            positions = np.arange(self.dX.size).reshape(self.dX.shape)
            self.first = positions[self.places[0]].copy()
            origin = (0,) * len(samples)
            self.steps = np.array([positions[(*origin, *at[1:])].flat[0] for at in self.places])
            self.position = np.empty(shape, np.intp)

    def forward(self, X: Array, rng: np.random.Generator | None) -> Array:
        """Return A."""
        if X.shape != self.shape:  # samples that all networks of an ensemble share
            X = np.broadcast_to(X, self.shape)
        entries, larger, A = self.entries, self.larger, self.A
        np.take(X.reshape(-1, X.shape[-1]), self.order, 0, entries, "clip")
        if len(entries) > MANY:
            self.winner = entries.argmax(0)
            return np.maximum.reduce(entries, 0, out=A)
        largest: Array = entries[0]
        for k in range(1, len(entries)):
            np.greater(entries[k], largest, larger[k])
            largest = np.maximum(largest, entries[k], out=A)
        return largest

    def backward(self, dA: Array, need_dX: bool) -> Array | None:
        """Return dX."""
        if not need_dX:
            return None
        winner, dX = self.winner, self.dX
        if len(self.entries) <= MANY:
            winner = np.maximum.reduce(np.multiply(self.larger[1:].view(np.uint8), self.numbers[1:]), 0, initial=0)
        dX.fill(0.0)
        if self.apart:
            np.take(self.steps, winner, out=self.position, mode="clip")
            np.add(self.position, self.first, self.position)
            dX.reshape(-1)[self.position] = dA
        else:
            for k, at in enumerate(self.places):
                dX[at] += np.where(winner == k, dA, 0.0)
        return dX


class ReluMaxPass:
    """Both passes of a convolution with ReLU and of the max pooling behind it, whose windows do not overlap.

    The largest of the sums Z is the largest of the activations, where that is above zero; where it is not, nothing goes
    back. So a quarter of the ReLUs is enough.
    """

    def __init__(self, convolution: ConvolutionPass, pool: MaxPoolPass):
        self.convolution, self.pool = convolution, pool

    def forward(self, X: Array, rng: np.random.Generator | None) -> Array:
        """Return the pooled A."""
        A = self.A = relu(self.pool.forward(self.convolution.sums(X), rng))
        return A

    def backward(self, dA: Array, need_dX: bool) -> Array | None:
        """Write dK and db to their places, and return dX."""
        dZ = self.pool.backward(dA * drelu(self.A, self.A), True)
        assert dZ is not None
        return self.convolution.gradients(dZ, need_dX)

    @staticmethod
    def fits(convolution: Convolution, pool: object) -> bool:
        """Return whether a layer and the next one may be taken together."""
        g = convolution.activation
        return (
            isinstance(pool, MaxPool)
            and g.f_of_float64 is relu
            and g.df_of_float64 is drelu
            and all(w.stride >= w.kernel for w in pool.windows)
        )


def is_small(layer: Convolution, samples: tuple[int, ...]) -> bool:
    """Return whether all patches of a batch are copied at once, as the layer does it, too."""
    entries = prod(w.out * w.kernel for w in layer.windows) * layer.in_shape[-1]
    return prod(samples) * entries <= BLOCK
