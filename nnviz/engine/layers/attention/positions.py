"""Positions: attention treats a sequence as a set, so a vector that tells the place is added to every token."""

from typing import ClassVar

import numpy as np

from nnviz.engine.arrays import Array, finite
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.parameters import is_whole
from nnviz.engine.tensors import inline, record, tensor

_TOKENS = ("sample", "step", "feature")


@record
class LearnedPositions(Layer["PositionsTrace"]):
    """``A = X + W``: each place of the sequence has a vector of its own, which is learned.

    Attributes
    ----------
    W : ndarray, shape (..., T, d)

    Raises
    ------
    ValueError
        If W is no matrix of finite numbers.
    """

    W: Array = tensor("W", r"W \leftarrow W - \eta\, \mathrm{d}W", axes=("step", "feature"))

    penalised: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        self.__dict__.update(W=finite(self.W, "W"))
        if self.W.ndim < 2:
            raise ValueError(f"expected W of shape (..., T, d), a row for each step, got {self.W.shape}")
        shape = (int(self.W.shape[-2]), int(self.W.shape[-1]))
        self.__dict__.update(in_shape=shape, out_shape=shape)

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The vectors."""
        return ("W",)

    @property
    def ensemble(self) -> tuple[int, ...]:
        """The leading axes of W."""
        return self.W.shape[:-2]

    def with_parameters(self, *arrays: Array) -> "LearnedPositions":
        """Return the layer with other vectors; nothing is checked again."""
        layer = object.__new__(LearnedPositions)
        layer.__dict__.update(self.__dict__, W=arrays[0])
        return layer

    def with_steps(self, steps: int) -> "LearnedPositions":
        """Return the layer for shorter sequences.

        Raises
        ------
        ValueError
            If they are longer: those places have learned no vector.
        """
        if steps > self.W.shape[-2]:
            raise ValueError(f"expected at most {self.W.shape[-2]} steps, for which there are positions, got {steps}")
        return LearnedPositions(self.W[..., :steps, :])

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "PositionsTrace":
        """Add the vector of its place to each token."""
        W = self.W
        A = X + W[..., None, :, :]
        return PositionsTrace(X, self, A)

    def backward(self, trace: "PositionsTrace", dA: Array, need_dX: bool = True) -> "PositionsGradients":
        """Pass the gradient on; a place's vector was added in every sample, so dW sums over samples."""
        dW = dA.sum(-3)
        dX = dA if need_dX else None
        return PositionsGradients(dA, dW, dX)


@record
class PositionsTrace(LayerTrace):
    """Tokens without and with their places."""

    X: Array = tensor("X", r"X", axes=_TOKENS)
    layer: LearnedPositions = inline()
    A: Array = tensor("A", r"a_t = x_t + w_t", axes=_TOKENS, computed_by="LearnedPositions.forward")


@record
class PositionsGradients(LayerGradients):
    """The gradients of tokens and places."""

    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A = \partial L / \partial A", axes=_TOKENS)
    dW: Array = tensor(
        r"\mathrm{d}W",
        r"\mathrm{d}w_t = \sum_i \mathrm{d}a_{it}",
        axes=("step", "feature"),
        computed_by="LearnedPositions.backward",
    )
    dX: Array | None = tensor(
        r"\mathrm{d}X", r"\mathrm{d}X = \mathrm{d}A", axes=_TOKENS, computed_by="LearnedPositions.backward"
    )


@record
class SinusoidalPositions(Layer["SinusoidalTrace"]):
    """``A = X + R``: sines and cosines of the place, in wavelengths from 2 pi to 10000 times that; nothing is learned.

    Vaswani et al. 2017, "Attention is all you need", section 3.5.

    Attributes
    ----------
    steps, width : int
        T and d.

    Raises
    ------
    ValueError
        If one is no whole number of at least 1.
    """

    steps: int
    width: int

    def __post_init__(self) -> None:
        for name, value in (("steps", self.steps), ("width", self.width)):
            if not (is_whole(value) and value >= 1):
                raise ValueError(f"expected {name} as a whole number of at least 1, got {value!r}")
        shape = (self.steps, self.width)
        self.__dict__.update(in_shape=shape, out_shape=shape)

    def with_steps(self, steps: int) -> "SinusoidalPositions":
        """Return the layer for sequences of another length."""
        return SinusoidalPositions(steps, self.width)

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "SinusoidalTrace":
        """Add the waves."""
        R = sinusoids(self.steps, self.width)
        A = X + R
        return SinusoidalTrace(X, R, A)

    def backward(self, trace: "SinusoidalTrace", dA: Array, need_dX: bool = True) -> "SinusoidalGradients":
        """Pass the gradient on: the waves are constants."""
        dX = dA if need_dX else None
        return SinusoidalGradients(dA, dX)


def sinusoids(steps: int, width: int) -> Array:
    """Return ``R[t, 2 i] = sin(t / 10000^(2 i / d))`` and ``R[t, 2 i + 1]`` the cosine, shape (T, d)."""
    pair = 2 * (np.arange(width) // 2) / width
    angle = np.arange(steps)[:, None] / 10000.0**pair
    return np.where(np.arange(width) % 2 == 0, np.sin(angle), np.cos(angle))


@record
class SinusoidalTrace(LayerTrace):
    """Tokens, waves and their sum."""

    X: Array = tensor("X", r"X", axes=_TOKENS)
    R: Array = tensor(
        "R",
        r"r_{t,2i} = \sin(t / 10000^{2i/d}),\; r_{t,2i+1} = \cos(t / 10000^{2i/d})",
        axes=("step", "feature"),
        computed_by="SinusoidalPositions.forward",
    )
    A: Array = tensor("A", r"a_t = x_t + r_t", axes=_TOKENS, computed_by="SinusoidalPositions.forward")


@record
class SinusoidalGradients(LayerGradients):
    """The gradient, which passes unchanged."""

    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A = \partial L / \partial A", axes=_TOKENS)
    dX: Array | None = tensor(
        r"\mathrm{d}X", r"\mathrm{d}X = \mathrm{d}A", axes=_TOKENS, computed_by="SinusoidalPositions.backward"
    )
