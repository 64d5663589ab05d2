"""Optimizers that divide each parameter's step by the size of its past gradients."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.engine.arrays import Array
from nnviz.engine.optimizers.optimizer import Memory, Optimizer, subtract, zeros


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
        return Memory(0, s=zeros(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Add the squares, then divide the step by their root."""
        assert memory.s is not None
        s = memory.s + dtheta * dtheta
        return subtract(theta, learning_rate * dtheta / (np.sqrt(s) + self.epsilon)), Memory(memory.t + 1, s=s)


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
        return Memory(0, s=zeros(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update the moving average of the squares, then divide the step by its root."""
        assert memory.s is not None
        s = self.decay * memory.s + (1.0 - self.decay) * dtheta * dtheta
        return subtract(theta, learning_rate * dtheta / (np.sqrt(s) + self.epsilon)), Memory(memory.t + 1, s=s)


@dataclass(frozen=True)
class AdaDelta(Optimizer):
    """Like RMSProp, but a step is measured by the size of the steps before it: the usual learning rate is 1."""

    decay: float = 0.95
    epsilon: float = 1e-6

    name: ClassVar[str] = "adadelta"
    title: ClassVar[str] = "AdaDelta"
    formulas: ClassVar[tuple[str, ...]] = (
        r"s \leftarrow \rho\, s + (1 - \rho)\, g^2",
        r"d = g \sqrt{u + \epsilon} / \sqrt{s + \epsilon}",
        r"u \leftarrow \rho\, u + (1 - \rho)\, d^2",
        r"\theta \leftarrow \theta - \eta\, d",
    )
    source: ClassVar[str] = "Zeiler 2012, algorithm 1; the learning rate, 1 in the paper, as in PyTorch"

    def start(self, theta: Array) -> Memory:
        """Start both means at zero."""
        return Memory(0, s=zeros(theta), u=zeros(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update the mean of the squared gradients, step, and update the mean of the squared steps."""
        assert memory.s is not None and memory.u is not None
        s = self.decay * memory.s + (1.0 - self.decay) * dtheta * dtheta
        d = dtheta * np.sqrt(memory.u + self.epsilon) / np.sqrt(s + self.epsilon)
        u = self.decay * memory.u + (1.0 - self.decay) * d * d
        return subtract(theta, learning_rate * d), Memory(memory.t + 1, s=s, u=u)
