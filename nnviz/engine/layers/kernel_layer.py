"""What a convolution and its transpose share: a kernel, biases, an activation, and windows along every axis."""

from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar, Self

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.arrays import FLOAT64, Array, finite, float64
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.windows import Window, axis_names, check_image
from nnviz.engine.parameters import check_kind


@dataclass(frozen=True)
class Letters:
    """The letters of the formulas.

    Attributes
    ----------
    out : str
        The indices of an output, ``ij``.
    entry : str
        Those of an entry of the kernel, ``uv``.
    place : str
        Those of a place of the image, ``yx``.
    looks : tuple of str
        Where a window's entry looks along each axis, such as ``2 i + u - 1``.
    """

    out: str
    entry: str
    place: str
    looks: tuple[str, ...]

    @staticmethod
    def of(windows: tuple[Window, ...]) -> "Letters":
        """Return the letters for one axis or two, with the strides, dilations and paddings of the windows."""
        out, entry, place = ("i", "u", "y") if len(windows) == 1 else ("ij", "uv", "yx")
        looks = tuple(
            (f"{w.stride} {i}" if w.stride > 1 else i)
            + (f" + {w.dilation} {u}" if w.dilation > 1 else f" + {u}")
            + (f" - {w.before}" if w.before else "")
            for i, u, w in zip(out, entry, windows, strict=True)
        )
        return Letters(out, entry, place, looks)

    @property
    def at(self) -> str:
        """Where a window looks, as the indices of an array."""
        return r",\,".join(self.looks)

    @property
    def meets(self) -> str:
        """The condition that a window's entry looks at a place."""
        return r",\;".join(f"{look} = {at}" for look, at in zip(self.looks, self.place, strict=True))

    def over(self, letters: str) -> str:
        """Return letters as the indices of a sum."""
        return ",".join(letters)


class KernelLayer(Layer[Any]):
    """A layer with a kernel K; `windows` says where the kernel looks.

    Images travel as (..., N, rows, columns, channels) and signals as (..., N, positions, channels).
    """

    K: Array
    b: Array | None
    activation: Activation
    size: tuple[int, ...]
    in_shape: tuple[int, ...]
    out_shape: tuple[int, ...]
    windows: tuple[Window, ...]

    penalised: ClassVar[tuple[str, ...]] = ("K",)

    def _check(self) -> None:
        """Refuse a kernel, biases or an activation that do not fit."""
        K, b = finite(self.K, "K"), None if self.b is None else finite(self.b, "b")
        check_kind(self.activation, Activation, "activation", 'activation("relu")')
        size = self.size if isinstance(self.size, tuple) else (self.size,)
        check_image((*size, 1), "size, followed by the channels,")
        n = len(size)
        if K.ndim < n + 2 or 0 in K.shape[-n - 2 :] or (b is not None and b.shape != K.shape[: -n - 2] + K.shape[-1:]):
            kernel = "kernel rows, kernel columns" if n == 2 else "k"
            raise ValueError(
                f"expected K of shape (..., {kernel}, channels, filters) and b of shape (..., filters), "
                f"got K {K.shape} and b {None if b is None else b.shape}; give b one entry for each filter, or None "
                "for no biases"
            )
        self.__dict__.update(K=K, b=b, size=size, in_shape=(*size, K.shape[-2]))

    @property
    def kernel(self) -> tuple[int, ...]:
        """Entries of the kernel along each spatial axis."""
        n = len(self.size)
        return self.K.shape[-n - 2 : -2]

    @property
    def flipped_K(self) -> Array:
        """K flipped along its spatial axes: rows from last to first, and columns, too."""
        return np.flip(self.K, tuple(range(-len(self.size) - 2, -2)))

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """K, and b where there are biases."""
        return ("K",) if self.b is None else ("K", "b")

    @property
    def ensemble(self) -> tuple[int, ...]:
        """The leading axes of K and b."""
        return self.K.shape[: -len(self.size) - 2]

    @property
    def n_filters(self) -> int:
        """Number of filters: the channels of the output."""
        return int(self.K.shape[-1])

    @property
    def biases(self) -> Array:
        """What is added to every place of each filter's map, shape (..., filters): b, or zeros where there is none."""
        return np.zeros(self.K.shape[: -len(self.size) - 2] + self.K.shape[-1:]) if self.b is None else self.b

    @property
    def letters(self) -> Letters:
        """The letters of the layer's formulas."""
        return Letters.of(self.windows)

    @property
    def kernel_axes(self) -> tuple[str, ...]:
        """The names of the axes of K."""
        return (*(f"kernel {name}" for name in axis_names(len(self.size))), "channel", "filter")

    @property
    def in_axes(self) -> tuple[str, ...]:
        """The names of the axes of X."""
        return ("sample", *axis_names(len(self.size)), "channel")

    @property
    def out_axes(self) -> tuple[str, ...]:
        """The names of the axes of Z and A."""
        return ("sample", *axis_names(len(self.size)), "filter")

    def as_images(self, rows: Array) -> Array:
        """Return a matrix with one place a row as images, shape (..., N, *in_shape)."""
        return rows.reshape(*rows.shape[:-2], rows.shape[-2] // prod(self.size), *self.in_shape)

    def as_maps(self, rows: Array) -> Array:
        """Return a matrix with one place a row as maps, shape (..., N, *out_shape)."""
        shape = self.out_shape
        return rows.reshape(*rows.shape[:-2], rows.shape[-2] // prod(shape[:-1]), *shape)

    def _checked(self, X: Array) -> Array:
        if X.__class__ is not np.ndarray or X.dtype is not FLOAT64:
            X = float64(X, "X")
        shape = self.in_shape
        if X.shape[-len(shape) :] != shape or X.ndim <= len(shape):
            raise ValueError(
                f"expected X of shape (..., N, {', '.join(map(str, shape))}), "
                f"{' x '.join(axis_names(len(self.size)))} x channel of every sample, got {X.shape}"
            )
        return X

    def with_parameters(self, *arrays: Array) -> Self:
        """Return the layer with other kernels and biases of the same shapes; nothing is checked again."""
        layer = object.__new__(type(self))
        into = layer.__dict__
        into.update(self.__dict__)
        into["K"], into["b"] = arrays if self.b is not None else (*arrays, None)
        return layer
