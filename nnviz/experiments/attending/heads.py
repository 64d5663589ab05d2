"""What heads look at: their weights and the gradients on them, and whether they look where a task asks for."""

from typing import NamedTuple

import numpy as np

from nnviz.datasets import Continuations
from nnviz.engine import Array, Attention, AttentionGradients, AttentionTrace, Batch, Network, Residual
from nnviz.experiments.attending.recipe import LOSS


class Maps(NamedTuple):
    """Of some sequences, by block and head.

    Attributes
    ----------
    P : ndarray, shape (..., N, blocks, heads, T, T)
        Attention weights: how much of each token's mixture comes from which token; every row sums to 1.
    dP : ndarray, of the same shape
        The gradient of the mean loss of these sequences with respect to them.
    A : ndarray, shape (..., N, T, symbols)
        Logits.
    """

    P: Array
    dP: Array
    A: Array


def attention_places(network: Network) -> list[tuple[int, int]]:
    """Return where the attention of each block stands: the layer of the network, and its place inside that."""
    return [
        (i, j)
        for i, layer in enumerate(network.layers)
        if isinstance(layer, Residual)
        for j, inner in enumerate(layer.layers)
        if isinstance(inner, Attention)
    ]


def weights(network: Network, data: Continuations) -> Array:
    """Return the attention weights alone, shape (..., N, blocks, heads, T, T)."""
    trace = network.forward(data.X)
    found = []
    for i, j in attention_places(network):
        inner = trace.layers[i].layers[j]  # type: ignore[attr-defined]
        assert isinstance(inner, AttentionTrace)
        found.append(inner.P)
    return np.stack(found, -4)


def maps(network: Network, data: Continuations) -> Maps:
    """Return attention weights, the gradients on them, and logits: one forward and one backward pass."""
    batch = Batch(data.X, data.Y)
    trace = network.forward(batch.X)
    gradients = network.backward(trace, LOSS.backward(LOSS.forward(trace.A, batch.Y)))
    P, dP = [], []
    for i, j in attention_places(network):
        inner, back = trace.layers[i].layers[j], gradients.layers[i].layers[j]  # type: ignore[attr-defined]
        assert isinstance(inner, AttentionTrace) and isinstance(back, AttentionGradients)
        P.append(inner.P)
        dP.append(back.dP)
    return Maps(np.stack(P, -4), np.stack(dP, -4), trace.A)
