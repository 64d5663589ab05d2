"""An optimizer turns a gradient into an update of the parameters, and keeps averages of past gradients."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np

from nnviz.engine.arrays import Array, float64
from nnviz.engine.parameters import Parameter, is_number
from nnviz.engine.tensors import record, tensor


@record
class Memory:
    """What an optimizer keeps from step to step; each optimizer uses the fields that its paper names.

    Attributes
    ----------
    t : int
        Number of steps taken.
    v : ndarray or None, shape (..., n_parameters)
        Velocity, or Adam's mean of the gradients (there called m).
    s : ndarray or None, shape (..., n_parameters)
        Sum or mean of the squared gradients, or AdaMax's largest size of one (there called u).
    u : ndarray or None, shape (..., n_parameters)
        AdaDelta's mean of the squared updates, or AMSGrad's largest mean of the squared gradients.
    """

    t: int
    v: Array | None = tensor("v", "v", axes=("parameter",), default=None)
    s: Array | None = tensor("s", "s", axes=("parameter",), default=None)
    u: Array | None = tensor("u", "u", axes=("parameter",), default=None)

    @property
    def vectors(self) -> dict[str, Array]:
        """Those of v, s and u that the optimizer keeps, by their names."""
        return {name: vector for name in ("v", "s", "u") if (vector := getattr(self, name)) is not None}


@dataclass(frozen=True)
class Optimizer(ABC):
    """An update rule. Its hyperparameters are its fields; the learning rate comes from the schedule."""

    name: ClassVar[str]
    title: ClassVar[str]
    formulas: ClassVar[tuple[str, ...]]
    """The rule line by line, in LaTeX: g is the gradient, eta the learning rate; the last line gives the new theta."""
    source: ClassVar[str]

    def __post_init__(self) -> None:
        for entry in fields(self):
            value = getattr(self, entry.name)
            low, high = HYPERPARAMETERS[entry.name].at_least, HYPERPARAMETERS[entry.name].below
            if not (is_number(value) and low <= value < high):
                raise ValueError(
                    f"expected {entry.name} of {self.title} from {low:g} up to, but not including, {high:g}, got "
                    f"{value!r}; the usual value is {entry.default}"
                )

    def start(self, theta: Array) -> Memory:
        """Return the memory before the first step.

        Parameters
        ----------
        theta : ndarray, shape (..., n_parameters)
            The parameters, for their shape.
        """
        return Memory(0)

    @abstractmethod
    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Return the parameters after one step, and the new memory.

        Parameters
        ----------
        theta, dtheta : ndarray, shape (..., n_parameters)
            Parameters and the gradient of the mean loss. Neither is changed.
        memory : Memory
        learning_rate : float or ndarray, shape (..., 1)
            One for all, or one for each network of an ensemble.
        """


def zeros(theta: Array) -> Array:
    """Return a zero for each parameter, in float64.

    Raises
    ------
    ValueError
        If theta is no array of real numbers.
    """
    return np.zeros_like(float64(theta, "theta"))


def subtract(theta: Array, step: Array) -> Array:
    """Return ``theta - step`` in the memory of ``step``, which nothing else needs.

    For a large network, fetching new memory from the system takes longer than the subtraction.
    """
    return np.subtract(theta, step, out=step)


def _share(name: str, symbol: str, meaning: str) -> Parameter:
    return Parameter(name, symbol, meaning, default=0.0, at_least=0.0, below=1.0)


HYPERPARAMETERS = {
    parameter.name: parameter
    for parameter in (
        _share("momentum", r"\mu", "fraction of the velocity that is kept"),
        _share("decay", r"\rho", "fraction of the mean of squares that is kept"),
        _share("beta1", r"\beta_1", "fraction of the mean of gradients that is kept"),
        _share("beta2", r"\beta_2", "fraction of the mean of squares that is kept"),
        _share("epsilon", r"\epsilon", "keeps a small root from making a large step"),
        Parameter("weight_decay", r"\lambda", "how fast the parameters shrink", default=0.0, at_least=0.0, below=1e6),
    )
}
"""What the fields of the optimizers mean and may be; their defaults stand at the optimizers."""
