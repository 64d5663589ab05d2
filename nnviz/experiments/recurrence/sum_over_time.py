"""Backpropagation through time is a sum: what each step contributes to dW_hh, and what truncation leaves out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.engine import Array, Loss, Network, Summands
from nnviz.experiments.recurrence.through_time import recurrent_layer

Mask = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, eq=False)
class SumOverTime:
    """The gradient of the recurrent weights as a sum over the steps, whole and truncated.

    Attributes
    ----------
    whole, truncated : Summands
        What each step contributes, with backpropagation to the first step and over `truncation` steps alone.
    truncation : int
    """

    whole: Summands
    truncated: Summands
    truncation: int

    @property
    def sizes(self) -> Array:
        """The norm of what each step contributes to dW_hh, shape (T,)."""
        return np.asarray(np.linalg.norm(self.whole.dW_hh, axis=(-2, -1)))

    @property
    def shares(self) -> Array:
        """The part of each summand along the whole gradient, over that gradient's norm, shape (T,).

        They add up to one, and a negative one pulls against the whole; all are 0 where the whole gradient is.
        """
        whole = self.whole.dW_hh.sum(0)
        square = float((whole * whole).sum())
        along: Array = (self.whole.dW_hh * whole).sum((-2, -1))
        return along / square if square > 0.0 else np.zeros_like(along)

    @property
    def length(self) -> float:
        """The norm of the truncated gradient of W_hh over that of the whole one; 1 where both are zero."""
        whole, kept = (float(np.linalg.norm(one.dW_hh.sum(0))) for one in (self.whole, self.truncated))
        return kept / whole if whole > 0.0 else 1.0

    @property
    def missing(self) -> Array:
        """The norm of what truncation takes from each summand over the summand's own, shape (T,).

        0 where nothing is taken and 1 where the summand is gone; more where what is left points another way.
        """
        left_out = np.linalg.norm(self.whole.dW_hh - self.truncated.dW_hh, axis=(-2, -1))
        share: Array = np.divide(left_out, self.sizes, out=np.zeros_like(left_out), where=self.sizes > 0)
        return share

    @property
    def gone(self) -> Mask:
        """Which summands are zero by truncation, shape (T,)."""
        left = np.asarray(self.truncated.dW_hh.any((-2, -1)))
        return ~left & (self.sizes > 0.0)

    @property
    def changed(self) -> Mask:
        """Which summands are not what they were, shape (T,)."""
        return np.asarray(self.missing > 1e-9)

    @property
    def angle(self) -> float:
        """The angle in degrees between the truncated gradient of W_hh and the whole one; 90 where one is zero."""
        a, b = self.whole.dW_hh.sum(0).ravel(), self.truncated.dW_hh.sum(0).ravel()
        lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
        if lengths == 0.0:
            return 90.0
        return float(np.degrees(np.arccos(np.clip(a @ b / lengths, -1.0, 1.0))))


def sum_over_time(network: Network, loss: Loss, X: Array, Y: Array, truncation: int) -> SumOverTime:
    """Take the gradient of the recurrent weights apart, at one length of truncated backpropagation.

    Parameters
    ----------
    network, loss, X, Y
        See `sums_over_time`.
    truncation : int
        Steps over which the truncated gradient goes back, at least 1.

    Raises
    ------
    ValueError
        If there is no recurrent layer, it is an ensemble, or X, Y or the truncation do not fit.
    """
    return sums_over_time(network, loss, X, Y, (truncation,))[0]


def sums_over_time(
    network: Network, loss: Loss, X: Array, Y: Array, truncations: Iterable[int]
) -> tuple[SumOverTime, ...]:
    """Take the gradient of the recurrent weights apart, at several lengths of truncated backpropagation.

    Parameters
    ----------
    network : Network
        A single one.
    loss : Loss
    X, Y : ndarray
        Sequences and targets.
    truncations : iterable of int
        Each at least 1.

    Raises
    ------
    ValueError
        If there is no recurrent layer, it is an ensemble, or X, Y or a truncation do not fit.
    """
    i = recurrent_layer(network)
    if network.theta.ndim != 1:
        raise ValueError(f"expected a single network, got leading axes {network.theta.shape[:-1]}; take one of them")
    layer: Any = network.layers[i]
    trace = network.forward(X)
    gradients: Any = network.backward(trace, loss.backward(loss.forward(trace.A, Y))).layers[i]
    part, dA = trace.layers[i], gradients.dA

    def summands(truncation: int | None) -> Summands:
        cut = layer.with_truncation(truncation)
        found: Summands = cut.summands(part, cut.backward(part, dA))
        return found

    whole = summands(None)
    return tuple(SumOverTime(whole, summands(truncation), truncation) for truncation in truncations)
