"""How much logits depend on the symbols that were read: the norm of a derivative with respect to an embedding."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Network
from nnviz.engine.layers.embedding import EmbeddingGradients


def dependence(
    network: Network, X: Array, steps: Sequence[int] | NDArray[np.intp], symbols: Sequence[int] | NDArray[np.intp]
) -> Array:
    """Return the norm of the derivative of some logits with respect to the embedding of every place.

    A symbol has no derivative, since between two symbols there is nothing; the row that stands for it has.

    Parameters
    ----------
    network : Network
        Its first layer is an embedding.
    X : ndarray, shape (1, T)
        Numbers of symbols.
    steps, symbols : sequence of int, of one length K
        The step of each logit, and whose logit it is.

    Returns
    -------
    ndarray, shape (K, T)

    Raises
    ------
    ValueError
        If the first layer is no embedding.
    """
    logits = np.arange(len(steps))
    trace = network.forward(np.repeat(X, len(logits), axis=0))  # a copy of the sequence for each logit
    dA = np.zeros_like(trace.A)
    dA[logits, steps, symbols] = 1.0
    rows = network.backward(trace, dA).layers[0]
    if not isinstance(rows, EmbeddingGradients):
        raise ValueError("expected a network whose first layer is an embedding, got another; begin with Embedding")
    norms: Array = np.linalg.norm(rows.dA, axis=-1)
    return norms
