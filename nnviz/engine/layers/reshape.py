"""Reshape gives the numbers of a sample another shape: a row of a table becomes an image, or maps become a vector."""

from math import prod

import numpy as np

from nnviz.engine.arrays import FLOAT64, Array, float64
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.layers.windows import axis_names
from nnviz.engine.parameters import is_whole
from nnviz.engine.tensors import record, tensor, unlisted


@record
class Reshape(Layer["ReshapeTrace"]):
    """The same numbers in the same order (row by row, the channels last) in another shape.

    Attributes
    ----------
    in_shape, out_shape : tuple of int
        Shapes of one sample, with equally many entries.

    Raises
    ------
    ValueError
        If they are no shapes, or have different numbers of entries.

    Examples
    --------
    >>> Reshape((64,), (8, 8, 1)).forward(np.zeros((5, 64))).A.shape
    (5, 8, 8, 1)
    """

    in_shape: tuple[int, ...]
    out_shape: tuple[int, ...]

    def __post_init__(self) -> None:
        for name in ("in_shape", "out_shape"):
            shape = getattr(self, name)
            if not (isinstance(shape, tuple) and shape and all(is_whole(n) and n >= 1 for n in shape)):
                raise ValueError(f"expected {name} as a tuple of whole numbers, each at least 1, got {shape!r}")
        if prod(self.in_shape) != prod(self.out_shape):
            raise ValueError(
                f"expected two shapes with equally many entries, got {self.in_shape} with {prod(self.in_shape)} and "
                f"{self.out_shape} with {prod(self.out_shape)}"
            )

    @property
    def in_axes(self) -> tuple[str, ...]:
        """The names of the axes of X."""
        return sample_axes(self.in_shape)

    @property
    def out_axes(self) -> tuple[str, ...]:
        """The names of the axes of A."""
        return sample_axes(self.out_shape)

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "ReshapeTrace":
        """Return the numbers in their new shape."""
        if X.__class__ is not np.ndarray or X.dtype is not FLOAT64:
            X = float64(X, "X")
        n = len(self.in_shape)
        if X.shape[-n:] != self.in_shape or X.ndim <= n:
            raise ValueError(f"expected X of shape (..., N, {', '.join(map(str, self.in_shape))}), got {X.shape}")
        A = X.reshape(*X.shape[:-n], *self.out_shape)
        return ReshapeTrace(X, self, A)

    def backward(self, trace: "ReshapeTrace", dA: Array | None, need_dX: bool = True) -> "ReshapeGradients":
        """Every number only moved to another place: its gradient goes back to where it came from.

        Below a layer that was not asked for dX there is none: dA is None then, and so is dX.
        """
        n = len(self.out_shape)
        dX = dA.reshape(*dA.shape[:-n], *self.in_shape) if dA is not None else None
        return ReshapeGradients(self, dA, dX)


def flatten(in_shape: tuple[int, ...]) -> Reshape:
    """Return the layer that turns maps into the vector that a dense layer takes.

    Parameters
    ----------
    in_shape : tuple of int
        (rows, columns, channels), or (positions, channels).
    """
    return Reshape(in_shape, (prod(in_shape),))


def sample_axes(shape: tuple[int, ...], last: str = "channel") -> tuple[str, ...]:
    """Return the names of the axes of samples of a shape: a vector's, a signal's, an image's, or numbered ones."""
    if len(shape) == 1:
        return ("sample", "feature")
    if len(shape) <= 3:
        return ("sample", *axis_names(len(shape) - 1), last)
    return ("sample", *(f"axis {i}" for i in range(1, len(shape) + 1)))


@record
class ReshapeTrace(LayerTrace):
    """The same numbers in both shapes."""

    X: Array = tensor("X", r"X^{[l]} = A^{[l-1]}", axes_of="layer.in_axes")
    layer: Reshape = unlisted()
    A: Array = tensor("A", r"A = \mathrm{reshape}(X)", axes_of="layer.out_axes", computed_by="Reshape.forward")


@record
class ReshapeGradients(LayerGradients):
    """The gradients of output and input."""

    layer: Reshape = unlisted()
    dA: Array | None = tensor(r"\mathrm{d}A", r"\mathrm{d}A^{[l]} = \mathrm{d}X^{[l+1]}", axes_of="layer.out_axes")
    dX: Array | None = tensor(
        r"\mathrm{d}X",
        r"\mathrm{d}X = \mathrm{reshape}(\mathrm{d}A)",
        axes_of="layer.in_axes",
        computed_by="Reshape.backward",
    )
