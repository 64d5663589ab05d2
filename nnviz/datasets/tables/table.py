"""A table of the user's own: columns with names and types, and a summary of how it was read.

Rows are numbered as a spreadsheet does: the first line of the file is row 1, whether it holds names or data.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.tables.account import Question, Reading
from nnviz.engine.arrays import Array

MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
MAX_SCANNED = 100_000
"""Rows that are read at most when a sample of `MAX_ROWS` is drawn."""
MAX_COLUMNS = 260
"""Room for the 256 pixels of an image, its class and a few more."""
MAX_CLASSES = 10
"""As many as there are colours that can be told apart."""
MAX_CATEGORIES = 20
"""Categories of a feature: each becomes an input of its own."""
MIN_ROWS = 4
PREVIEW_ROWS = 50

Limit = Literal["bytes", "rows", "columns", "classes"]
ColumnKind = Literal["number", "category"]
LIMITS_IN_WORDS = (
    f"at most {MAX_BYTES / 1e6:g} MB, {MAX_ROWS:,} rows, {MAX_COLUMNS} columns and {MAX_CLASSES} classes; "
    "of more rows, columns or classes a part can be taken"
)


class TableError(ValueError):
    """What is wrong with a table, in words for the person who uploaded it.

    Attributes
    ----------
    row : int or None
        Where, counted from 1 with the first line of the file.
    column : str or None
        The column's name.
    limit : {'bytes', 'rows', 'columns', 'classes'} or None
        Which limit is passed; then reading again with this limit in ``accepted`` takes a part of the data.
    offer : str
        What that part would be; empty where there is none to offer.
    """

    def __init__(
        self,
        message: str,
        row: int | None = None,
        column: str | None = None,
        limit: Limit | None = None,
        offer: str = "",
    ) -> None:
        super().__init__(message)
        self.row = row
        self.column = column
        self.limit = limit
        self.offer = offer


@dataclass(frozen=True, eq=False)
class TableColumn:
    """One column, either numeric or categorical.

    Attributes
    ----------
    name : str
        Different from all others in the table, and never empty.
    kind : {'number', 'category'}
    numbers : ndarray, shape (N,)
        NaN where the value is missing; empty for a categorical column.
    codes : ndarray of int, shape (N,)
        Position in `categories`, -1 where the value is missing; empty for a numeric column.
    categories : tuple of str
        The different texts in alphabetical order; empty for a numeric column.
    merged_from : tuple of str
        The one-hot columns that it was made from, if it was.
    unit : str
        What stood beside every number and was taken off, such as ``%`` or ``kg``, or in a row of units; else empty.
    words : int
        Cells that hold something, but no number, in a numeric column: they became gaps.
    """

    name: str
    kind: ColumnKind
    numbers: Array
    codes: NDArray[np.int64]
    categories: tuple[str, ...] = ()
    merged_from: tuple[str, ...] = ()
    unit: str = ""
    words: int = 0

    @property
    def gaps(self) -> int:
        """How many cells have no value, those that held words included."""
        return int(self.missing.sum())

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Where there is no value, shape (N,)."""
        mask: NDArray[np.bool_] = np.isnan(self.numbers) if self.kind == "number" else self.codes < 0
        return mask

    @cached_property
    def values(self) -> Array:
        """The different numbers, or the positions of the different texts, sorted, shape (k,)."""
        present = (self.numbers if self.kind == "number" else self.codes)[~self.missing]
        return np.unique(present).astype(np.float64)

    @property
    def constant(self) -> bool:
        """Whether no two rows differ."""
        return len(self.values) < 2


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was read.

    Attributes
    ----------
    columns : tuple of TableColumn
    rows : ndarray of int, shape (N,)
        The row of the file that each sample stands in.
    preview : tuple of tuple of str
        The cells of the first rows, as they stand in the file.
    summary : tuple of (str, str)
        What the table is as a whole, in plain words: pairs of a subject and a sentence.
    readings : tuple of Reading
        What was read differently from its literal text, left out or guessed, each told once.
    questions : tuple of Question
        What could not be decided; the table is read under the defaults until a keyword of `read_table` answers.
    """

    columns: tuple[TableColumn, ...]
    rows: NDArray[np.int64]
    preview: tuple[tuple[str, ...], ...]
    summary: tuple[tuple[str, str], ...]
    readings: tuple[Reading, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in their order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> TableColumn:
        """Return a column by its name.

        Raises
        ------
        TableError
            If there is none of that name.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise TableError(f"expected one of the columns {', '.join(map(quoted, self.names))}, got {quoted(name)}")


def quoted(text: str, limit: int = 40) -> str:
    """Return a text from a file in quotation marks, on one line and not longer than the limit."""
    return f"'{one_line(text, limit)}'"


def one_line(text: str, limit: int = 40) -> str:
    """Return a text on one line, without unprintable characters, and not longer than the limit."""
    line = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in " ".join(text.split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def join_names(names: list[str], most: int = 5) -> str:
    """Join at most so many quoted names by commas, and say how many more there are."""
    more = len(names) - most
    return ", ".join(map(quoted, names[:most])) + (f" and {more} more" if more > 0 else "")
