"""The architecture of a small transformer on symbols: embedding, positions, blocks of attention and MLP, logits."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnviz.engine.activations import Activation, activation
from nnviz.engine.arrays import Array
from nnviz.engine.initializers import Initializer, initializer
from nnviz.engine.layers.attention.multi_head import Attention
from nnviz.engine.layers.attention.norms import LayerNorm, RMSNorm
from nnviz.engine.layers.attention.positions import LearnedPositions, SinusoidalPositions
from nnviz.engine.layers.attention.tied import Tied
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.embedding import Embedding
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.per_step import PerStep
from nnviz.engine.layers.residual import Residual
from nnviz.engine.limits import check_size
from nnviz.engine.network import Network
from nnviz.engine.parameters import check_flag, check_kind, check_name, is_whole
from nnviz.engine.randomness import drawn_for

POSITIONS = ("learned", "sinusoidal", "none")
"""How a token is told its place."""

NORMS = ("layer", "rms", "none")
"""What stands before attention, before each MLP and before the logits."""

LINEAR_GAIN = 1.0 / np.sqrt(3.0)
"""All matrices start uniformly within one over the root of their inputs, as those of `torch.nn.Linear` do.

That is a third of the variance of Glorot's rule: with so small first scores heads look at all tokens nearly alike, and
two layers find the induction of docs/experiments.md from each of twenty seeds; with Glorot's from nineteen.
"""

EMBEDDING_STD = 1.0
"""Standard deviation of the first embeddings and learned positions, as of `torch.nn.Embedding` (Paszke et al. 2019).

