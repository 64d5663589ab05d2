"""Tensors of rank 0 to 3 out of one another: a stack of pictures, a picture, a row of pixels, a pixel."""

from dataclasses import dataclass

import numpy as np

from nnviz.datasets import dataset
from nnviz.engine import Array

COUNT = 6
"""Pictures in the stack."""


@dataclass(frozen=True, eq=False)
class Ranks:
    """A stack of real pictures, and the same numbers as a data matrix.

    Attributes
    ----------
    T : ndarray, shape (6, 8, 8)
        Rank 3: grey levels 0 to 16.
    X : ndarray, shape (6, 64)
        The same numbers with a sample a row, as a network is given them.
    names : tuple of str
        The digit of each picture.
    """

    T: Array
    X: Array
    names: tuple[str, ...]


def ranks() -> Ranks:
    """Take the first picture of each of the digits 0 to 5."""
    data = dataset("digits")
    rows = [int(np.argmax(data.labels == digit)) for digit in range(COUNT)]
    X = data.X[rows]
    return Ranks(X.reshape(COUNT, 8, 8), X, data.class_names[:COUNT])


def chain(T: Array, i: int, r: int, c: int) -> tuple[tuple[str, Array], ...]:
    """Take the stack apart with one index after the other: the expression and what it gives, of rank 3, 2, 1, 0."""
    expressions = ("T", f"T[{i}]", f"T[{i}, {r}]", f"T[{i}, {r}, {c}]")
    return tuple(zip(expressions, (T, T[i], T[i, r], np.asarray(T[i, r, c])), strict=True))
