"""What heads look at: their weights and the gradients on them, and whether they look where a task asks for."""

from typing import Any, NamedTuple

import numpy as np

from nnviz.datasets import Continuations
from nnviz.engine import Array, AttentionGradients, AttentionTrace, Batch, Network, Trace
from nnviz.experiments.attending.layers import attention_places
from nnviz.experiments.attending.recipe import LOSS

Mask = np.ndarray[Any, np.dtype[np.bool_]]


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


def weights(network: Network, trace: Trace) -> Array:
    """Return the attention weights of a forward pass, shape (..., N, blocks, heads, T, T)."""
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
    found = []
    for i, j in attention_places(network):
        back = gradients.layers[i].layers[j]  # type: ignore[attr-defined]
        assert isinstance(back, AttentionGradients)
        found.append(back.dP)
    return Maps(weights(network, trace), np.stack(found, -4), trace.A)


def previous_scores(P: Array, data: Continuations) -> Array:
    """Return how much of its attention each token pays to the one before it, on average, shape (..., blocks, heads).

    A head with a score near 1 is a previous-token head (Elhage et al. 2021, "A mathematical framework for transformer
    circuits"): it writes into each token what stood before it. Only the tokens from the second on count that are read
    before anything is to be predicted: of `induction` the first time through the pattern, where later tokens look it
    up. What heads do after that need not be the same.

    Parameters
    ----------
    P : ndarray, shape (..., N, blocks, heads, T, T)
    data : Continuations
    """
    T = data.steps
    counted = ~data.counted[:, 1:]
    before = P[..., np.arange(1, T), np.arange(T - 1)]  # (..., N, blocks, heads, T - 1)
    found: Array = (before * counted[:, None, None]).sum((-4, -1)) / counted.sum()
    return found


def induction_scores(P: Array, data: Continuations) -> Array:
    """Return how much attention goes to what followed the same symbol earlier, on average, shape (..., blocks, heads).

    Olsson et al. 2022, "In-context learning and induction heads": a head with a score near 1 looks at the token that
    came after the last times that the symbol of now was read. Only symbols that have been read before count.

    Parameters
    ----------
    P : ndarray, shape (..., N, blocks, heads, T, T)
    data : Continuations
    """
    where = followers(data)
    share = (P * where[:, None, None]).sum(-1)  # (..., N, blocks, heads, T)
    counted = np.asarray(where.any(-1))
    found: Array = (share * counted[:, None, None]).sum((-4, -1)) / counted.sum()
    return found


def followers(data: Continuations) -> Mask:
    """Return which tokens followed an earlier place of the symbol of each token, shape (N, T, T).

    Entry [t, s] is true where token s - 1 is the same symbol as token t, and s is not after t.
    """
    read = data.numbers[:, :-1]
    same = np.zeros((len(read), data.steps, data.steps), np.bool_)
    same[:, :, 1:] = read[:, :, None] == read[:, None, :-1]
    return np.tril(same)


def uniform_scores(data: Continuations) -> tuple[float, float]:
    """Return both scores of a causal head that looks at all tokens alike."""
    T = data.steps
    P = np.tril(np.ones((T, T))) / np.arange(1, T + 1)[:, None]
    P = np.broadcast_to(P, (len(data.numbers), 1, 1, T, T))
    return float(previous_scores(P, data)[0, 0]), float(induction_scores(P, data)[0, 0])
