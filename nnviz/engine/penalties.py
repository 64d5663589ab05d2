"""A penalty keeps weights small: the gradient of L1 has the same size for every weight, that of L2 grows with it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnviz.engine.arrays import FLOAT64, Array, float64
from nnviz.engine.parameters import check_flag, check_name, is_number

PENALTIES = ("none", "l1", "l2")
"""The penalties by name."""


@dataclass(frozen=True)
class Penalty:
    r"""``rate * sum |w|`` (l1) or ``rate / 2 * sum w^2`` (l2), over weights only, never biases.

    Attributes
    ----------
    name : {'none', 'l1', 'l2'}
    rate : float
        At least 0.
    decoupled : bool
        False adds the penalty's gradient to the loss's. True shrinks the weights after the step instead, as
        TensorFlow Playground does; there an L1 weight that would cross zero stays at zero for good.

    Raises
    ------
    ValueError
        If the name is unknown or the rate negative or not finite.
    """

    name: Literal["none", "l1", "l2"] = "none"
    rate: float = 0.0
    decoupled: bool = False

    def __post_init__(self) -> None:
        check_name(self.name, PENALTIES, "a penalty")
        if not (is_number(self.rate) and self.rate >= 0):
            raise ValueError(f"expected a finite penalty rate of at least 0, got {self.rate!r}")
        check_flag(self.decoupled, "decoupled")

    @property
    def active(self) -> bool:
        """Whether the penalty has any effect."""
        return self.name != "none" and self.rate > 0

    def value(self, theta: Array, penalised: Array) -> Array:
        """Return what the penalty adds to the loss; shape (...).

        Parameters
        ----------
        theta : ndarray, shape (..., n_parameters)
        penalised : ndarray, shape (n_parameters,)
            One for weights, zero for the rest.
        """
        w = float64(theta, "theta") * float64(penalised, "penalised")
        size = np.abs(w) if self.name == "l1" else 0.5 * w * w
        value: Array = (self.rate if self.active else 0.0) * size.sum(-1)
        return value

    def gradient(self, theta: Array, penalised: Array) -> Array:
        """Return the gradient of `value`; L1's slope at zero is taken as zero. Shape of theta."""
        if theta.__class__ is not np.ndarray or theta.dtype is not FLOAT64:
            theta = float64(theta, "theta")
        slope = np.sign(theta) if self.name == "l1" else theta
        return (self.rate if self.active else 0.0) * penalised * slope

    def shrink(
        self, before: Array, after: Array, penalised: Array, learning_rate: float | Array, first: bool = False
    ) -> Array:
        """Return the parameters after a decoupled step of the penalty.

        Parameters
        ----------
        before, after : ndarray, shape (..., n_parameters)
            The parameters before and after the optimizer's step. The penalty's gradient is taken at ``before``.
        penalised : ndarray, shape (n_parameters,)
        learning_rate : float or ndarray, shape (..., 1)
        first : bool
            True in the first step, where a weight of zero was initialized so and may move. In later steps a weight
            of zero is one that L1 has stopped, and it stays.
        """
        shrunk: Array = after - learning_rate * self.gradient(before, penalised)
        if self.name == "l1":
            crosses = np.sign(after) * np.sign(shrunk) < 0
            stopped = (before == 0) & (not first)
            shrunk = np.where((crosses | stopped) & (penalised > 0), 0.0, shrunk)
        return shrunk
