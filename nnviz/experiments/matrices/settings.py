"""What the page of matrices shows: which X, W and b, which entry of Z, which two matrices are combined."""

import re
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, field_validator, model_validator

from nnviz.datasets import dataset
from nnviz.datasets.matrix_text import parse_matrix
from nnviz.engine import Array
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord, OldKeys

LIMIT = 99.0
"""Typed entries go from minus this to this."""

ALL = -1
"""As the number of shown entries of Z: all of them."""

ROWS, COLUMNS, UNITS = 6, 5, 4
"""The largest n, d and p."""

MAX_OPERAND_SIZE = 5
"""Rows and columns of the two matrices that are combined."""

IRIS_ROWS = (0, 50, 100, 1, 51, 101)
"""Which irises are the rows of X: two of each species."""

OWN_X = np.array(
    [[1.0, 2, 0, 1, -1], [-1, 1, 2, 0, 1], [2, -1, 1, -2, 0], [0, 1, -1, 1, 2], [3, 0, 1, 2, -1], [-2, 2, 0, 1, 1]]
)
OWN_W = np.array([[1.0, -1, 0.5, 2], [0.5, 2, -1, 0], [-1, 0, 1, 0.5], [0, 1, 0.5, -1], [2, -0.5, 0, 1]])
OWN_b = np.array([0.5, -1.0, 0.0, 1.0])
SIZES = {"X": ("n", "d"), "W": ("d", "p"), "b": ("p",)}
"""The sliders that give each its shape."""


class MatrixSettings(AddressRecord):
    """The page's settings.

    ``X``, ``W`` and ``b`` hold their entries row by row; empty means the usual numbers, or those of the flowers.
    """

    source: Literal["own", "iris"] = "own"
    n: int = Field(4, ge=1, le=ROWS)
    d: int = Field(2, ge=1, le=COLUMNS)
    p: int = Field(3, ge=1, le=UNITS)
    X: tuple[float, ...] = ()
    W: tuple[float, ...] = ()
    b: tuple[float, ...] = ()
    row: int = Field(0, ge=0, lt=ROWS)
    column: int = Field(0, ge=0, lt=UNITS)
    entries_shown: Annotated[int, OldKeys("shown")] = Field(ALL, ge=ALL)
    left: str = Field("1 2 3; 4 5 6", max_length=300)
    right: str = Field("1 -1 2; 0 3 1", max_length=300)
    image: int = Field(3, ge=0, le=5)
    image_row: int = Field(4, ge=0, le=7)
    image_column: int = Field(3, ge=0, le=7)

    @field_validator("left", "right")
    @classmethod
    def _readable(cls, text: str) -> str:
        parse_operand(text)
        return text

    @model_validator(mode="after")
    def _fits(self) -> Self:
        most = 4 if self.source == "iris" else COLUMNS
        if self.d > most:
            raise ValueError(
                f"expected at most {most} features, one per measurement of the flowers, got {self.d}; reduce d"
            )
        for name in SIZES:
            entries, size = getattr(self, name), int(np.prod(self.shape(name)))
            if entries and len(entries) != size:
                raise ValueError(
                    f"expected {size} numbers for {name} of shape {self.shape(name)}, got {len(entries)}; give "
                    "exactly that many"
                )
            if not all(abs(x) <= LIMIT for x in entries):
                raise ValueError(
                    f"expected entries of {name} from {-LIMIT:g} to {LIMIT:g}, got one outside; type one in this range"
                )
        if self.row >= self.n or self.column >= self.p:
            raise ValueError(
                f"expected an entry of Z of shape {(self.n, self.p)}, got row {self.row}, column {self.column}; "
                "count from 0"
            )
        return self

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of X, W or b."""
        return tuple(getattr(self, size) for size in SIZES[name])

    def matrix(self, name: str) -> Array:
        """X, W or b as an array."""
        entries, shape = getattr(self, name), self.shape(name)
        return np.array(entries, np.float64).reshape(shape) if entries else default_entries(name, shape, self.source)

    def with_size(self, n: int, d: int, p: int) -> Self:
        """Return settings with other sizes; entries that are in both stay.

        Raises
        ------
        ValueError
            If a size is out of its range.
        """
        fresh = self.changed(
            n=n, d=d, p=p, X=(), W=(), b=(), row=min(self.row, n - 1), column=min(self.column, p - 1), entries_shown=ALL
        )
        kept: dict[str, Any] = {}
        for name in SIZES:
            if getattr(self, name):
                grown, old = fresh.matrix(name), self.matrix(name)
                both = tuple(slice(0, min(a, b)) for a, b in zip(grown.shape, old.shape, strict=True))
                grown[both] = old[both]
                kept[name] = tuple(grown.ravel().tolist())
        return fresh.changed(**kept)

    def with_entry(self, name: str, index: tuple[int, ...], text: str) -> Self:
        """Return settings with one entry of X, W or b as it was typed.

        Raises
        ------
        ValueError
            If there is no such entry, or the text is no number of ordinary size.
        """
        if name not in SIZES or len(index) != len(SIZES[name]):
            raise ValueError(f"expected an entry of X, W or b, got '{echo(name)}'{echo(index)}; name one")
        if not all(0 <= i < size for i, size in zip(index, self.shape(name), strict=True)):
            raise ValueError(f"expected an entry of {name} of shape {self.shape(name)}, got {index}")
        value = parse_matrix(text, 1, 1)[0, 0]
        if abs(value) > LIMIT:
            raise ValueError(
                f"expected a number from {-LIMIT:g} to {LIMIT:g}, got {echo(text.strip())}; type one in this range"
            )
        array = self.matrix(name).copy()
        array[index] = value
        changes: dict[str, Any] = {name: tuple(array.ravel().tolist())}
        return self.changed(**changes, **({"source": "own"} if name == "X" else {}))


def default_entries(name: str, shape: tuple[int, ...], source: str) -> Array:
    """The numbers that stand there before anybody types: small ones, or measurements of real flowers."""
    if name == "X" and source == "iris":
        whole = dataset("iris").X[list(IRIS_ROWS)]
    else:
        whole = {"X": OWN_X, "W": OWN_W, "b": OWN_b}[name]
    return np.array(whole[tuple(slice(0, size) for size in shape)])


def parse_operand(text: str) -> Array:
    """Read an operand for the comparison of operators: ``2`` is a number, ``6 18 4`` a vector, ``6 18; 4 23`` a matrix.

    A semicolon behind a single row makes a matrix of it; NumPy's own brackets, ``[[6, 18], [4, 23]]``, are read too.

    Raises
    ------
    ValueError
        With the reason, if it cannot be read, or is too large.
    """
    nested = re.sub(r"\]\s*,?\s*\[", ";", text)
    matrix = parse_matrix(re.sub(r"[\[\]]", " ", nested), MAX_OPERAND_SIZE, MAX_OPERAND_SIZE)
    if np.abs(matrix).max() > LIMIT:
        raise ValueError(f"expected numbers from {-LIMIT:g} to {LIMIT:g}, got one outside; type one in this range")
    if ";" in nested or "[[" in re.sub(r"\s", "", text):
        return matrix
    return matrix[0] if matrix.size > 1 or "[" in text else np.asarray(matrix[0, 0])
