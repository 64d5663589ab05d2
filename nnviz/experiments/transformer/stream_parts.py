"""The residual stream as a sum: what each part of a transformer adds to it, and what follows where one is replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from nnviz.engine import Array, Attention, Embedding, LayerNorm, LearnedPositions, Network, PerStep, Residual
from nnviz.engine.layers.attention.norms import LayerNormTrace
from nnviz.engine.layers.attention.positions import SinusoidalPositions

NOTHING: Mapping[int, Array] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Stream:
    """One forward pass, taken apart.

    Attributes
    ----------
    titles : tuple of str
        Of the parts: the embedding, the positions, each head and MLP.
    parts : ndarray, shape (parts, N, T, d)
        What each adds; their sum is the stream before the last norm.
    sigma : ndarray, shape (N, T, 1)
        What the last norm divides by.
    W : ndarray, shape (d, symbols)
        Of the logits.
    A : ndarray, shape (N, T, symbols)
        Logits.
    """

    titles: tuple[str, ...]
    parts: Array = field(repr=False)
    sigma: Array = field(repr=False)
    W: Array = field(repr=False)
    A: Array = field(repr=False)

    @property
    def contributions(self) -> Array:
        """What each part adds to every logit directly, shape (parts, N, T, symbols).

        With sigma frozen the last norm is linear: it subtracts a token's mean and divides by sigma. So the logits are
        the sum of these.
        """
        centred = self.parts - self.parts.mean(-1, keepdims=True)
        found: Array = centred / self.sigma @ self.W
        return found


def titles_of(network: Network) -> tuple[str, ...]:
    """Return the names of the parts."""
    blocks = sum(isinstance(layer, Residual) and _is_attention(layer) for layer in network.layers)
    found, block = [], 0
    for layer in network.layers[:-2]:
        if isinstance(layer, Embedding):
            found.append("embedding")
        elif isinstance(layer, Residual):
            block += _is_attention(layer)
            where = f"block {block}, " if blocks > 1 else ""
            inner = layer.layers[-1]
            heads = inner.heads if isinstance(inner, Attention) else 0
            found += [f"{where}head {k + 1}" for k in range(heads)] or [f"{where}MLP"]
        else:
            found.append("position")
    return tuple(found)


def _is_attention(layer: Residual) -> bool:
    return isinstance(layer.layers[-1], Attention)


def stream(network: Network, X: Array, replaced: Mapping[int, Array] = NOTHING) -> Stream:
    """Run a network forward part by part.

    Parameters
    ----------
    network : Network
        A transformer with its norms first and without gains; see `TransformerArchitecture`.
    X : ndarray, shape (N, T)
        Numbers of symbols.
    replaced : mapping of int to ndarray
        By the number of a part, what it adds instead: of shape (N, T, d) or one that fits. All that comes after it
        reads the changed stream.

    Raises
    ------
    ValueError
        If it is no such network.
    """
    *body, norm, head = network.layers
    if not (isinstance(norm, LayerNorm) and norm.gamma is None and isinstance(head, PerStep)):
        raise ValueError('expected a transformer with norm="layer", gains=False, tied=False, got another network')
    parts: list[Array] = []
    x = np.zeros((*X.shape, norm.width))
    for layer in body:
        for part in _added(layer, X, x):
            parts.append(np.broadcast_to(replaced.get(len(parts), part), part.shape))
        x = np.sum(parts, axis=0)
    trace = norm.forward(x)
    assert isinstance(trace, LayerNormTrace)
    return Stream(titles_of(network), np.array(parts), trace.sigma, head.W, head.forward(trace.A).A)


def _added(layer: Any, X: Array, x: Array) -> list[Array]:
    """Return what a layer adds to the stream x: one array, or one for each head."""
    if isinstance(layer, Embedding):
        return [layer.forward(X).A]
    if isinstance(layer, LearnedPositions | SinusoidalPositions):
        return [layer.forward(np.zeros_like(x)).A]
    assert isinstance(layer, Residual)
    *before, last = layer.layers
    for inner in before:
        x = inner.forward(x).A
    if not isinstance(last, Attention):
        return [last.forward(x).A]
    O = last.forward(x).O  # noqa: E741 - (N, heads, T, d_k), the letter of the engine
    W_O = last.W_O.reshape(last.heads, last.head_width, -1)  # the rows of each head
    return list(np.moveaxis(O @ W_O, -3, 0))
