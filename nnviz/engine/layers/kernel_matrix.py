"""A convolution is a dense layer whose weights are tied: most are zero, and the others repeat the kernel's entries."""

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from nnviz.engine.arrays import Array, float64
from nnviz.engine.layers.convolution import Convolution
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.transposed import TransposedConvolution
from nnviz.engine.parameters import check_kind

MAX_WEIGHTS = 20_000_000
"""Weights of a matrix, zeros included: 160 MB."""


@dataclass(frozen=True, eq=False)
class KernelMatrix:
    """The dense layer that computes what a convolution computes: ``flat(Z) = flat(X) W + b``.

    Samples are flattened in the order (row, column, channel), as `flatten` does it.

    Attributes
    ----------
    layer : Convolution or TransposedConvolution
    entries : integer ndarray, shape (n_in, n_out)
        Which entry of K, counted in its own order, stands at each place of W; -1 where W is zero whatever K is.
    """

    layer: Convolution | TransposedConvolution
    entries: NDArray[np.intp]

    @property
    def W(self) -> Array:
        """The weights, shape (..., n_in, n_out)."""
        K = self.layer.K
        flat = K.reshape(*self.layer.ensemble, -1)
        return np.where(self.entries >= 0, flat[..., self.entries], 0.0)

    @property
    def b(self) -> Array:
        """The biases, shape (..., n_out): each filter's at all of its places."""
        places = prod(self.layer.out_shape[:-1])
        return np.tile(self.layer.biases, (*(1,) * len(self.layer.ensemble), places))

    @property
    def dense(self) -> Dense:
        """The untied layer: the same numbers at first, each free to change by itself."""
        return Dense(self.W, self.b, self.layer.activation)

    def tied(self, dW: Array) -> Array:
        """Sum a gradient of W over the places that each entry of K stands at.

        Parameters
        ----------
        dW : ndarray, shape (..., n_in, n_out)

        Returns
        -------
        ndarray, shape (..., *kernel, channels, filters)
            The gradient of K: an entry that moves, moves all of its copies.

        Raises
        ------
        ValueError
            If dW does not have the matrix's shape.
        """
        dW = float64(dW, "dW")
        if dW.shape[-2:] != self.entries.shape:
            raise ValueError(f"expected dW of shape (..., {self.entries.shape}), that of the matrix, got {dW.shape}")
        shape, stands = self.layer.K.shape[len(self.layer.ensemble) :], self.entries >= 0
        leading = dW.shape[:-2]
        flat = dW.reshape(-1, *self.entries.shape)
        sums: Array = np.stack([np.bincount(self.entries[stands], one[stands], prod(shape)) for one in flat])
        return sums.reshape(*leading, *shape)


def kernel_matrix(layer: Convolution | TransposedConvolution) -> KernelMatrix:
    """Return the tied dense layer of a convolution, or of a transposed one, whose matrix is the transpose.

    Raises
    ------
    ValueError
        If it is neither, or the matrix would be too large.

    Examples
    --------
    >>> from nnviz.engine import activation
    >>> layer = Convolution(np.ones((3, 3, 1, 1)), None, activation("identity"), (8, 8))
    >>> kernel_matrix(layer).W.shape
    (64, 36)
    """
    if not isinstance(layer, TransposedConvolution):
        check_kind(layer, Convolution, "layer", "Convolution(K, b, activation, size)")
    n_in, n_out = prod(layer.in_shape), prod(layer.out_shape)
    if n_in * n_out > MAX_WEIGHTS:
        raise ValueError(
            f"expected a layer whose matrix has at most {MAX_WEIGHTS:,} weights, got {n_in:,} x {n_out:,}; "
            "take smaller images or fewer channels"
        )
    transposed = isinstance(layer, TransposedConvolution)
    of_K = np.arange(layer.K[(0,) * len(layer.ensemble)].size).reshape(*layer.kernel, *layer.K.shape[-2:])
    entries = np.full((*layer.in_shape, *layer.out_shape), -1)
    for stop in np.ndindex(*(w.out for w in layer.windows)):
        for entry in np.ndindex(*layer.kernel):
            looks = [
                w.stride * i + w.dilation * u - w.before for w, i, u in zip(layer.windows, stop, entry, strict=True)
            ]
            if all(0 <= place < w.size for place, w in zip(looks, layer.windows, strict=True)):
                at_X, at_Z = (stop, tuple(looks)) if transposed else (tuple(looks), stop)
                entries[(*at_X, slice(None), *at_Z)] = of_K[entry]
    return KernelMatrix(layer, entries.reshape(n_in, n_out))
