"""Sequences of symbols to be continued: a part is given, and each next symbol is predicted from all before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.parameters import DATA_STREAM, as_generator, checked_count
from nnviz.datasets.sequences.record import one_hot_symbols
from nnviz.engine.arrays import Array

LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
SYMBOLS_LIMITS = (2, len(LETTERS))
LENGTH_LIMITS = (1, 40)
SAMPLES_LIMITS = (1, 20_000)
PERIODS = (4, 12)
"""The shortest and the longest pattern of `induction`, unless another is asked for."""

_Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Continuations:
    """Sequences of symbols, all of one length, and which of them are to be predicted.

    A network reads the symbols 0 to T - 1 and predicts at each the one that follows, 1 to T (next-symbol prediction,
    as in a language model).

    Attributes
    ----------
    numbers : ndarray of int, shape (N, T + 1)
        The number of every symbol.
    counted : ndarray of bool, shape (N, T)
        Which predictions have a target. Those of a part that is given cannot be known.
    symbols : tuple of str
        A name for each.
    given : int
        So many symbols are given, before a network that runs freely has to go on by itself.
    """

    numbers: _Numbers
    counted: NDArray[np.bool_]
    symbols: tuple[str, ...]
    given: int

    @property
    def steps(self) -> int:
        """T, the symbols that are read."""
        return int(self.counted.shape[1])

    @property
    def X(self) -> Array:
        """The numbers of the symbols that are read, shape (N, T)."""
        return self.numbers[:, :-1].astype(np.float64)

    @property
    def targets(self) -> _Numbers:
        """The number of the symbol that follows each, shape (N, T)."""
        return self.numbers[:, 1:]

    @property
    def Y(self) -> Array:
        """The targets one-hot, shape (N, T, symbols), with rows of NaN where none is asked for."""
        Y = one_hot_symbols(self.targets, len(self.symbols))
        Y[~self.counted] = np.nan
        return Y

    def take(self, rows: slice) -> "Continuations":
        """Return some of the sequences."""
        return Continuations(self.numbers[rows], self.counted[rows], self.symbols, self.given)


@dataclass(frozen=True, kw_only=True)
class ContinuationInfo:
    """What is known of a task before it is drawn.

    Attributes
    ----------
    name, title : str
    length, symbols : int
        Of the part that is given, or of the whole sequence that `induction` reads; where nothing else is asked for.
    description : str
        A sentence for a student.
    """

    name: str
    title: str
    length: int
    symbols: int
    description: str
    answer: Callable[[_Numbers], _Numbers] | None = field(default=None, repr=False)


def _sorted(numbers: _Numbers) -> _Numbers:
    return np.sort(numbers, axis=-1)


_ALL = (
    ContinuationInfo(
        name="copy",
        title="Copy",
        length=6,
        symbols=8,
        description="Say the symbols once more, in their order.",
        answer=lambda numbers: numbers,
    ),
    ContinuationInfo(
        name="reverse",
        title="Reverse",
        length=6,
        symbols=8,
        description="Say the symbols backwards: the last one first.",
        answer=lambda numbers: numbers[:, ::-1],
    ),
    ContinuationInfo(
        name="sort",
        title="Sort",
        length=6,
        symbols=8,
        description="Say the symbols in the order of the alphabet; one that occurs twice is said twice.",
        answer=_sorted,
    ),
    ContinuationInfo(
        name="induction",
        title="Induction",
        length=24,
        symbols=16,
        description="A pattern of different symbols repeats; its length is another one in every sequence.",
    ),
)

CONTINUATIONS: Mapping[str, ContinuationInfo] = MappingProxyType({info.name: info for info in _ALL})
"""Every task of continuing a sequence, by its name."""


def continuations(
    name: str,
    *,
    rng: np.random.Generator | int = 0,
    samples: int = 256,
    length: int | None = None,
    symbols: int | None = None,
    period: int | None = None,
) -> Continuations:
    """Draw a task by its name.

    Parameters
    ----------
    name : str
        One of `CONTINUATIONS`.
    rng : numpy.random.Generator or int
        Where the random numbers come from; a whole number is a seed.
    samples : int
        Number of sequences, 1 to 20 000.
    length : int, optional
        Symbols that are given, 1 to 40: a sequence of `copy` has twice as many. Of `induction` T itself, from 13 on.
    symbols : int, optional
        How many different ones there are, 2 to 26; of `induction` at least 12.
    period : int, optional
        Of `induction`: the length of every pattern, 4 to 12, instead of another one in every sequence.

    Raises
    ------
    ValueError
        For an unknown name, or a number out of its limits.

    Examples
    --------
    >>> data = continuations("reverse", rng=0, samples=1, length=3, symbols=4)
    >>> data.numbers.tolist(), data.counted.tolist()
    ([[1, 3, 2, 2, 3, 1]], [[False, False, True, True, True]])
    """
    if name not in tuple(CONTINUATIONS):
        raise ValueError(f"the task must be one of {', '.join(CONTINUATIONS)}, but {name!r} was given; choose one")
    info = CONTINUATIONS[name]
    short, long = PERIODS
    N = checked_count("samples", samples, SAMPLES_LIMITS)
    repeats = info.answer is None
    n = checked_count("length", info.length if length is None else length, (long + 1 if repeats else 1, 40))
    V = checked_count("symbols", info.symbols if symbols is None else symbols, (long if repeats else 2, len(LETTERS)))
    generator = as_generator(rng, DATA_STREAM)
    if info.answer is None:
        if period is not None:
            short = long = checked_count("period", period, PERIODS)
        return _induction(generator, N, n, V, short, long)
    if period is not None:
        raise ValueError(f"{name!r} has no period, but {period!r} was given; leave it out")
    heard = generator.integers(0, V, (N, n))
    counted = np.zeros((N, 2 * n - 1), np.bool_)
    counted[:, n - 1 :] = True
    return Continuations(np.concatenate([heard, info.answer(heard)], axis=1), counted, LETTERS[:V], n)


def _induction(rng: np.random.Generator, N: int, T: int, V: int, short: int, long: int) -> Continuations:
    """Repeat a pattern of different symbols; what follows a symbol can be known once it has been seen before."""
    period = rng.integers(short, long + 1, (N, 1))
    pattern = rng.random((N, V)).argsort(axis=1)
    step = np.arange(T + 1)
    numbers = np.take_along_axis(pattern, step % period, axis=1)
    return Continuations(numbers, step[:-1] >= period, LETTERS[:V], long)
