"""Dropout sets a random share of the units to zero in training, so that no unit can rely on any single other unit."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.engine.arrays import FLOAT64, Array, float64
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.parameters import is_number
from nnviz.engine.tensors import record, tensor


@dataclass(frozen=True, eq=False)
class Dropout(Layer["DropoutTrace"]):
    """Inverted dropout (Srivastava et al. 2014, section 10): units that are kept are divided by their probability.

    So the expected output equals the input, and evaluation needs no rescaling: there the output is X.

    Attributes
    ----------
    rate : float
        Probability in [0, 1) that a unit is dropped.

    Raises
    ------
    ValueError
        If the rate is outside [0, 1) or NaN.
    """

    rate: float

    elementwise: ClassVar[bool] = True
    in_shape = out_shape = None
    random: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not (is_number(self.rate) and 0.0 <= self.rate < 1.0):
            raise ValueError(f"expected a dropout rate in [0, 1), got {self.rate!r}; at 1 no unit would be kept")

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "DropoutTrace":
        """Multiply X by a mask drawn from ``rng``; without one (evaluation) return X."""
        if X.__class__ is not np.ndarray or X.dtype is not FLOAT64:
            X = float64(X, "X")
        if rng is None:
            return DropoutTrace(X, None, X)
        if not isinstance(rng, np.random.Generator):
            raise ValueError(f"expected a NumPy generator as rng, got {rng!r}; write np.random.default_rng(seed)")
        kept = 1.0 - self.rate
        M = (rng.random(X.shape) < kept) / kept
        A = X * M
        return DropoutTrace(X, M, A)

    def backward(self, trace: "DropoutTrace", dA: Array, need_dX: bool = True) -> "DropoutGradients":
        """Multiply the gradient by the same mask: dX = dA * M."""
        M = trace.M
        dX = dA * M if M is not None else dA
        return DropoutGradients(dA, dX)


@record
class DropoutTrace(LayerTrace):
    """Input, mask and output of one pass."""

    X: Array = tensor("X", r"X^{[l]} = A^{[l-1]}", axes=("sample", "unit"))
    M: Array | None = tensor(
        "M", r"M_{ij} = \mathbf{1}[u_{ij} < 1 - p] / (1 - p)", axes=("sample", "unit"), computed_by="Dropout.forward"
    )
    A: Array = tensor("A", r"A = X \odot M", axes=("sample", "unit"), computed_by="Dropout.forward")


@record
class DropoutGradients(LayerGradients):
    """The gradients of output and input."""

    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A^{[l]} = \mathrm{d}X^{[l+1]}", axes=("sample", "unit"))
    dX: Array | None = tensor(
        r"\mathrm{d}X", r"\mathrm{d}X = \mathrm{d}A \odot M", axes=("sample", "unit"), computed_by="Dropout.backward"
    )
