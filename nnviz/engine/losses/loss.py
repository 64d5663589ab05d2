"""A loss measures how far the output is from the targets: one number per sample, and their mean."""

from abc import ABC, abstractmethod
from typing import ClassVar, Literal

import numpy as np

from nnviz.engine.arrays import Array, float64
from nnviz.engine.tensors import record, tensor

Scale = Literal["values", "probabilities", "logits"]


class Loss(ABC):
    """A loss, its derivative and what it expects of a network's output.

    The 1/N of the mean stands in `backward` and nowhere else, so every other gradient is free of it.

    None grows faster than the square of outputs and targets: where their squares are far from infinity, so is the loss.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    latex: ClassVar[str]
    """The loss of one sample."""
    dlatex: ClassVar[str]
    """Its derivative: one entry of dA, with the mean's 1/N in it."""
    latex_of_P: ClassVar[str] = "P"
    """How the loss turns logits into probabilities, where it does."""
    expects: ClassVar[Scale]
    """What the network's output A must be: plain values, probabilities, or logits."""

    def forward(self, A: Array, Y: Array) -> "LossTrace":
        """Compute the loss of every sample and the mean.

        Parameters
        ----------
        A : ndarray, shape (..., N, n_out)
            The network's output.
        Y : ndarray, shape (..., N, n_out)
            The targets.

        Raises
        ------
        ValueError
            If they are no arrays of real numbers, the targets do not have the output's last two axes, there is no
            sample, or the loss does not know such targets.
        """
        Y = float64(Y, "the targets Y")
        trace = self.measure(float64(A, "the output A"), Y)
        self.check_targets(Y)
        return trace

    def check_targets(self, Y: Array) -> None:
        """Refuse targets outside what the loss is meant for; training asks once and not at every step.

        Raises
        ------
        ValueError
            With what was expected.
        """
        if not np.isfinite(Y).all():
            raise ValueError("expected finite targets, got NaN or infinity; leave those samples out")

    def measure(self, A: Array, Y: Array) -> "LossTrace":
        """Compute what `forward` does, of arrays in float64 and of targets that were checked before."""
        if A.shape[-2:] != Y.shape[-2:] or A.ndim < 2 or A.size == 0:
            raise ValueError(
                f"expected targets Y of the output's shape (N, n_out), here {A.shape[-2:]}, got {Y.shape[-2:]}; "
                "give one row per sample, at least one, and one column per output unit (classes one-hot)"
            )
        P = self.probabilities(A)
        losses = self.per_sample(A, Y, P)
        L = losses.sum(-1) / losses.shape[-1]
        return LossTrace(self, A, Y, P, losses, L)

    def probabilities(self, A: Array) -> Array | None:
        """Return the probabilities that a loss from logits computes on the way; None for other losses."""
        return None

    @abstractmethod
    def per_sample(self, A: Array, Y: Array, P: Array | None) -> Array:
        """Return the loss of each sample, shape (..., N); P is what `probabilities` returned."""

    @abstractmethod
    def backward(self, trace: "LossTrace") -> Array:
        """Return dA, the gradient of the mean loss with respect to the output; shape (..., N, n_out)."""


@record
class LossTrace:
    """Every tensor between the output and the loss."""

    loss: Loss
    A: Array = tensor("A", r"A^{[L]}", axes=("sample", "unit"))
    Y: Array = tensor("Y", "Y", axes=("sample", "unit"))
    P: Array | None = tensor(
        "P", "P", axes=("sample", "class"), computed_by="loss.probabilities", formula_of="loss.latex_of_P"
    )
    losses: Array = tensor(r"\ell", r"\ell_i", axes=("sample",), computed_by="loss.per_sample", formula_of="loss.latex")
    L: Array = tensor("L", r"L = \frac{1}{N} \sum_i \ell_i", computed_by="loss.measure")
