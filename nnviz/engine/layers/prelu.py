"""A parametric ReLU learns its slope below zero, one slope per unit."""

from typing import ClassVar

import numpy as np

from nnviz.engine.activations import dprelu_dslope, dprelu_dz, prelu
from nnviz.engine.arrays import FLOAT64, Array, finite, float64
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.layers.windows import axis_names
from nnviz.engine.tensors import inline, record, tensor, unlisted


@record
class PReLU(Layer["PReLUTrace"]):
    r"""``A = max(0, X) + slope min(0, X)`` (He et al. 2015, eq. 1), after a dense layer with the identity.

    Attributes
    ----------
    slope : ndarray, shape (..., n)
        The slope below zero of each unit, or of each channel of maps; the paper starts at 0.25.
    size : tuple of int
        (rows, columns) of maps or (positions,) of signals, at all of which a channel has the same slope; empty for
        vectors.

    Raises
    ------
    ValueError
        If the slopes are no array of finite numbers, one for each unit.
    """

    slope: Array = tensor("a", r"a \leftarrow a - \eta\, \mathrm{d}a", axes_of="slope_axes")
    size: tuple[int, ...] = ()

    elementwise: ClassVar[bool] = True

    def __post_init__(self) -> None:
        self.__dict__.update(slope=finite(self.slope, "slope"))
        if self.slope.ndim < 1:
            raise ValueError(f"expected slope of shape (..., n), one for each unit, got shape {self.slope.shape}")
        shape = (*self.size, int(self.slope.shape[-1]))
        self.__dict__.update(in_shape=shape, out_shape=shape)

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The slopes."""
        return ("slope",)

    @property
    def slope_axes(self) -> tuple[str, ...]:
        """The name of the axis of the slopes."""
        return ("channel",) if self.size else ("unit",)

    @property
    def axes(self) -> tuple[str, ...]:
        """The names of the axes of X and A."""
        return ("sample", *axis_names(len(self.size)), "channel") if self.size else ("sample", "unit")

    @property
    def ensemble(self) -> tuple[int, ...]:
        """The leading axes of the slopes."""
        return self.slope.shape[:-1]

    def with_parameters(self, *arrays: Array) -> "PReLU":
        """Return the layer with other slopes; as at every step of training, they are not checked."""
        layer = object.__new__(PReLU)
        layer.__dict__.update(self.__dict__)
        (layer.__dict__["slope"],) = arrays
        return layer

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "PReLUTrace":
        """Compute max(0, X) + slope min(0, X), each column with its own slope."""
        a = self._everywhere()
        if X.__class__ is not np.ndarray or X.dtype is not FLOAT64:
            X = float64(X, "X")
        shape = (*self.size, self.slope.shape[-1])
        if X.shape[-len(shape) :] != shape:
            expected = ", ".join(map(str, shape))
            raise ValueError(f"expected X of shape (..., N, {expected}), one column for each slope, got {X.shape}")
        A = prelu(X, a)
        return PReLUTrace(X, self, A)

    def slopes(self, X: Array) -> Array:
        """Return dA/dX of every unit on every sample, shape of X."""
        return dprelu_dz(X, self._everywhere())

    def _everywhere(self) -> Array:
        """Return the slopes with axes for samples and places, which share them."""
        return self.slope[(..., *(None,) * (1 + len(self.size)), slice(None))]

    def backward(self, trace: "PReLUTrace", dA: Array, need_dX: bool = True) -> "PReLUGradients":
        r"""Chain rule: dA/dX is 1 above zero and the slope below; dA/dslope is min(0, X), summed over samples."""
        X, samples = trace.X, tuple(range(-2 - len(self.size), -1))
        dslope = (dA * dprelu_dslope(X)).sum(samples)
        dX = dA * self.slopes(X) if need_dX else None
        return PReLUGradients(self, dA, dslope, dX)


@record
class PReLUTrace(LayerTrace):
    """Input, slopes and output."""

    X: Array = tensor("X", r"X^{[l]} = A^{[l-1]}", axes_of="layer.axes")
    layer: PReLU = inline()
    A: Array = tensor("A", r"A = \max(0, X) + a \min(0, X)", axes_of="layer.axes", computed_by="PReLU.forward")


@record
class PReLUGradients(LayerGradients):
    """The gradients of output, slopes and input."""

    layer: PReLU = unlisted()
    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A^{[l]} = \mathrm{d}X^{[l+1]}", axes_of="layer.axes")
    dslope: Array = tensor(
        r"\mathrm{d}a",
        r"\mathrm{d}a_j = \sum_i \mathrm{d}A_{ij} \min(0, X_{ij})",
        axes_of="layer.slope_axes",
        computed_by="PReLU.backward",
    )
    dX: Array | None = tensor(
        r"\mathrm{d}X",
        r"\mathrm{d}X = \mathrm{d}A \odot \left(\mathbf{1}[X > 0] + a\, \mathbf{1}[X \le 0]\right)",
        axes_of="layer.axes",
        computed_by="PReLU.backward",
    )
