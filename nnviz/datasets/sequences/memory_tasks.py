"""Tasks of memory: what stood at the beginning, a few steps ago, or everything, forwards or backwards."""

import numpy as np

from nnviz.datasets.sequences.record import Sequences, one_hot_symbols

LETTERS = "ABCDEFGHIJ"


def first_symbol(rng: np.random.Generator, samples: int, steps: int, symbols: int) -> Sequences:
    """Return random symbols; the class of a sequence is its first one, whatever comes after.

    The shortest form of the question how long a network can remember (Hochreiter and Schmidhuber 1997, experiment 2).
    """
    numbers = rng.integers(0, symbols, (samples, steps))
    return Sequences(
        "first-symbol",
        "First symbol",
        "classes",
        one_hot_symbols(numbers, symbols),
        one_hot_symbols(numbers[:, 0], symbols),
        tuple(LETTERS[:symbols]),
        tuple(LETTERS[:symbols]),
        "after Hochreiter and Schmidhuber 1997, Long short-term memory, experiment 2",
    )


def echo(rng: np.random.Generator, samples: int, steps: int, symbols: int, delay: int) -> Sequences:
    """Return random symbols; the target of each step is the symbol that stood ``delay`` steps before."""
    if delay >= steps:
        raise ValueError(f"delay must be below the number of steps, {steps}, but {delay} was given; nothing would echo")
    numbers = rng.integers(0, symbols, (samples, steps))
    X = one_hot_symbols(numbers, symbols)
    Y = np.full_like(X, np.nan)
    Y[:, delay:] = X[:, : steps - delay]
    names = tuple(LETTERS[:symbols])
    return Sequences("echo", f"Echo after {delay} steps", "classes", X, Y, names, names)


def copy(rng: np.random.Generator, samples: int, steps: int, symbols: int, gap: int) -> Sequences:
    """Return ``steps`` symbols, a gap, and a mark; from the mark on the symbols are to be said in their order.

    Hochreiter and Schmidhuber 1997; in this form Arjovsky, Shah and Bengio 2016, "Unitary evolution recurrent neural
    networks", section 4.1. A sequence has 2 ``steps`` + ``gap`` steps; before the mark there is no target.
    """
    return _repeat(rng, samples, steps, symbols, gap, "copy", "Copy")


def reverse(rng: np.random.Generator, samples: int, steps: int, symbols: int, gap: int) -> Sequences:
    """Return the same as `copy`; the symbols are to be said backwards, the last one first."""
    return _repeat(rng, samples, steps, symbols, gap, "reverse", "Reverse")


def _repeat(
    rng: np.random.Generator, samples: int, steps: int, symbols: int, gap: int, name: str, title: str
) -> Sequences:
    numbers = rng.integers(0, symbols, (samples, steps))
    blank, mark = symbols, symbols + 1
    inputs = np.full((samples, 2 * steps + gap), blank)
    inputs[:, :steps] = numbers
    inputs[:, steps + gap] = mark
    Y = np.full((*inputs.shape, symbols), np.nan)
    Y[:, steps + gap :] = one_hot_symbols(numbers if name == "copy" else numbers[:, ::-1], symbols)
    names = tuple(LETTERS[:symbols])
    X = one_hot_symbols(inputs, symbols + 2)
    source = "after Arjovsky, Shah and Bengio 2016, Unitary evolution recurrent neural networks, section 4.1"
    return Sequences(name, title, "classes", X, Y, (*names, "blank", "mark"), names, source)
