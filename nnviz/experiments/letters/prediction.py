"""What a letter model says: which letter it expects after a prefix, words that it writes, and what it depends on."""

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets import Letters
from nnviz.engine import Array, Network, with_steps
from nnviz.experiments.letters.dependence import dependence
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


def written_together(
    network: Network, letters: Letters, rng: np.random.Generator, prefix: str, sampling: Sampling, words: int
) -> NDArray[np.intp]:
    """Return some words that the model writes at once, as numbers of symbols; -1 from the end of a word on.

    Parameters
    ----------
    network : Network
        For the longest word; what it says of a letter must not depend on later ones.
    letters : Letters
    rng : numpy.random.Generator
    prefix : str
    sampling : Sampling
    words : int

    Returns
    -------
    ndarray of int, shape (words, steps - 1)
        The letters of the prefix among them.
    """
    given, last = letters.numbers(prefix), letters.steps - 1
    read = np.zeros((words, letters.steps))
    read[:, : given.shape[1]] = given
    ended = np.zeros(words, np.bool_)
    numbers = np.full((words, last), -1)
    numbers[:, : len(prefix)] = given[0, 1:]
    for step in range(len(prefix), last):
        logits = network.forward(read).A[:, step]
        P = np.array([sampling.drawn_from(sampling.probabilities(one)) for one in logits])
        drawn = (P.cumsum(-1) <= rng.random((words, 1))).sum(-1).clip(max=P.shape[1] - 1)
        ended |= drawn == 0
        if ended.all():
            break
        numbers[~ended, step] = read[~ended, step + 1] = drawn[~ended]
    return numbers


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
    chosen = int(unrolled.forward(X).A[0, step].argmax()) if symbol is None else symbol
    norms: Array = dependence(unrolled, X, [step], [chosen])[0, : step + 1]
    return norms
