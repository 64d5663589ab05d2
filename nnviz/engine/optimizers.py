"""An optimizer turns a gradient into an update of the parameters, and keeps averages of past gradients."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields, replace
from typing import ClassVar

import numpy as np

from nnviz.engine.arrays import Array, euclidean_norm, float64
from nnviz.engine.parameters import Parameter, check_name, is_number
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
    """

    t: int
    v: Array | None = tensor("v", "v", axes=("parameter",), default=None)
    s: Array | None = tensor("s", "s", axes=("parameter",), default=None)


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
            low, high = _KNOWN[entry.name].at_least, _KNOWN[entry.name].below
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


@dataclass(frozen=True)
class SGD(Optimizer):
    """Stochastic gradient descent: a step against the gradient of this batch."""

    name: ClassVar[str] = "sgd"
    title: ClassVar[str] = "SGD"
    formulas: ClassVar[tuple[str, ...]] = (r"\theta \leftarrow \theta - \eta\, g",)
    source: ClassVar[str] = "Robbins and Monro 1951"

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Subtract the gradient times the learning rate."""
        return _subtract(theta, learning_rate * dtheta), Memory(memory.t + 1)


@dataclass(frozen=True)
class Momentum(Optimizer):
    """Gradient descent with a velocity, which decays and accumulates the gradients (the heavy ball)."""

    momentum: float = 0.9

    name: ClassVar[str] = "momentum"
    title: ClassVar[str] = "Momentum"
    formulas: ClassVar[tuple[str, ...]] = (
        r"v \leftarrow \mu\, v + g",
        r"\theta \leftarrow \theta - \eta\, v",
    )
    source: ClassVar[str] = "Polyak 1964; in the form of Sutskever et al. 2013, eq. 1-2, with the rate outside of v"

    def start(self, theta: Array) -> Memory:
        """Start at rest."""
        return Memory(0, v=np.zeros_like(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update the velocity, then move along it."""
        assert memory.v is not None
        v = self.momentum * memory.v + dtheta
        return _subtract(theta, learning_rate * v), Memory(memory.t + 1, v=v)


