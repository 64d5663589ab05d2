"""Softmax turns each row of real numbers into a row of probabilities."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.engine.arrays import Array, float64
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.tensors import record, tensor


def softmax(Z: Array) -> Array:
    r"""Return ``exp(Z) / sum(exp(Z))`` row by row.

    The row's largest entry is subtracted first. That does not change the result, since adding a constant to a row
    multiplies numerator and denominator alike, but it keeps every exponent at or below zero, so nothing overflows.

    Parameters
    ----------
    Z : ndarray, shape (..., n_classes)

    Returns
    -------
    ndarray, shape (..., n_classes)
        Entries in [0, 1]; each row sums to one. An infinite logit gets all of the probability; several share it.
    """
    Z = float64(Z, "Z")
    E = np.exp(below_largest(Z))
    P: Array = E / E.sum(-1, keepdims=True)
    return P


def below_largest(Z: Array) -> Array:
    """Return ``Z - max(Z)`` row by row: 0 for the largest entry, even if it is infinite, and less for the others.

    Parameters
    ----------
    Z : ndarray, shape (..., n_classes)

    Returns
    -------
    ndarray, shape (..., n_classes)
    """
    largest = np.maximum.reduce(Z, -1, keepdims=True)
    with np.errstate(over="ignore", invalid="ignore"):  # -1e308 - 1e308 is minus infinity; inf - inf is not used
        return np.where(Z == largest, 0.0, Z - largest)


def softmax_jacobian(P: Array) -> Array:
    r"""Return the derivative of each probability by each logit: ``J[j, k] = P[j] (1[j = k] - P[k])``.

    Parameters
    ----------
    P : ndarray, shape (..., n_classes)
        Probabilities, as `softmax` returns them.

    Returns
    -------
    ndarray, shape (..., n_classes, n_classes)
        Symmetric; each row sums to zero, since the probabilities always sum to one.
    """
    P = float64(P, "P")
    J: Array = P[..., :, None] * (np.eye(P.shape[-1]) - P[..., None, :])
    return J


@dataclass(frozen=True, eq=False)
class Softmax(Layer["SoftmaxTrace"]):
    """A layer without parameters, for any number of classes.

    Unlike an activation it does not work element by element: each output depends on all inputs of its row.
    """

    in_shape = out_shape = None
    random: ClassVar[bool] = False

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "SoftmaxTrace":
        """Compute the probabilities A of each row of X."""
        A = softmax(X)
        return SoftmaxTrace(X, A)

    def backward(self, trace: "SoftmaxTrace", dA: Array, need_dX: bool = True) -> "SoftmaxGradients":
        r"""Multiply each row of dA by that row's Jacobian.

        dX[k] = sum_j dA[j] J[j, k] with J[j, k] = A[j] (1[j = k] - A[k]), which is A[k] (dA[k] - sum_j dA[j] A[j]):
        the product is computed without ever building the matrices.
        """
        A = trace.A
        dX = A * (dA - (dA * A).sum(-1, keepdims=True)) if need_dX else None
        return SoftmaxGradients(dA, dX)


@record
class SoftmaxTrace(LayerTrace):
    """Logits and probabilities."""

    X: Array = tensor("X", r"X^{[l]} = A^{[l-1]}", axes=("sample", "class"))
    A: Array = tensor("A", r"A_j = e^{X_j} / \sum_k e^{X_k}", axes=("sample", "class"), computed_by="Softmax.forward")


@record
class SoftmaxGradients(LayerGradients):
    """The gradients of probabilities and logits."""

    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A^{[l]} = \mathrm{d}X^{[l+1]}", axes=("sample", "class"))
    dX: Array | None = tensor(
        r"\mathrm{d}X",
        r"\mathrm{d}X_k = A_k \left(\mathrm{d}A_k - \sum_j \mathrm{d}A_j A_j\right)",
        axes=("sample", "class"),
        computed_by="Softmax.backward",
    )
