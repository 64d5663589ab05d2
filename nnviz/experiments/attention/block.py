"""A pre-norm block on one short sequence: X + attention(norm(X)), forward and back, every tensor of both passes."""

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from nnviz.engine import (
    Array,
    Attention,
    LayerNorm,
    Loss,
    LossTrace,
    Network,
    PerStepLoss,
    Purpose,
    Residual,
    Trace,
    generator,
    initializer,
    loss,
)
from nnviz.engine.layers.attention.multi_head import AttentionGradients, AttentionTrace
from nnviz.engine.layers.attention.norms import LayerNormGradients, LayerNormTrace
from nnviz.engine.layers.residual import ResidualGradients, ResidualTrace
from nnviz.engine.network import Gradients
from nnviz.experiments.attention.backward_settings import WIDTH, BackwardFields
from nnviz.experiments.inspection import Step

BY_HEAD = ("S", "P", "dS", "dP")
"""Matrices of which each head has its own; of all others the heads stand side by side."""


@dataclass(frozen=True, eq=False)
class BlockPass:
    """One pass through a block and back; the targets are drawn, half the squared error is the loss of a token.

    Attributes
    ----------
    network : Network
        One residual connection around a layer norm and attention.
    loss : Loss
    X, Y : ndarray, shape (1, T, d)
    trace : Trace
    outcome : LossTrace
    gradients : Gradients
    """

    network: Network
    loss: Loss
    X: Array
    Y: Array
    trace: Trace
    outcome: LossTrace
    gradients: Gradients

    @property
    def block(self) -> Residual:
        """The only layer."""
        layer = self.network.layers[0]
        assert isinstance(layer, Residual)
        return layer

    @property
    def layer(self) -> Attention:
        """Attention, inside it."""
        layer = self.block.layers[1]
        assert isinstance(layer, Attention)
        return layer

    @property
    def norm_layer(self) -> LayerNorm:
        """The norm in front of it."""
        layer = self.block.layers[0]
        assert isinstance(layer, LayerNorm)
        return layer

    @property
    def norm(self) -> LayerNormTrace:
        """The norm's tensors of the forward pass."""
        found = self._traces[0]
        assert isinstance(found, LayerNormTrace)
        return found

    @property
    def attention(self) -> AttentionTrace:
        """Attention's tensors of the forward pass."""
        found = self._traces[1]
        assert isinstance(found, AttentionTrace)
        return found

    @property
    def norm_back(self) -> LayerNormGradients:
        """The norm's tensors of the backward pass."""
        found = self._back.layers[0]
        assert isinstance(found, LayerNormGradients)
        return found

    @property
    def attention_back(self) -> AttentionGradients:
        """Attention's tensors of the backward pass."""
        found = self._back.layers[1]
        assert isinstance(found, AttentionGradients)
        return found

    @property
    def _traces(self) -> tuple[object, ...]:
        found = self.trace.layers[0]
        assert isinstance(found, ResidualTrace)
        return found.layers

    @property
    def _back(self) -> ResidualGradients:
        found = self.gradients.layers[0]
        assert isinstance(found, ResidualGradients)
        return found

    @property
    def step(self) -> Step:
        """The same pass as the inspector takes it."""
        return Step(None, self.trace, self.outcome, self.gradients, known=self.network)

    @property
    def heads(self) -> int:
        """How many there are."""
        return self.layer.heads

    @cached_property
    def tensors(self) -> MappingProxyType[str, Array]:
        """Every tensor by its letter: those of `BY_HEAD` of shape (heads, T, T), all others matrices.

        Q, K, V, O and their gradients have the heads side by side, (T, d); dH_Q, dH_K and dH_V are the three ways back
        to H, and dX_Q, dX_K and dX_V each of them through the norm, which is linear on the way back.
        """
        norm, attention, back = self.norm, self.attention, self.attention_back
        layer = self.layer
        assert self.norm_back.dX is not None and self._back.dX is not None
        found = {
            "X": norm.X[0],
            "U": norm.U[0],
            "H": norm.A[0],
            **{name: beside(getattr(attention, name)) for name in ("Q", "K", "V")},
            **{name: getattr(attention, name)[0] for name in ("S", "P")},
            "O": beside(attention.O),
            "F": attention.A[0],
            "A": self.trace.A[0],
            "dA": self._back.dA[0],
            "dF": back.dA[0],
            **{name: beside(getattr(back, name)) for name in ("dO", "dQ", "dK", "dV")},
            **{name: getattr(back, name)[0] for name in ("dP", "dS")},
            **{f"dH_{way}": getattr(back, f"dX_{way}")[0] for way in "QKV"},
            "dH": self.norm_back.dA[0],
            **{f"dX_{way}": self._through_norm(getattr(back, f"dX_{way}")) for way in "QKV"},
            "dN": self.norm_back.dX[0],
            "dX": self._back.dX[0],
            **{name: getattr(layer, name) for name in layer.parameter_names},
            **{f"d{name}": getattr(back, f"d{name}") for name in layer.parameter_names},
            **{name: np.atleast_2d(getattr(self.norm_layer, name)) for name in ("gamma", "beta")},
            **{f"d{name}": np.atleast_2d(getattr(self.norm_back, f"d{name}")) for name in ("gamma", "beta")},
        }
        return MappingProxyType(found)

    def _through_norm(self, dH: Array) -> Array:
        dX = self.norm_layer.backward(self.norm, dH).dX
        assert dX is not None
        found: Array = dX[0]
        return found

    def matrix(self, name: str, head: int = 0) -> Array:
        """Return one tensor as a matrix, of one head where each has its own.

        Parameters
        ----------
        name : str
        head : int
            From 0.
        """
        found = self.tensors[name]
        return found[min(head, self.heads - 1)] if name in BY_HEAD else found


def beside(V: Array) -> Array:
    """Return a tensor of one sample, (1, heads, T, d_k), with its heads side by side, (T, d)."""
    found: Array = V[0].swapaxes(0, 1).reshape(V.shape[-2], -1)
    return found


def block_pass(settings: BackwardFields) -> BlockPass:
    """Draw a block, a sequence and its targets, and run both passes.

    The norm has drawn gains and biases, so that a mistake in their gradients is seen; its epsilon is 0, so that what
    holds of its gradient holds to the last digits.

    Parameters
    ----------
    settings : BackwardFields
    """
    rng = generator(settings.block_seed, Purpose.WEIGHTS)
    T, d = settings.block_tokens, WIDTH
    start = initializer("glorot_uniform")
    W_Q, W_K, W_V, W_O = (start.sample(rng, d, d)[0] for _ in range(4))
    gamma, beta = 1.0 + 0.3 * rng.standard_normal(d), 0.3 * rng.standard_normal(d)
    data = generator(settings.block_seed, Purpose.DATA)
    X, Y = data.standard_normal((2, 1, T, d))
    attention = Attention(W_Q, W_K, W_V, W_O, T, settings.block_heads, settings.block_causal)
    network = Network((Residual((LayerNorm(d, T, gamma, beta, eps=0.0), attention)),))
    measure = PerStepLoss(loss("half_squared_error"))
    trace = network.forward(X)
    outcome = measure.forward(trace.A, Y)
    return BlockPass(network, measure, X, Y, trace, outcome, network.backward(trace, measure.backward(outcome)))
