"""The loss of outputs at every step: the mean over all steps of all samples that have a target."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.engine.arrays import Array, float64
from nnviz.engine.losses.loss import Loss, LossTrace
from nnviz.engine.parameters import check_kind
from nnviz.engine.tensors import record, tensor, unlisted


@dataclass(frozen=True)
class PerStepLoss(Loss):
    """Another loss at every step of sequences: A and Y have the shape (..., N, T, n_out).

    A step whose row of targets is NaN has no target: it costs nothing, sends no gradient back and is not counted in the
    mean. So sequences of unequal length are filled up with anything at their end and NaN as targets there, and a
    network that answers at every step can be asked for the last step alone.

    Attributes
    ----------
    loss : Loss
        That of one step.

    Raises
    ------
    ValueError
        If it is no loss, or itself a loss per step.

    Examples
    --------
    >>> from nnviz.engine import loss
    >>> A, Y = np.zeros((1, 3, 1)), np.array([[[1.0], [2.0], [np.nan]]])
    >>> float(PerStepLoss(loss("mean_squared_error")).forward(A, Y).L)
    2.5
    """

    loss: Loss

    def __post_init__(self) -> None:
        check_kind(self.loss, Loss, "loss", 'PerStepLoss(loss("categorical_cross_entropy"))')
        if isinstance(self.loss, PerStepLoss):
            raise ValueError(f"expected the loss of one step, got {self.loss.title}, which is per step already")
        # A class's own attributes in every other loss; here they are those of the loss of one step.
        self.__dict__.update(
            name=self.loss.name,
            title=f"{self.loss.title} per step",
            latex=self.loss.latex,
            dlatex=self.loss.dlatex,
            latex_of_P=self.loss.latex_of_P,
            expects=self.loss.expects,
        )

    def check_targets(self, Y: Array) -> None:
        """Refuse targets that are NaN in part of a row, at all steps, or unknown to the loss."""
        missing = np.isnan(Y)
        counted = ~missing.any(-1)
        if not (missing.all(-1) | counted).all():
            raise ValueError(
                "expected a row of targets at a step, or NaN in all of the row for no target, got NaN in part of one; "
                "fill the row"
            )
        if not counted.reshape(*counted.shape[:-2], -1).any(-1).all():
            raise ValueError("expected a target at one step at least, got NaN at all of them; give a target")
        self.loss.check_targets(Y[counted])

    def measure(self, A: Array, Y: Array) -> "PerStepLossTrace":
        """Compute the loss of every step, and the mean over the steps that have a target."""
        if A.shape[-3:] != Y.shape[-3:] or A.ndim < 3 or A.size == 0:
            raise ValueError(
                f"expected targets Y of the output's shape (N, T, n_out), here {A.shape[-3:]}, got {Y.shape[-3:]}; "
                "give one row per step of each sample, with NaN where a step has no target"
            )
        P = self.probabilities(A)
        losses = self.per_sample(A, Y, P)
        L = losses.sum((-2, -1)) / np.maximum(1.0, self.counted(Y).sum((-2, -1)))
        return PerStepLossTrace(self, A, Y, P, losses, L, self.loss)

    def counted(self, Y: Array) -> Array:
        """Return one where a step has a target, else zero; shape (..., N, T)."""
        M = 1.0 - np.isnan(Y[..., 0])
        return M

    def probabilities(self, A: Array) -> Array | None:
        """Return the probabilities of every step."""
        return self.loss.probabilities(A)

    def per_sample(self, A: Array, Y: Array, P: Array | None) -> Array:
        """Return the loss of every step of each sample, shape (..., N, T); zero where there is no target."""
        M = self.counted(Y)
        losses: Array = self.loss.per_sample(A, np.where(M[..., None], Y, 0.0), P) * M
        return losses

    def backward(self, trace: LossTrace) -> Array:
        """Return the loss's own dA at every step that has a target, over their number; zero at the others."""
        M = self.counted(trace.Y)
        Y = np.where(M[..., None], trace.Y, 0.0)
        each = self.loss.backward(LossTrace(self.loss, trace.A, Y, trace.P, trace.losses, trace.L))
        share = M * trace.A.shape[-2] / np.maximum(1.0, M.sum((-2, -1), keepdims=True))  # the loss has divided by T
        dA: Array = each * share[..., None]
        return dA


def targets_at(lengths: Any, Y: Array, steps: int) -> Array:
    """Return one target a sequence, at its own last step, as targets of all steps: NaN everywhere else.

    Parameters
    ----------
    lengths : array of int, shape (N,)
        How many steps each sequence has, 1 to ``steps``.
    Y : ndarray, shape (N, n_out)
    steps : int
        T.

    Returns
    -------
    ndarray, shape (N, T, n_out)

    Raises
    ------
    ValueError
        If there is not one length for each row of Y, or a length is out of its range.
    """
    given, Y = np.asarray(lengths), float64(Y, "the targets Y")
    if Y.ndim != 2 or given.shape != Y.shape[:1] or given.dtype.kind not in "iu":
        raise ValueError(
            f"expected whole numbers as lengths, one for each row of Y, got shapes {given.shape} and {Y.shape}"
        )
    if given.size and not (given.min() >= 1 and given.max() <= steps):
        raise ValueError(f"expected lengths from 1 to {steps}, got {given.min()} to {given.max()}")
    targets = np.full((len(Y), steps, Y.shape[1]), np.nan)
    targets[np.arange(len(Y)), given - 1] = Y
    return targets


@record
class PerStepLossTrace(LossTrace):
    """Every tensor between the outputs of all steps and the loss."""

    loss: Loss
    A: Array = tensor("y_t", r"y_t", axes=("sample", "step", "unit"))
    Y: Array = tensor("Y_t", r"Y_t", axes=("sample", "step", "unit"))
    P: Array | None = tensor(
        "P_t",
        "P_t",
        axes=("sample", "step", "class"),
        computed_by="of_one_step.probabilities",
        formula_of="of_one_step.latex_of_P",
    )
    losses: Array = tensor(
        r"\ell_t",
        r"\ell_t",
        axes=("sample", "step"),
        computed_by="of_one_step.per_sample",
        formula_of="of_one_step.latex",
    )
    L: Array = tensor(
        "L", r"L = \sum_{i,t} \ell_{i,t} \,/\, \#\{(i, t) \text{ with a target}\}", computed_by="loss.measure"
    )
    of_one_step: Loss = unlisted()
