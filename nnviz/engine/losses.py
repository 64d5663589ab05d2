"""A loss measures how far the output is from the targets: one number per sample, and their mean."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from nnviz.engine.activations.sigmoids import sigmoid
from nnviz.engine.arrays import Array, float64
from nnviz.engine.layers.softmax import below_largest, softmax
from nnviz.engine.parameters import Parameter, check_name, is_number
from nnviz.engine.tensors import record, tensor

Scale = Literal["values", "probabilities", "logits"]

PROBABILITY_FLOOR = 1e-12
"""Cross-entropy from probabilities clips them to at least this, so one sample costs at most 27.6."""


class Loss(ABC):
    """A loss, its derivative and what it expects of a network's output.

    The 1/N of the mean stands in `backward` and nowhere else, so every other gradient is free of it.
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

    def backward(self, trace: "LossTrace") -> Array:
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

    def backward(self, trace: "LossTrace") -> Array:
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

    def backward(self, trace: "LossTrace") -> Array:
        """Return the error, clipped to [-delta, delta], over n N."""
        A, Y = trace.A, trace.Y
        dA: Array = np.clip(A - Y, -self.delta, self.delta) / (A.shape[-1] * A.shape[-2])
        return dA


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

    def backward(self, trace: "LossTrace") -> Array:
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

    def backward(self, trace: "LossTrace") -> Array:
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

    def backward(self, trace: "LossTrace") -> Array:
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


_LOSSES: tuple[type[Loss], ...] = (
    MeanSquaredError,
    HalfSquaredError,
    Huber,
    BinaryCrossEntropyFromLogits,
    CategoricalCrossEntropyFromLogits,
    CategoricalCrossEntropy,
)

LOSSES: dict[str, type[Loss]] = {loss.name: loss for loss in _LOSSES}
"""Every loss by its name."""


def loss(name: str, **parameters: float) -> Loss:
    """Return the loss of that name.

    Parameters
    ----------
    name : str
        A key of `LOSSES`.
    **parameters
        ``delta`` for ``"huber"``; the others take none.

    Raises
    ------
    ValueError
        If the name or a parameter is unknown.
    """
    check_name(name, LOSSES, "a loss")
    try:
        return LOSSES[name](**parameters)
    except TypeError:
        known = "delta" if name == "huber" else "none"
        raise ValueError(f"{name} knows these parameters: {known}; got {', '.join(parameters)}") from None


def loss_parameters(name: str) -> tuple[Parameter, ...]:
    """List what can be set about a loss: names, defaults and legal ranges.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    return (_DELTA,) if isinstance(loss(name), Huber) else ()


_DELTA = Parameter("delta", r"\delta", "error from which on it counts linearly", default=Huber.delta, above=0.0)
