"""Cells become numbers: decimal points or commas, thousands in groups, and what counts as missing."""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from nnviz.datasets.standardizer import LARGEST_INPUT

DecimalMark = Literal[".", ","]

MISSING = frozenset(("", "NA", "N/A", "n/a", "na", "NaN", "nan", "NAN", "null", "NULL", "#N/A", "?"))
"""Cells that mean "not known" in every column."""
MISSING_NUMBERS = MISSING | {"-", "--", ".", "None", "none"}
"""Cells that mean "not known" in a column of numbers."""

_EXPONENT = r"(?:[eE][-+]?[0-9]+)?"
_WHOLE = re.compile(rf"[-+]?[0-9]+{_EXPONENT}")
_DECIMAL = {
    mark: re.compile(rf"[-+]?(?:[0-9]+{re.escape(mark)}[0-9]*|{re.escape(mark)}[0-9]+){_EXPONENT}") for mark in ".,"
}
_GROUPED = {
    mark: re.compile(rf"[-+]?[1-9][0-9]{{0,2}}(?:([{group}])[0-9]{{3}})(?:\1[0-9]{{3}})*(?:{re.escape(mark)}[0-9]*)?")
    for mark, group in ((".", ",\u0020\u00a0\u202f\u2009'\u2019"), (",", ".\u0020\u00a0\u202f\u2009'\u2019"))
}
_ONE_GROUP = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_INFINITE = re.compile(r"[-+]?(?i:inf(?:inity)?)")
_ANY = re.compile("|".join(f"(?:{part.pattern})" for part in (_WHOLE, *_DECIMAL.values(), _INFINITE)))
_GROUP_SEPARATOR = re.compile(r"[\s,.'\u2019]")
_MAX_LETTERS = 60
"""A number written with more is a text."""


class MarkEvidence(NamedTuple):
    """A cell that shows which decimal mark the table uses."""

    row: int
    column: int
    cell: str


def looks_numeric(cell: str) -> bool:
    """Return whether a cell is a number under either decimal mark, infinity included."""
    cell = cell.replace("\N{MINUS SIGN}", "-")
    return len(cell) <= _MAX_LETTERS and bool(
        _ANY.fullmatch(cell) or _GROUPED["."].fullmatch(cell) or _GROUPED[","].fullmatch(cell)
    )


def implied_mark(cell: str) -> DecimalMark | None:
    """Return the decimal mark that a cell must have been written with; None where it could be either.

    1.234 could be a little more than one, or one thousand two hundred and thirty-four.
    """
    cell = cell.replace("\N{MINUS SIGN}", "-")
    if _WHOLE.fullmatch(cell) or _ONE_GROUP.fullmatch(cell):
        return None
    point, comma = (bool(_DECIMAL[mark].fullmatch(cell) or _GROUPED[mark].fullmatch(cell)) for mark in ".,")
    if point == comma:
        return None
    return "." if point else ","


def to_number(cell: str, mark: DecimalMark) -> float:
    """Return a cell's number; NaN where it is none under this mark, or infinite, or too large to compute with."""
    cell = cell.replace("\N{MINUS SIGN}", "-")
    if len(cell) > _MAX_LETTERS:
        return math.nan
    if _WHOLE.fullmatch(cell):
        value = float(cell)
    elif _DECIMAL[mark].fullmatch(cell):
        value = float(cell.replace(mark, "."))
    elif _GROUPED[mark].fullmatch(cell):
        whole, _, decimals = cell.partition(mark)
        value = float(f"{_GROUP_SEPARATOR.sub('', whole)}.{decimals}")
    else:
        return math.nan
    return value if abs(value) <= LARGEST_INPUT else math.nan


def is_grouped(cell: str, mark: DecimalMark) -> bool:
    """Return whether a cell is read as a number with its thousands in groups."""
    return len(cell) <= _MAX_LETTERS and not _DECIMAL[mark].fullmatch(cell) and bool(_GROUPED[mark].fullmatch(cell))


def find_evidence(columns: Iterable[tuple[int, Sequence[str]]], rows: Sequence[int]) -> dict[DecimalMark, MarkEvidence]:
    """Return the first cell that implies each decimal mark.

    Parameters
    ----------
    columns : iterable of (int, sequence of str)
        Positions and cells of the columns that hold numbers.
    rows : sequence of int
        The row of the file that each cell stands in.
    """
    found: dict[DecimalMark, MarkEvidence] = {}
    for position, cells in columns:
        marks = {cell: implied_mark(cell) for cell in set(cells) if "." in cell or "," in cell}
        for mark in {mark for mark in marks.values() if mark}:
            k = next(k for k, cell in enumerate(cells) if marks.get(cell) == mark)
            if mark not in found or rows[k] < found[mark].row:
                found[mark] = MarkEvidence(rows[k], position, cells[k])
    return found
