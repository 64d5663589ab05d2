"""Adam, which joins momentum with a size for each parameter, and its kin."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.engine.arrays import Array
from nnviz.engine.optimizers.optimizer import Memory, Optimizer, subtract, zeros


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
        return Memory(0, v=zeros(theta), s=zeros(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update both means, correct them, and step."""
        assert memory.v is not None and memory.s is not None
        t = memory.t + 1
        v = self.beta1 * memory.v + (1.0 - self.beta1) * dtheta
        s = self.beta2 * memory.s + (1.0 - self.beta2) * dtheta * dtheta
        v_hat = v / (1.0 - self.beta1**t)  # both means began at zero: this makes up for it
        s_hat = s / (1.0 - self.beta2**t)
        return subtract(theta, learning_rate * v_hat / (np.sqrt(s_hat) + self.epsilon)), Memory(t, v=v, s=s)


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam with weight decay that is not divided by the root of the squares.

    In training the weights decay and nothing else: what `Layer.penalised` names, as for L1 and L2. The paper and
    PyTorch's default decay every parameter, biases and the gains of norms too; practice since GPT-2 leaves those out
    (nanoGPT: what has fewer than two axes, which learned positions have not).
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

    @property
    def undecayed(self) -> Adam:
        """What moves biases: Adam with the same hyperparameters."""
        return Adam(self.beta1, self.beta2, self.epsilon)

    def step(
        self,
        theta: Array,
        dtheta: Array,
        memory: Memory,
        learning_rate: float | Array,
        penalised: float | Array = 1.0,
    ) -> tuple[Array, Memory]:
        """Shrink the weights, then step as Adam.

        Parameters
        ----------
        theta, dtheta, memory, learning_rate
            See `Optimizer.step`.
        penalised : ndarray, shape (n_parameters,)
            One for weights, zero for what does not decay; all decay where nothing is given.
        """
        return super().step(
            theta * (1.0 - learning_rate * self.weight_decay * penalised), dtheta, memory, learning_rate
        )


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
        return subtract(theta, learning_rate * v_hat / (np.sqrt(s_hat) + self.epsilon)), Memory(t, v=v, s=s)


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
        return subtract(theta, learning_rate * v_hat / s), Memory(t, v=v, s=s)


@dataclass(frozen=True)
class AMSGrad(Adam):
    """Adam that divides by the largest mean of the squares so far, so that no parameter's rate grows again."""

    name: ClassVar[str] = "amsgrad"
    title: ClassVar[str] = "AMSGrad"
    formulas: ClassVar[tuple[str, ...]] = (
        *Adam.formulas[:2],
        r"u \leftarrow \max(u,\; s)",
        r"\hat{v} = v / (1 - \beta_1^t), \quad \hat{u} = u / (1 - \beta_2^t)",
        r"\theta \leftarrow \theta - \eta\, \hat{v} / (\sqrt{\hat{u}} + \epsilon)",
    )
    source: ClassVar[str] = (
        "Reddi, Kale and Kumar 2018, algorithm 2 (there the letter is v with a hat), with Adam's correction for the "
        "start, as in PyTorch"
    )

    def start(self, theta: Array) -> Memory:
        """Start the means and the largest at zero."""
        return Memory(0, v=zeros(theta), s=zeros(theta), u=zeros(theta))

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update both means and the largest, correct them, and step."""
        assert memory.v is not None and memory.s is not None and memory.u is not None
        t = memory.t + 1
        v = self.beta1 * memory.v + (1.0 - self.beta1) * dtheta
        s = self.beta2 * memory.s + (1.0 - self.beta2) * dtheta * dtheta
        u = np.maximum(memory.u, s)
        v_hat = v / (1.0 - self.beta1**t)  # both means began at zero: this makes up for it
        u_hat = u / (1.0 - self.beta2**t)
        return subtract(theta, learning_rate * v_hat / (np.sqrt(u_hat) + self.epsilon)), Memory(t, v=v, s=s, u=u)


@dataclass(frozen=True)
class RAdam(Adam):
    """Adam that does not divide by its mean of squares until enough gradients are in it to trust it."""

    name: ClassVar[str] = "radam"
    title: ClassVar[str] = "RAdam"
    formulas: ClassVar[tuple[str, ...]] = (
        *Adam.formulas[:2],
        r"\hat{v} = v / (1 - \beta_1^t), \quad \ell = \sqrt{1 - \beta_2^t} / (\sqrt{s} + \epsilon)",
        r"\rho_\infty = 2 / (1 - \beta_2) - 1, \quad \rho = \rho_\infty - 2 t \beta_2^t / (1 - \beta_2^t)",
        r"r = \sqrt{\frac{(\rho - 4) (\rho - 2) \rho_\infty}{(\rho_\infty - 4) (\rho_\infty - 2) \rho}}",
        r"a = \begin{cases} r\, \ell & \rho > 5 \\ 1 & \text{else} \end{cases}",
        r"\theta \leftarrow \theta - \eta\, a\, \hat{v}",
    )
    source: ClassVar[str] = "Liu et al. 2020, algorithm 2; epsilon, and 5 in place of 4, as in PyTorch"

    def step(self, theta: Array, dtheta: Array, memory: Memory, learning_rate: float | Array) -> tuple[Array, Memory]:
        """Update both means, correct them, and step: with the mean of squares once it is long enough."""
        assert memory.v is not None and memory.s is not None
        t = memory.t + 1
        v = self.beta1 * memory.v + (1.0 - self.beta1) * dtheta
        s = self.beta2 * memory.s + (1.0 - self.beta2) * dtheta * dtheta
        v_hat = v / (1.0 - self.beta1**t)  # both means began at zero: this makes up for it
        most = np.maximum(2.0 / (1.0 - self.beta2) - 1.0, 5.0)
        rho = most - 2.0 * t * self.beta2**t / (1.0 - self.beta2**t)  # how many gradients the mean of squares is worth
        long = np.maximum(rho, 5.0)
        r = np.sqrt((long - 4.0) * (long - 2.0) * most / ((most - 4.0) * (most - 2.0) * long))
        a = np.where(rho > 5.0, r * np.sqrt(1.0 - self.beta2**t) / (np.sqrt(s) + self.epsilon), 1.0)
        return subtract(theta, learning_rate * a * v_hat), Memory(t, v=v, s=s)
