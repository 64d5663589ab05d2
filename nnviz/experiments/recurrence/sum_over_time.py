"""Backpropagation through time is a sum: what each step contributes to dW_hh, and what truncation leaves out."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.engine import Array, Loss, Network, Summands
from nnviz.experiments.recurrence.through_time import recurrent_layer


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
    def missing(self) -> Array:
        """Which share of each step's contribution truncation leaves out, shape (T,): 0 is none of it, 1 all."""
        left_out = np.linalg.norm(self.whole.dW_hh - self.truncated.dW_hh, axis=(-2, -1))
        share: Array = np.divide(left_out, self.sizes, out=np.zeros_like(left_out), where=self.sizes > 0)
        return share

    @property
    def angle(self) -> float:
        """The angle in degrees between the truncated gradient of W_hh and the whole one; 90 where one is zero."""
        a, b = self.whole.dW_hh.sum(0).ravel(), self.truncated.dW_hh.sum(0).ravel()
        lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
        if lengths == 0.0:
            return 90.0
        return float(np.degrees(np.arccos(np.clip(a @ b / lengths, -1.0, 1.0))))


def sum_over_time(network: Network, loss: Loss, X: Array, Y: Array, truncation: int) -> SumOverTime:
    """Take the gradient of the recurrent weights apart.

    Parameters
    ----------
    network : Network
        A single one.
    loss : Loss
    X, Y : ndarray
        Sequences and targets.
    truncation : int
        Steps over which the truncated gradient goes back, at least 1.

    Raises
    ------
    ValueError
        If there is no recurrent layer, it is an ensemble, or X, Y or the truncation do not fit.
    """
    i = recurrent_layer(network)
    if network.theta.ndim != 1:
        raise ValueError(f"expected a single network, got leading axes {network.theta.shape[:-1]}; take one of them")
    layer: Any = network.layers[i]
    trace = network.forward(X)
    gradients: Any = network.backward(trace, loss.backward(loss.forward(trace.A, Y))).layers[i]
    whole, short = layer.with_truncation(None), layer.with_truncation(truncation)
    part, dA = trace.layers[i], gradients.dA
    return SumOverTime(
        whole.summands(part, whole.backward(part, dA)), short.summands(part, short.backward(part, dA)), truncation
    )