@dataclass(frozen=True)
class Nesterov(Optimizer):
    """Momentum that looks ahead: the gradient counts as if it were taken after the next step of the velocity."""

    momentum: float = 0.9

    name: ClassVar[str] = "nesterov"
    title: ClassVar[str] = "Nesterov momentum"
    formulas: ClassVar[tuple[str, ...]] = (
        r"v \leftarrow \mu\, v + g",
        r"\theta \leftarrow \theta - \eta\, (g + \mu v)",
    )
    source: ClassVar[str] = "Nesterov 1983; Sutskever et al. 2013, eq. 3-4, written for the looked-ahead parameters"

    def start(self, theta: Array) -> Memory:
        """Start at rest."""
        return Memory(0, v=np.zeros_like(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update the velocity, then move along the gradient and the velocity."""
        assert memory.v is not None
        v = self.momentum * memory.v + dtheta
        return _subtract(theta, learning_rate * (dtheta + self.momentum * v)), Memory(memory.t + 1, v=v)


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    """Each parameter has its own learning rate, which shrinks with the sum of its squared gradients."""

    epsilon: float = 1e-10

    name: ClassVar[str] = "adagrad"
    title: ClassVar[str] = "AdaGrad"
    formulas: ClassVar[tuple[str, ...]] = (
        r"s \leftarrow s + g^2",
        r"\theta \leftarrow \theta - \eta\, g / (\sqrt{s} + \epsilon)",
    )
    source: ClassVar[str] = "Duchi, Hazan and Singer 2011, the diagonal form of figure 1"

    def start(self, theta: Array) -> Memory:
        """Start the sums at zero."""
        return Memory(0, s=np.zeros_like(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Add the squares, then divide the step by their root."""
        assert memory.s is not None
        s = memory.s + dtheta * dtheta
        return _subtract(theta, learning_rate * dtheta / (np.sqrt(s) + self.epsilon)), Memory(memory.t + 1, s=s)


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """Like AdaGrad, but with a moving average of the squares, so that the learning rate can grow again."""

    decay: float = 0.99
    epsilon: float = 1e-8

    name: ClassVar[str] = "rmsprop"
    title: ClassVar[str] = "RMSProp"
    formulas: ClassVar[tuple[str, ...]] = (
        r"s \leftarrow \rho\, s + (1 - \rho)\, g^2",
        r"\theta \leftarrow \theta - \eta\, g / (\sqrt{s} + \epsilon)",
    )
    source: ClassVar[str] = "Tieleman and Hinton 2012, lecture 6.5"

    def start(self, theta: Array) -> Memory:
        """Start the means at zero."""
        return Memory(0, s=np.zeros_like(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update the moving average of the squares, then divide the step by its root."""
        assert memory.s is not None
        s = self.decay * memory.s + (1.0 - self.decay) * dtheta * dtheta
        return _subtract(theta, learning_rate * dtheta / (np.sqrt(s) + self.epsilon)), Memory(memory.t + 1, s=s)


@dataclass(frozen=True)
class Adam(Optimizer):
    """Momentum and RMSProp together, both corrected for having started at zero."""

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    name: ClassVar[str] = "adam"
    title: ClassVar[str] = "Adam"
    formulas: ClassVar[tuple[str, ...]] = (
        r"v \leftarrow \beta_1\, v + (1 - \beta_1)\, g",
        r"s \leftarrow \beta_2\, s + (1 - \beta_2)\, g^2",
        r"\hat{v} = v / (1 - \beta_1^t), \quad \hat{s} = s / (1 - \beta_2^t)",
        r"\theta \leftarrow \theta - \eta\, \hat{v} / (\sqrt{\hat{s}} + \epsilon)",
    )
    source: ClassVar[str] = "Kingma and Ba 2015, algorithm 1"

    def start(self, theta: Array) -> Memory:
        """Start the means at zero."""
        return Memory(0, v=np.zeros_like(theta), s=np.zeros_like(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update both means, correct them, and step."""
        assert memory.v is not None and memory.s is not None
        t = memory.t + 1
        v = self.beta1 * memory.v + (1.0 - self.beta1) * dtheta
        s = self.beta2 * memory.s + (1.0 - self.beta2) * dtheta * dtheta
        v_hat = v / (1.0 - self.beta1**t)  # both means began at zero: this makes up for it
        s_hat = s / (1.0 - self.beta2**t)
        return _subtract(theta, learning_rate * v_hat / (np.sqrt(s_hat) + self.epsilon)), Memory(t, v=v, s=s)


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam with weight decay that is not divided by the root of the squares.

    Biases decay like weights here, as in the paper and in PyTorch's default. To shrink weights alone use a penalty.
    """

    weight_decay: float = 0.01

    name: ClassVar[str] = "adamw"
    title: ClassVar[str] = "AdamW"
    formulas: ClassVar[tuple[str, ...]] = (
        *Adam.formulas[:-1],
        r"\theta \leftarrow (1 - \eta \lambda)\, \theta - \eta\, \hat{v} / (\sqrt{\hat{s}} + \epsilon)",
    )
    source: ClassVar[str] = (
        "Loshchilov and Hutter 2019, algorithm 2; the decay is times the whole rate, as in PyTorch, in the paper times "
        "the schedule's factor alone"
    )

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Shrink the parameters, then step as Adam."""
        return super().step(theta * (1.0 - learning_rate * self.weight_decay), dtheta, memory, learning_rate)


@dataclass(frozen=True)
class NAdam(Adam):
    """Adam with Nesterov's momentum: the mean of the gradients counts as it will be after the next step."""

    name: ClassVar[str] = "nadam"
    title: ClassVar[str] = "NAdam"
    formulas: ClassVar[tuple[str, ...]] = (
        *Adam.formulas[:2],
        r"\hat{v} = \beta_1 v / (1 - \beta_1^{t+1}) + (1 - \beta_1)\, g / (1 - \beta_1^t), \quad "
        r"\hat{s} = s / (1 - \beta_2^t)",
        Adam.formulas[-1],
    )
    source: ClassVar[str] = "Dozat 2016, algorithm 2, with the same share of momentum in every step"

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update both means, correct them, the first one step ahead, and step."""
        assert memory.v is not None and memory.s is not None
        t = memory.t + 1
        v = self.beta1 * memory.v + (1.0 - self.beta1) * dtheta
        s = self.beta2 * memory.s + (1.0 - self.beta2) * dtheta * dtheta
        v_hat = self.beta1 * v / (1.0 - self.beta1 ** (t + 1)) + (1.0 - self.beta1) * dtheta / (1.0 - self.beta1**t)
        s_hat = s / (1.0 - self.beta2**t)
        return _subtract(theta, learning_rate * v_hat / (np.sqrt(s_hat) + self.epsilon)), Memory(t, v=v, s=s)


@dataclass(frozen=True)
class AdaMax(Adam):
    """Adam with the largest gradient, which fades slowly, in place of the root of the mean square."""

    name: ClassVar[str] = "adamax"
    title: ClassVar[str] = "AdaMax"
    formulas: ClassVar[tuple[str, ...]] = (
        Adam.formulas[0],
        r"s \leftarrow \max(\beta_2\, s,\; \lvert g \rvert + \epsilon)",
        r"\hat{v} = v / (1 - \beta_1^t)",
        r"\theta \leftarrow \theta - \eta\, \hat{v} / s",
    )
    source: ClassVar[str] = "Kingma and Ba 2015, algorithm 2 (there the letter is u); epsilon as in PyTorch"

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update the mean and the largest size, correct the mean, and step."""
        assert memory.v is not None and memory.s is not None
        t = memory.t + 1
        v = self.beta1 * memory.v + (1.0 - self.beta1) * dtheta
        s = np.maximum(self.beta2 * memory.s, np.abs(dtheta) + self.epsilon)
        v_hat = v / (1.0 - self.beta1**t)  # the mean began at zero: this makes up for it
        return _subtract(theta, learning_rate * v_hat / s), Memory(t, v=v, s=s)


def _subtract(theta: Array, step: Array) -> Array:
    """Return ``theta - step`` in the memory of ``step``, which nothing else needs.

    For a large network, fetching new memory from the system takes longer than the subtraction.
    """
    return np.subtract(theta, step, out=step)


def _share(name: str, symbol: str, meaning: str) -> Parameter:
    return Parameter(name, symbol, meaning, default=0.0, at_least=0.0, below=1.0)


_KNOWN = {
    parameter.name: parameter
    for parameter in (
        _share("momentum", r"\mu", "share of the velocity that stays"),
        _share("decay", r"\rho", "share of the mean of squares that stays"),
        _share("beta1", r"\beta_1", "share of the mean of gradients that stays"),
        _share("beta2", r"\beta_2", "share of the mean of squares that stays"),
        _share("epsilon", r"\epsilon", "keeps a small root from making a large step"),
        Parameter("weight_decay", r"\lambda", "how fast the parameters shrink", default=0.0, at_least=0.0, below=1e6),
    )
}
"""What the fields of the optimizers mean and may be; their defaults stand at the optimizers."""

_OPTIMIZERS: tuple[type[Optimizer], ...] = (
    SGD,
    Momentum,
    Nesterov,
    AdaGrad,
    RMSProp,
    Adam,
    AdamW,
    NAdam,
    AdaMax,
)

OPTIMIZERS: dict[str, type[Optimizer]] = {optimizer.name: optimizer for optimizer in _OPTIMIZERS}
"""Every optimizer by its name."""


def optimizer(name: str, **hyperparameters: float) -> Optimizer:
    """Return the optimizer of that name.

    Raises
    ------
    ValueError
        If the name or a hyperparameter is unknown, or a value out of its range.
    """
    check_name(name, OPTIMIZERS, "an optimizer")
    known = [entry.name for entry in fields(OPTIMIZERS[name])]
    unknown = [key for key in hyperparameters if key not in known]
    if unknown:
        raise ValueError(f"{name} knows these hyperparameters: {', '.join(known) or 'none'}; got {', '.join(unknown)}")
    return OPTIMIZERS[name](**hyperparameters)


def optimizer_parameters(name: str) -> tuple[Parameter, ...]:
    """List what can be set about an optimizer: names, defaults and legal ranges.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    usual = optimizer(name)
    return tuple(replace(_KNOWN[entry.name], default=getattr(usual, entry.name)) for entry in fields(usual))


def clip_by_norm(dtheta: Array, limit: float | None) -> Array:
    """Return the gradient, scaled down to the norm ``limit`` if its norm is larger (Pascanu et al. 2013, algorithm 1).

    Parameters
    ----------
    dtheta : ndarray, shape (..., n_parameters)
        In an ensemble each network's gradient is clipped on its own.
    limit : float or None
        None leaves the gradient as it is.

    Raises
    ------
    ValueError
        If the limit is not a positive finite number.
    """
    if limit is None:
        return dtheta
    if not (is_number(limit) and limit > 0):
        raise ValueError(f"expected a positive finite norm to clip at, or None, got {limit!r}")
    dtheta = float64(dtheta, "dtheta")
    norm = euclidean_norm(dtheta, -1)
    clipped: Array = dtheta * (limit / np.maximum(norm, limit))
    huge = norm > np.maximum(1e140, limit)
    if huge.any():  # the norm may lie beyond float64, and the quotient below it
        smaller = dtheta * 2.0**-32
        clipped = np.where(huge, smaller / euclidean_norm(smaller, -1) * limit, clipped)
    return clipped
