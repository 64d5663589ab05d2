"""Pooling: each window of a map becomes one number, its largest or its mean, channel by channel."""

from collections.abc import Iterable
from functools import cached_property
from math import prod
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from nnviz.engine.arrays import FLOAT64, Array, float64
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.layers.patches import looked_at
from nnviz.engine.layers.windows import Spatial, Window, axis_names, check_image, for_each, windows_along
from nnviz.engine.tensors import record, tensor, unlisted


class Pool(Layer[Any]):
    """A layer without parameters whose windows look at each channel by itself."""

    in_shape: tuple[int, ...]
    out_shape: tuple[int, ...]
    window: Spatial
    stride: Spatial | None
    windows: tuple[Window, ...]

    def _check(self) -> None:
        """Refuse windows that do not fit, and find where they stop."""
        check_image(self.in_shape, "in_shape")
        size = self.in_shape[:-1]
        window: Any = for_each(self.window, size, "window")
        stride: Any = window if self.stride is None else self.stride
        try:
            windows = windows_along(size, window, stride, "valid", 1)
        except ValueError as refusal:
            raise ValueError(str(refusal).replace("kernel", "window")) from None
        self.__dict__.update(windows=windows, out_shape=(*(w.out for w in windows), self.in_shape[-1]))

    @classmethod
    def over_all(cls, in_shape: tuple[int, ...]) -> Self:
        """Return the global pooling of such maps: one number for each channel."""
        check_image(in_shape, "in_shape")
        return cls(in_shape, in_shape[:-1])  # type: ignore[call-arg]  # the fields of the two records below

    @property
    def axes(self) -> tuple[str, ...]:
        """The names of the axes of X and A."""
        return ("sample", *axis_names(len(self.windows)), "channel")

    @property
    def entries(self) -> int:
        """Number of places in a window."""
        return prod(w.kernel for w in self.windows)

    @cached_property
    def places(self) -> tuple[Any, ...]:
        """For each entry of a window in reading order, the index of where it stands in X for all windows."""
        return tuple(looked_at(self.windows, entry) for entry in np.ndindex(*(w.kernel for w in self.windows)))

    def _entries_of(self, X: Array) -> Array:
        """Return the entries of all windows, first their first ones in reading order: (entries, ..., N, *out, C)."""
        return np.stack([X[at] for at in self.places])

    def _collect(self, parts: Iterable[Array]) -> Array:
        """Add each part, an array like A, to where the windows have their first entries, their second ones, ..."""
        dX: Array | None = None
        for at, part in zip(self.places, parts, strict=True):
            if dX is None:
                dX = np.zeros((*part.shape[: -len(self.out_shape)], *self.in_shape))
            dX[at] += part
        assert dX is not None, "a window has at least one entry"
        return dX

    def _checked(self, X: Array) -> Array:
        if X.__class__ is not np.ndarray or X.dtype is not FLOAT64:
            X = float64(X, "X")
        shape = self.in_shape
        if X.shape[-len(shape) :] != shape or X.ndim <= len(shape):
            raise ValueError(f"expected X of shape (..., N, {', '.join(map(str, shape))}), got {X.shape}")
        return X


@record
class MaxPool(Pool):
    """Keep the largest entry of each window; its gradient goes to the place where that entry stood.

    Of several equal entries, the first in reading order wins: row by row, left to right.

    Attributes
    ----------
    in_shape : tuple of int
        (rows, columns, channels) of an image or (positions, channels) of a signal.
    window : int or tuple of int
        One size for all axes, or one for each.
    stride : int or tuple of int, or None
        Steps between two windows; None puts them side by side.

    Raises
    ------
    ValueError
        If a window is larger than the image, or a number is out of its range.
    """

    in_shape: tuple[int, ...]
    window: Spatial = 2
    stride: Spatial | None = None

    def __post_init__(self) -> None:
        self._check()

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "MaxPoolTrace":
        """Take the maximum of each window, and note where in the window it stood."""
        X = self._checked(X)
        entries = self._entries_of(X)
        A = entries.max(0)
        winners = first_equal(entries, A)
        return MaxPoolTrace(X, self, winners, A)

    def backward(self, trace: "MaxPoolTrace", dA: Array, need_dX: bool = True) -> "MaxPoolGradients":
        """Give each window's gradient to its winner; the other places of the window did not change the output."""
        winners, collect, n = trace.winners, self._collect, self.entries
        dX = collect(np.where(winners == k, dA, 0.0) for k in range(n)) if need_dX else None
        return MaxPoolGradients(self, dA, dX)


