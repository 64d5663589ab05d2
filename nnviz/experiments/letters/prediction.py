"""What a letter model says: which letter it expects after a prefix, words that it writes, and what it depends on."""

import numpy as np

from nnviz.datasets import Letters
from nnviz.engine import Array, Network, with_steps
from nnviz.engine.layers.embedding import EmbeddingGradients
from nnviz.experiments.letters.sampling import Sampling


def logits_after(network: Network, letters: Letters, prefix: str) -> Array:
    """Return the logit of every symbol to follow a prefix, shape (n_symbols,).

    Parameters
    ----------
    network : Network
    letters : Letters
    prefix : str
        May be empty.

    Raises
    ------
    ValueError
        If a letter is unknown.
    """
    X = letters.numbers(prefix)
    A = with_steps(network, X.shape[1]).forward(X).A
    logits: Array = A[0, -1]
    return logits


def written(
    network: Network, letters: Letters, rng: np.random.Generator, prefix: str = "", sampling: Sampling | None = None
) -> str:
    """Return a word that the model writes, letter by letter, each drawn from its probabilities (free running).

    Ends with the end symbol, or at the length of the longest word.
    """
    word, sampling = prefix, sampling or Sampling()
    while len(word) < letters.steps - 1:
        P = sampling.drawn_from(sampling.probabilities(logits_after(network, letters, word)))
        symbol = int(rng.choice(len(P), p=P))
        if symbol == 0:
            break
        word += letters.symbols[symbol]
    return word


def connectivity(network: Network, letters: Letters, word: str, step: int, symbol: int | None = None) -> Array:
    """Return the norm of the derivative of a logit with respect to the row of every letter up to it.

    Madsen 2019, "Visualizing memorization in RNNs", Distill, doi:10.23915/distill.00016.

    Parameters
    ----------
    network : Network
        With an embedding first: the input of a step is the row that stands for its letter.
    letters : Letters
    word : str
    step : int
        From 0: the prediction after so many letters.
    symbol : int, optional
        Whose logit; that of the most probable symbol unless given.

    Returns
    -------
    ndarray, shape (step + 1,)
    """
    X = letters.numbers(word)
    if not 0 <= step < X.shape[1]:
        raise ValueError(f"expected a step from 0 to {X.shape[1] - 1}, got {step!r}")
    unrolled = with_steps(network, X.shape[1])
    trace = unrolled.forward(X)
    dA = np.zeros_like(trace.A)
    dA[0, step, int(trace.A[0, step].argmax()) if symbol is None else symbol] = 1.0
    rows = unrolled.backward(trace, dA).layers[0]
    if not isinstance(rows, EmbeddingGradients):
        raise ValueError("expected a network whose first layer is an embedding: a letter has no gradient, its row has")
    norms: Array = np.linalg.norm(rows.dA[0, : step + 1], axis=-1)
    return norms
