"""Losses of plain values: the error, squared, or squared near the target alone."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.engine.arrays import Array
from nnviz.engine.losses.loss import Loss, LossTrace, Scale
from nnviz.engine.parameters import is_number


@dataclass(frozen=True)
class MeanSquaredError(Loss):
    """The mean over the outputs of (A - Y)^2, as PyTorch, Keras and scikit-learn's metric count it (no 1/2)."""

    name: ClassVar[str] = "mean_squared_error"
    title: ClassVar[str] = "mean squared error"
    latex: ClassVar[str] = r"\ell = \frac{1}{n} \sum_j (A_j - Y_j)^2"
    dlatex: ClassVar[str] = r"\mathrm{d}A_{ij} = \frac{2}{n N} (A_{ij} - Y_{ij})"
    expects: ClassVar[Scale] = "values"

    def per_sample(self, A: Array, Y: Array, P: Array | None) -> Array:
        """Return the mean of the squared errors of each row."""
        E = A - Y
        losses: Array = (E * E).sum(-1) / A.shape[-1]
        return losses

    def backward(self, trace: LossTrace) -> Array:
        """Return 2 (A - Y) / (n N)."""
        A, Y = trace.A, trace.Y
        dA: Array = 2.0 * (A - Y) / (A.shape[-1] * A.shape[-2])
        return dA


@dataclass(frozen=True)
class HalfSquaredError(Loss):
    """Half the sum over the outputs of (A - Y)^2: the textbook's and TensorFlow Playground's convention."""

    name: ClassVar[str] = "half_squared_error"
    title: ClassVar[str] = "half squared error"
    latex: ClassVar[str] = r"\ell = \frac{1}{2} \sum_j (A_j - Y_j)^2"
    dlatex: ClassVar[str] = r"\mathrm{d}A_{ij} = \frac{1}{N} (A_{ij} - Y_{ij})"
    expects: ClassVar[Scale] = "values"

    def per_sample(self, A: Array, Y: Array, P: Array | None) -> Array:
        """Return half the sum of the squared errors of each row."""
        E = A - Y
        losses: Array = 0.5 * (E * E).sum(-1)
        return losses

    def backward(self, trace: LossTrace) -> Array:
        """Return (A - Y) / N: the half cancels the 2 of the derivative."""
        A, Y = trace.A, trace.Y
        dA: Array = (A - Y) / A.shape[-2]
        return dA


@dataclass(frozen=True)
class Huber(Loss):
    """Quadratic near the target, linear far from it, so that an outlier's gradient is at most ``delta`` (Huber 1964).

    Attributes
    ----------
    delta : float
        The error at which the square turns into a line.

    Raises
    ------
    ValueError
        If delta is not a positive number.
    """

    delta: float = 1.0

    name: ClassVar[str] = "huber"
    title: ClassVar[str] = "Huber"
    latex: ClassVar[str] = (
        r"\ell = \frac{1}{n} \sum_j \begin{cases} e_j^2 / 2 & |e_j| \le \delta \\"
        r" \delta (|e_j| - \delta / 2) & |e_j| > \delta \end{cases}, \quad e = A - Y"
    )
    dlatex: ClassVar[str] = r"\mathrm{d}A_{ij} = \frac{1}{n N} \min(\delta, \max(-\delta, e_{ij})), \quad e = A - Y"
    expects: ClassVar[Scale] = "values"

    def __post_init__(self) -> None:
        if not (is_number(self.delta) and self.delta > 0):
            raise ValueError(f"expected a positive finite delta, got {self.delta!r}")

    def per_sample(self, A: Array, Y: Array, P: Array | None) -> Array:
        """Split each error into a part up to delta, which is squared, and the rest, which counts linearly."""
        E = np.abs(A - Y)
        near = np.minimum(E, self.delta)
        losses: Array = (near * (E - 0.5 * near)).sum(-1) / A.shape[-1]
        return losses

    def backward(self, trace: LossTrace) -> Array:
        """Return the error, clipped to [-delta, delta], over n N."""
        A, Y = trace.A, trace.Y
        dA: Array = np.clip(A - Y, -self.delta, self.delta) / (A.shape[-1] * A.shape[-2])
        return dA