A table that makes the logits as well (`tied`) starts at one over the root of d instead: so its first logits are about
as large as those of a matrix of their own.
"""


@dataclass(frozen=True)
class TransformerArchitecture:
    """A transformer with its norms first (pre-norm), without weights.

    Radford et al. 2019, "Language models are unsupervised multitask learners", section 2.3; the norm in front of each
    part, so that the residual stream is a plain sum (Xiong et al. 2020, "On layer normalization in the transformer
    architecture").

    Attributes
    ----------
    symbols : int
        How many there are; X holds their numbers, shape (..., N, T).
    steps : int
        T.
    width : int
        d, the features of a token.
    blocks : int
        Layers of attention.
    heads : int
        Of each, sharing the d features.
    hidden : int
        Units of the MLP of each block; 0 leaves the MLPs out.
    causal, scaled : bool
        See `Attention`.
    positions : {'learned', 'sinusoidal', 'none'}
    norm : {'layer', 'rms', 'none'}
    gains : bool
        Whether the norms have learned gains (and biases).
    tied : bool
        Whether the logits use the table of the embedding (see `Tied`); else a dense layer without biases.
    activation : Activation
        Of the MLPs.
    start : Initializer
        Of all matrices; biases start at zero. Unless given, as PyTorch starts a linear layer.

    Raises
    ------
    ValueError
        If a number is no whole one of at least 1, a name is unknown, heads do not share d, or the network is too large.

    Examples
    --------
    >>> network = TransformerArchitecture(symbols=16, steps=24, width=32, blocks=2, gains=False).build(0)
    >>> network.n_parameters
    9984
    """

    symbols: int
    steps: int
    width: int = 32
    blocks: int = 1
    heads: int = 1
    hidden: int = 0
    causal: bool = True
    scaled: bool = True
    positions: str = "learned"
    norm: str = "layer"
    gains: bool = True
    tied: bool = False
    activation: Activation = field(default_factory=lambda: activation("relu"))
    start: Initializer = field(default_factory=lambda: initializer("lecun_uniform", gain=LINEAR_GAIN))

    def __post_init__(self) -> None:
        for name in ("symbols", "steps", "width", "blocks", "heads"):
            value = getattr(self, name)
            if not (is_whole(value) and value >= 1):
                raise ValueError(f"expected {name} as a whole number of at least 1, got {value!r}")
        if not (is_whole(self.hidden) and self.hidden >= 0):
            raise ValueError(f"expected hidden as a whole number of units, or 0 for no MLP, got {self.hidden!r}")
        if self.width % self.heads:
            fits = ", ".join(str(h) for h in range(1, self.width + 1) if self.width % h == 0)
            raise ValueError(f"expected heads that share {self.width} features evenly, one of {fits}, got {self.heads}")
        check_name(self.positions, POSITIONS, "positions")
        check_name(self.norm, NORMS, "a norm")
        for name in ("causal", "scaled", "gains", "tied"):
            check_flag(getattr(self, name), name)
        check_kind(self.activation, Activation, "activation", 'activation("relu")')
        check_kind(self.start, Initializer, "start", 'initializer("glorot_uniform")')
        self._check_size(1)

    def build(self, *seeds: int) -> Network:
        """Draw the weights: one network for one seed, an ensemble along a leading axis for several.

        Each part has its own stream of random numbers, so that architectures which differ in one agree in all others.

        Raises
        ------
        ValueError
            If no seed is given, or the networks are too large together.
        """
        self._check_size(len(seeds))
        draw = _Drawing(seeds, self.start)
        d, T = self.width, self.steps
        std = 1.0 / np.sqrt(d) if self.tied else EMBEDDING_STD
        inside: list[Layer[Any]] = [Embedding(draw.normal(0, self.symbols, d, std), T)]
        if self.positions == "learned":
            inside.append(LearnedPositions(draw.normal(1, T, d, std)))
        elif self.positions == "sinusoidal":
            inside.append(SinusoidalPositions(T, d))
        for block in range(self.blocks):
            inside += self._block(draw, 10 * (block + 1))
        inside += self._norm(draw)
        if self.tied:
            return Network((Tied(tuple(inside)),))
        head = Dense(draw.matrix(2, d, self.symbols), None, activation("identity"))
        return Network((*inside, PerStep(head, T)))

    def _block(self, draw: "_Drawing", stream: int) -> list[Layer[Any]]:
        d, T = self.width, self.steps
        W_Q, W_K, W_V, W_O = (draw.matrix(stream + k, d, d) for k in range(4))
        attention = Attention(W_Q, W_K, W_V, W_O, T, self.heads, self.causal, self.scaled)
        parts: list[Layer[Any]] = [Residual((*self._norm(draw), attention))]
        if self.hidden:
            up = Dense(draw.matrix(stream + 4, d, self.hidden), draw.zeros(self.hidden), self.activation)
            down = Dense(draw.matrix(stream + 5, self.hidden, d), draw.zeros(d), activation("identity"))
            parts.append(Residual((*self._norm(draw), PerStep(up, T), PerStep(down, T))))
        return parts

    def _norm(self, draw: "_Drawing") -> list[Layer[Any]]:
        if self.norm == "none":
            return []
        d, T = self.width, self.steps
        gamma = draw.zeros(d) + 1.0 if self.gains else None
        if self.norm == "rms":
            return [RMSNorm(d, T, gamma)]
        return [LayerNorm(d, T, gamma, draw.zeros(d) if self.gains else None)]

    def _check_size(self, networks: int) -> None:
        d = self.width
        check_size((d, d), networks * self.blocks * 4)
        if self.hidden:
            check_size((d, self.hidden, d), networks * self.blocks)
        check_size((self.symbols, d), networks)
        check_size((self.steps, d), networks)


@dataclass(frozen=True)
class _Drawing:
    """Draws parameters for some seeds; several are stacked along a leading axis."""

    seeds: tuple[int, ...]
    start: Initializer

    def matrix(self, stream: int, n_in: int, n_out: int) -> Array:
        (W,) = drawn_for(self.seeds, stream, lambda rng: self.start.sample(rng, n_in, n_out)[:1])
        return W

    def normal(self, stream: int, n_in: int, n_out: int, std: float) -> Array:
        (W,) = drawn_for(self.seeds, stream, lambda rng: (std * rng.standard_normal((n_in, n_out)),))
        return W

    def zeros(self, n: int) -> Array:
        return np.zeros((*((len(self.seeds),) if len(self.seeds) > 1 else ()), n))
