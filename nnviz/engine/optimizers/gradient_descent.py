"""Gradient descent and its two kinds of momentum: one learning rate for all parameters."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.arrays import Array
from nnviz.engine.optimizers.optimizer import Memory, Optimizer, subtract, zeros


@dataclass(frozen=True)
class SGD(Optimizer):
    """Stochastic gradient descent: a step against the gradient of this batch."""

    name: ClassVar[str] = "sgd"
    title: ClassVar[str] = "SGD"
    formulas: ClassVar[tuple[str, ...]] = (r"\theta \leftarrow \theta - \eta\, g",)
    source: ClassVar[str] = "Robbins and Monro 1951"

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Subtract the gradient times the learning rate."""
        return subtract(theta, learning_rate * dtheta), Memory(memory.t + 1)


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
        return Memory(0, v=zeros(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update the velocity, then move along it."""
        assert memory.v is not None
        v = self.momentum * memory.v + dtheta
        return subtract(theta, learning_rate * v), Memory(memory.t + 1, v=v)


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
        return Memory(0, v=zeros(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update the velocity, then move along the gradient and the velocity."""
        assert memory.v is not None
        v = self.momentum * memory.v + dtheta
        return subtract(theta, learning_rate * (dtheta + self.momentum * v)), Memory(memory.t + 1, v=v)
