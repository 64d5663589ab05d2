"""Two accuracies: of each symbol where all before it are given, and of whole sequences that a network goes on with."""

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets import Continuations
from nnviz.engine import Array, Network
from nnviz.experiments.attending.layers import attention_layers


def symbol_accuracy(A: Array, data: Continuations) -> Array:
    """Return how many of the predicted symbols are right while the true ones are read (teacher forcing), shape (...).

    Parameters
    ----------
    A : ndarray, shape (..., N, T, symbols)
        Logits.
    data : Continuations
    """
    right: Array = (A.argmax(-1) == data.targets)[..., data.counted].mean(-1)
    return right


def continued(network: Network, data: Continuations) -> NDArray[np.intp]:
    """Return the sequences as a network goes on with what is given, each time by its most probable symbol.

    It reads its own symbols, not the true ones (free running). Places that have not been reached hold the first symbol
    of the alphabet: a causal network does not see them.

    Returns
    -------
    ndarray of int, shape (..., N, T + 1)
        The given symbols, then the network's own.
    """
    said = np.zeros((*ensemble_of(network), *data.numbers.shape), np.intp)
    said[..., : data.given] = data.numbers[:, : data.given]
    for step in range(data.given, data.steps + 1):
        A = network.forward(said[..., :-1].astype(np.float64)).A
        said[..., step] = A[..., step - 1, :].argmax(-1)
    return said


def whole_accuracy(network: Network, data: Continuations, A: Array | None = None) -> Array:
    """Return how many sequences a network that runs freely continues without a single fault, shape (...).

    A causal network that has made no fault has read the true symbols so far: so it runs freely without a fault where it
    makes none while the true ones are read, and one forward pass tells. Any other network is let run.

    Parameters
    ----------
    network : Network
    data : Continuations
    A : ndarray, optional
        Its logits for these sequences, if they are known.
    """
    if is_causal(network):
        logits = network.forward(data.X).A if A is None else A
        whole: Array = ((logits.argmax(-1) == data.targets) | ~data.counted).all(-1).mean(-1)
        return whole
    right: Array = (continued(network, data) == data.numbers).all(-1).mean(-1)
    return right


def is_causal(network: Network) -> bool:
    """Return whether no token of a network sees a later one."""
    return all(inner.causal for inner in attention_layers(network))


def ensemble_of(network: Network) -> tuple[int, ...]:
    """Return the leading axes of the weights of a network: none, or one that counts its seeds."""
    return network.theta.shape[:-1]
