"""Cross-entropy: the surprise at the right answer, from logits or from probabilities."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.engine.activations.sigmoids import sigmoid
from nnviz.engine.arrays import Array
from nnviz.engine.layers.softmax import below_largest, softmax
from nnviz.engine.losses.loss import Loss, LossTrace, Scale

PROBABILITY_FLOOR = 1e-12
"""Cross-entropy from probabilities clips them to at least this, so one sample costs at most 27.6."""


@dataclass(frozen=True)
class BinaryCrossEntropyFromLogits(Loss):
    """Cross-entropy of yes/no targets, fused with the sigmoid: exact and finite however large the logit."""

    name: ClassVar[str] = "binary_cross_entropy"
    title: ClassVar[str] = "binary cross-entropy"
    latex: ClassVar[str] = r"\ell = -\sum_j Y_j \log P_j + (1 - Y_j) \log(1 - P_j), \quad P = \sigma(A)"
    dlatex: ClassVar[str] = r"\mathrm{d}A_{ij} = \frac{1}{N} (P_{ij} - Y_{ij})"
    latex_of_P: ClassVar[str] = r"P = \sigma(A) = 1 / (1 + e^{-A})"
    expects: ClassVar[Scale] = "logits"

    def probabilities(self, A: Array) -> Array:
        """Return the sigmoid of the logits."""
        P = sigmoid(A)
        return P

    def check_targets(self, Y: Array) -> None:
        """Refuse targets that are no probabilities: the loss would have no lower bound."""
        _check_probabilities(Y)

    def per_sample(self, A: Array, Y: Array, P: Array | None) -> Array:
        """Return log(1 + e^A) - A Y, written so that nothing overflows and nothing cancels."""
        size, wrong = np.abs(A), np.abs((A > 0.0) - Y)  # wrong: 0 where the sign of A agrees with the target, else 1
        losses: Array = np.add.reduce(wrong * np.where(wrong, size, 0.0) + np.log1p(np.exp(-size)), -1)
        return losses

    def backward(self, trace: LossTrace) -> Array:
        """Return (P - Y) / N: the sigmoid's slope P (1 - P) has cancelled, so a neuron that is wrong learns fast."""
        assert trace.P is not None
        P, Y = trace.P, trace.Y
        dA: Array = (P - Y) / P.shape[-2]
        return dA


@dataclass(frozen=True)
class CategoricalCrossEntropyFromLogits(Loss):
    """Cross-entropy of one-hot targets, fused with softmax: exact and finite however large the logits."""

    name: ClassVar[str] = "categorical_cross_entropy"
    title: ClassVar[str] = "categorical cross-entropy"
    latex: ClassVar[str] = r"\ell = -\sum_j Y_j \log P_j, \quad P = \mathrm{softmax}(A)"
    dlatex: ClassVar[str] = r"\mathrm{d}A_{ij} = \frac{1}{N} (P_{ij} - Y_{ij})"
    latex_of_P: ClassVar[str] = r"P_{ij} = e^{A_{ij}} / \sum_k e^{A_{ik}}"
    expects: ClassVar[Scale] = "logits"

    def probabilities(self, A: Array) -> Array:
        """Return the softmax of the logits."""
        P = softmax(A)
        return P

    def check_targets(self, Y: Array) -> None:
        """Refuse rows that are no probabilities of the classes: P - Y would be no gradient of the loss."""
        _check_probabilities(Y)
        _check_row_sums(Y)

    def per_sample(self, A: Array, Y: Array, P: Array | None) -> Array:
        """Return -sum Y log P with log P = S - log sum exp S and S = A - max A; a class with Y = 0 costs nothing."""
        S = below_largest(A)
        losses: Array = log_sum_exp(S) - (Y * np.where(Y, S, 0.0)).sum(-1)
        return losses

    def backward(self, trace: LossTrace) -> Array:
        """Return (P - Y) / N: softmax's Jacobian and the logarithm's slope have cancelled."""
        assert trace.P is not None
        P, Y = trace.P, trace.Y
        dA: Array = (P - Y) / P.shape[-2]
        return dA


@dataclass(frozen=True)
class CategoricalCrossEntropy(Loss):
    """Cross-entropy from the probabilities of a softmax layer, clipped to at least `PROBABILITY_FLOOR`.

    Below the floor the clipped loss is flat and its gradient zero: a reason to prefer the form from logits.
    """

    name: ClassVar[str] = "categorical_cross_entropy_from_probabilities"
    title: ClassVar[str] = "categorical cross-entropy from probabilities"
    latex: ClassVar[str] = r"\ell = -\sum_j Y_j \log \max(A_j, 10^{-12})"
    dlatex: ClassVar[str] = (
        r"\mathrm{d}A_{ij} = -\frac{1}{N}\, Y_{ij} / A_{ij}, \quad 0 \text{ where } A_{ij} \le 10^{-12}"
    )
    expects: ClassVar[Scale] = "probabilities"

    def check_targets(self, Y: Array) -> None:
        """Refuse rows that are no probabilities of the classes."""
        _check_probabilities(Y)
        _check_row_sums(Y)

    def per_sample(self, A: Array, Y: Array, P: Array | None) -> Array:
        """Return -sum Y log A."""
        losses: Array = -(Y * np.log(np.maximum(A, PROBABILITY_FLOOR))).sum(-1)
        return losses

    def backward(self, trace: LossTrace) -> Array:
        """Return -Y / A / N, zero where the probability was clipped."""
        A, Y = trace.A, trace.Y
        dA: Array = -Y * (A > PROBABILITY_FLOOR) / np.maximum(A, PROBABILITY_FLOOR) / A.shape[-2]
        return dA


def log_sum_exp(S: Array) -> Array:
    """Return log sum exp of each row, whose largest entry is 0 (see `below_largest`).

    Where one class has nearly all of the probability, adding its 1 first would lose the digits of the others, which are
    all of the result.
    """
    total = np.exp(S).sum(-1)
    found: Array = np.log(total)
    if np.minimum.reduce(total, None) < 1.001:
        others = np.where(S == 0.0, 0.0, np.exp(S)).sum(-1)
        found = np.where(total < 1.001, np.log1p(others), found)
    return found


def _check_probabilities(Y: Array) -> None:
    inside = (Y >= 0.0) & (Y <= 1.0)
    if not inside.all():
        raise ValueError(f"expected targets from 0 to 1, got {Y[~inside][0]:g}; recode them")


def _check_row_sums(Y: Array) -> None:
    total = Y.sum(-1)
    off = np.abs(total - 1.0) > 1e-6
    if off.any():
        raise ValueError(
            f"expected each row of targets to sum to 1, got a row with sum {total[off][0]:g}; give one 1 in each row "
            "(see one_hot), or probabilities of the classes"
        )
