"""Words letter by letter: the bundled first names, or a text of one's own, to predict the next letter from."""

import gzip
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from nnviz.datasets.sequences.record import Sequences, one_hot_symbols
from nnviz.engine.arrays import Array

END = "·"
"""Stands before the first letter of a word and after its last."""

MAX_CHARACTERS = 500_000
MAX_SYMBOLS = 60
MAX_LENGTH = 40
MIN_WORDS = 20

TEST_SHARE = 0.1
NAMES_SOURCE = (
    "US Social Security Administration, Popular baby names (https://www.ssa.gov/oact/babynames/), the names of "
    "2018 as collected by makemore (https://github.com/karpathy/makemore, MIT), each name once"
)
NAMES_LICENCE = "public domain (a work of the US government; the makemore collection: MIT)"


@dataclass(frozen=True, eq=False)
class Letters:
    """Words in two fixed parts, and the letters that they consist of.

    Attributes
    ----------
    title : str
    symbols : tuple of str
        `END`, then the letters in the order of the alphabet; a letter's number is its position here.
    train, test : tuple of str
        The words to learn from and the others, which share none.
    source, licence : str
    """

    title: str
    symbols: tuple[str, ...]
    train: tuple[str, ...]
    test: tuple[str, ...]
    source: str
    licence: str

    @property
    def steps(self) -> int:
        """T: the letters of the longest word, and its end."""
        return 1 + max(map(len, (*self.train, *self.test)))

    def numbers(self, prefix: str) -> Array:
        """Return the numbers of `END` and of the letters of a prefix, shape (1, 1 + len(prefix)).

        Raises
        ------
        ValueError
            If a letter never occurs in the words.
        """
        return np.array([self._numbers(self._number, prefix)])

    @property
    def _number(self) -> dict[str, float]:
        return {letter: k + 1.0 for k, letter in enumerate(self.symbols[1:])}

    def _numbers(self, number: dict[str, float], letters: str) -> list[float]:
        try:
            return [0.0, *map(number.__getitem__, letters)]
        except KeyError as unknown:
            raise ValueError(
                f"the letters must be among {''.join(number)!r}, but {unknown.args[0]!r} was given; leave it out"
            ) from None

    def encode(self, words: Sequence[str], steps: int | None = None) -> tuple[Array, Array]:
        """Return the numbers of the symbols at each step and of those that follow, both of shape (N, T).

        Parameters
        ----------
        words : sequence of str
        steps : int, optional
            T; that of the longest word of all unless given.

        Returns
        -------
        now : ndarray, shape (N, T)
            `END`, then the letters; filled up with `END`.
        following : ndarray, shape (N, T)
            The letters, then `END`; NaN from there on.
        """
        length, number = self.steps if steps is None else steps, self._number
        now, following = np.zeros((len(words), length)), np.full((len(words), length), np.nan)
        for row, word in enumerate(words):
            letters = self._numbers(number, word)
            now[row, : len(letters)] = letters
            following[row, : len(letters)] = [*letters[1:], 0.0]
        return now, following

    def sequences(self, words: Sequence[str]) -> Sequences:
        """Return words as one-hot sequences whose targets are the next letters."""
        now, following = self.encode(words, 1 + max(map(len, words)))
        X = one_hot_symbols(now, len(self.symbols))
        Y = next_letters(following, len(self.symbols))
        return Sequences("letters", self.title, "classes", X, Y, self.symbols, self.symbols, self.source, self.licence)


def next_letters(following: Array, n_symbols: int) -> Array:
    """Return numbers of letters, shape (..., T), as targets (..., T, n_symbols): one-hot, NaN where there is none."""
    missing = np.isnan(following)
    Y = one_hot_symbols(np.where(missing, 0.0, following), n_symbols)
    Y[missing] = np.nan
    return Y


@cache
def names() -> Letters:
    """Return 29,494 first names, of 2 to 15 letters from a to z; a tenth of them, always the same, are for testing."""
    path = files("nnviz.datasets").joinpath("data", "names.txt.gz")
    words = gzip.decompress(path.read_bytes()).decode("ascii").split("\n")
    return _in_two_parts("First names", words, NAMES_SOURCE, NAMES_LICENCE)


def own_words(text: str, title: str = "Your own text") -> Letters:
    """Return the words of a text, in lower case: one a line, or, in lines of more than 40 letters, one a word.

    Parameters
    ----------
    text : str
        At most 500,000 characters with at least 20 different words of at most 60 different letters.
    title : str

    Returns
    -------
    Letters
        Every word once; a tenth, at least one, are for testing.

    Raises
    ------
    ValueError
        If the text is no text, too long, has too few words or too many different letters, or a word is too long.
    """
    if not isinstance(text, str):
        raise ValueError(f"a text must be given, but {type(text).__name__} was; paste words or lines")
    if len(text) > MAX_CHARACTERS:
        raise ValueError(
            f"a text must have at most {MAX_CHARACTERS:,} characters, but this has {len(text):,}; paste a part of it"
        )
    lines = unicodedata.normalize("NFC", text).lower().replace(END, " ").splitlines()
    words: dict[str, None] = {}
    for line in lines:
        visible = " ".join("".join(c if c.isprintable() else " " for c in line).split())
        words |= dict.fromkeys(re.split(" ", visible) if len(visible) > MAX_LENGTH else [visible])
    words.pop("", None)
    if len(words) < MIN_WORDS:
        raise ValueError(
            f"a text must have at least {MIN_WORDS} different words or lines, but this has {len(words)}; paste more, "
            "one a line"
        )
    longest = max(words, key=len)
    if len(longest) > MAX_LENGTH:
        raise ValueError(
            f"a word must have at most {MAX_LENGTH} letters, but one that begins with {longest[:20]!r} has "
            f"{len(longest)}; put spaces or line breaks into it"
        )
    different = len(set("".join(words)))
    if different > MAX_SYMBOLS:
        raise ValueError(
            f"a text must have at most {MAX_SYMBOLS} different letters, but this has {different}; leave out rare signs"
        )
    return _in_two_parts(title, list(words), "given by the user", "the user's own")


def _in_two_parts(title: str, words: list[str], source: str, licence: str) -> Letters:
    """Put a tenth of the words aside, chosen by a shuffle that is always the same."""
    symbols = (END, *sorted(set("".join(words))))
    order = np.random.default_rng(0).permutation(len(words))
    aside = max(1, round(TEST_SHARE * len(words)))
    test = tuple(words[row] for row in sorted(order[:aside]))
    train = tuple(words[row] for row in sorted(order[aside:]))
    return Letters(title, symbols, train, test, source, licence)