@record
class AveragePool(Pool):
    """Take the mean of each window; every place of it gets an equal share of the gradient.

    Attributes
    ----------
    in_shape : tuple of int
        (rows, columns, channels) of an image or (positions, channels) of a signal.
    window : int or tuple of int
        One size for all axes, or one for each.
    stride : int or tuple of int, or None
        Steps between two windows; None puts them side by side.

    Raises
    ------
    ValueError
        If a window is larger than the image, or a number is out of its range.
    """

    in_shape: tuple[int, ...]
    window: Spatial = 2
    stride: Spatial | None = None

    def __post_init__(self) -> None:
        self._check()

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "AveragePoolTrace":
        """Take the mean of each window."""
        X = self._checked(X)
        entries = self._entries_of(X)
        A = entries.sum(0) / len(entries)
        return AveragePoolTrace(X, self, A)

    def backward(self, trace: "AveragePoolTrace", dA: Array, need_dX: bool = True) -> "AveragePoolGradients":
        """Share each window's gradient equally among its places, which all moved the mean alike."""
        collect, n = self._collect, self.entries
        dX = collect([dA / n] * n) if need_dX else None
        return AveragePoolGradients(self, dA, dX)


MANY = 12
"""For more entries than this one search through all of them is faster than a comparison for each."""


def first_equal(entries: Array, largest: Array) -> NDArray[np.intp]:
    """Return the position, along the first axis, of the first entry that equals the largest one; 0 where it is NaN."""
    if len(entries) > MANY:
        found: NDArray[np.intp] = entries.argmax(0)
        found[np.isnan(largest)] = 0
        return found
    first = np.zeros(largest.shape, np.intp)
    for k in range(len(entries) - 1, 0, -1):
        first[entries[k] == largest] = k
    first[entries[0] == largest] = 0
    return first


_X = r"X^{[l]} = A^{[l-1]}"
_DA = r"\mathrm{d}A^{[l]} = \mathrm{d}X^{[l+1]}"


@record
class MaxPoolTrace(LayerTrace):
    """Input, winners and output; ``winners`` counts the places of a window in reading order from 0."""

    X: Array = tensor("X", _X, axes_of="layer.axes")
    layer: MaxPool = unlisted()
    winners: NDArray[np.intp] = tensor(
        "k^*", r"k^* = \arg\max_k X_{\square k}", axes_of="layer.axes", computed_by="MaxPool.forward"
    )
    A: Array = tensor("A", r"A = \max_k X_{\square k}", axes_of="layer.axes", computed_by="MaxPool.forward")


@record
class MaxPoolGradients(LayerGradients):
    """The gradients of output and input."""

    layer: MaxPool = unlisted()
    dA: Array = tensor(r"\mathrm{d}A", _DA, axes_of="layer.axes")
    dX: Array | None = tensor(
        r"\mathrm{d}X",
        r"\mathrm{d}X = \sum_{\text{windows}} \mathbf{1}[k = k^*]\, \mathrm{d}A",
        axes_of="layer.axes",
        computed_by="MaxPool.backward",
    )


@record
class AveragePoolTrace(LayerTrace):
    """Input and output."""

    X: Array = tensor("X", _X, axes_of="layer.axes")
    layer: AveragePool = unlisted()
    A: Array = tensor(
        "A", r"A = \tfrac{1}{K} \sum_{k=1}^{K} X_{\square k}", axes_of="layer.axes", computed_by="AveragePool.forward"
    )


@record
class AveragePoolGradients(LayerGradients):
    """The gradients of output and input."""

    layer: AveragePool = unlisted()
    dA: Array = tensor(r"\mathrm{d}A", _DA, axes_of="layer.axes")
    dX: Array | None = tensor(
        r"\mathrm{d}X",
        r"\mathrm{d}X = \sum_{\text{windows}} \tfrac{1}{K}\, \mathrm{d}A",
        axes_of="layer.axes",
        computed_by="AveragePool.backward",
    )
