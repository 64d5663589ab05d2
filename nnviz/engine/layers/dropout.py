"""Dropout silences a random share of the units in training, so that no unit can rely on a single other one."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.engine.arrays import Array
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.tensors import record, tensor


@dataclass(frozen=True, eq=False)
class Dropout(Layer["DropoutTrace"]):
    """Inverted dropout (Srivastava et al. 2014, section 10): what is kept is divided by the share that is kept.

    So the expected output is the input, and evaluation needs no rescaling: there the layer passes X on.

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
    random: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not 0.0 <= self.rate < 1.0:
            raise ValueError(f"expected a dropout rate in [0, 1), got {self.rate}; at 1 nothing would pass")

    @property
    def n_in(self) -> None:
        """Any number of units."""

    @property
    def n_out(self) -> None:
        """As many as came in."""

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "DropoutTrace":
        """Multiply X by a mask drawn from ``rng``; without one (evaluation) pass X on."""
        if rng is None:
            return DropoutTrace(X, None, X)
        kept = 1.0 - self.rate
        M = (rng.random(X.shape) < kept) / kept
        A = X * M
        return DropoutTrace(X, M, A)

    def backward(self, trace: "DropoutTrace", dA: Array, need_dX: bool = True) -> "DropoutGradients":
        """Let the gradient through where the mask let the unit through: dX = dA * M."""
        M = trace.M
        dX = dA * M if M is not None else dA
        return DropoutGradients(dA, dX)


@record
class DropoutTrace(LayerTrace):
    """The mask of this very pass, and what it did."""

    X: Array = tensor("X", r"X^{[l]} = A^{[l-1]}", axes=("sample", "unit"))
    M: Array | None = tensor(
        "M", r"M_{ij} = \mathbf{1}[u_{ij} < 1 - p] / (1 - p)", axes=("sample", "unit"), made_by="Dropout.forward"
    )
    A: Array = tensor("A", r"A = X \odot M", axes=("sample", "unit"), made_by="Dropout.forward")


@record
class DropoutGradients(LayerGradients):
    """The masked gradient."""

    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A^{[l]} = \mathrm{d}X^{[l+1]}", axes=("sample", "unit"))
    dX: Array | None = tensor(
        r"\mathrm{d}X", r"\mathrm{d}X = \mathrm{d}A \odot M", axes=("sample", "unit"), made_by="Dropout.backward"
    )
