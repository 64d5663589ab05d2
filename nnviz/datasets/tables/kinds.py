"""The cells of a column are numbers or texts: which, and what is said where they could be both."""

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.tables.account import Question, Reading
from nnviz.datasets.tables.numbers import (
    Written,
    are_plain,
    is_gap,
    written_number,
)
from nnviz.datasets.tables.table import ColumnKind, quoted

_NUMERIC_SHARE = 0.9
"""A column with at least this share of numbers is one of numbers; with half of them it is asked about."""
_MOST_WORDS = 5
"""More different words among numbers are codes or names, no gaps."""
_EXACT_DIGITS = 15
"""Longer whole numbers are no float64 any more: they are codes."""


@dataclass(frozen=True, eq=False)
class CellColumn:
    """A column before its cells are numbers or texts.

    Attributes
    ----------
    name : str
    cells : list of str
    rows : ndarray of int, shape (N,)
        The row of the file that each cell stands in.
    written : dict of str to Written
        The different cells that are numbers, in the order of the file.
    counts : Counter of str
        How often each different cell occurs, in the order of the file.
    """

    name: str
    cells: list[str]
    rows: NDArray[np.int64]
    counts: Counter[str] = field(init=False)
    written: dict[str, Written] = field(init=False)

    def __post_init__(self) -> None:
        counts = Counter(self.cells)
        how = Written if are_plain(counts) else written_number
        found = {cell: how(cell) for cell in counts}
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "written", {cell: written for cell, written in found.items() if written})

    def row(self, cell: str) -> int:
        """Return the row of the first such cell."""
        return int(self.rows[self.cells.index(cell)])

    def reading(self, sentence: str, cell: str) -> Reading:
        """Return a reading of this column."""
        return Reading(f"column {quoted(self.name)}", sentence, self.name, self.row(cell), cell)

    def at(self, cell: str) -> str:
        """Quote a cell with its row."""
        return f"{quoted(cell)} in row {self.row(cell)}"


@dataclass(frozen=True)
class Content:
    """What a column holds, why it is not what it seems, and a question where it could be both."""

    kind: ColumnKind
    reading: Reading | None = None
    question: Question | None = None


def find_content(column: CellColumn, wanted: ColumnKind | None) -> Content:
    """Decide whether a column holds numbers or texts."""
    counts, written = column.counts, column.written
    words = [cell for cell in counts if cell not in written and not is_gap(cell)]
    total = sum(n for cell, n in counts.items() if cell in written)
    filled = total + sum(counts[cell] for cell in words)
    if wanted == "category" or not total:
        return Content("category")
    if wanted == "number":
        return Content("number")
    if why := _why_texts(column, total):
        return Content("category", reading=why)
    if total >= _NUMERIC_SHARE * filled:
        if 0 < 2 * sum(_units(column).values()) < total:
            return _with_endings(column)
        date = next(iter(written))
        sentence = f"{column.at(date)} may be a date written as a number; the number itself is taken"
        return Content("number", column.reading(sentence, date) if all(map(_looks_like_date, written)) else None)
    number, word = next(iter(written)), words[0]
    beside = f"{column.at(word)} stands beside numbers such as {quoted(number)}"
    if len(words) > _MOST_WORDS or 2 * total < filled:
        told = column.reading(f"{beside}: taken for texts", word) if total >= 0.1 * filled else None
        return Content("category", reading=told)
    codes = any(map(str.isdigit, "".join(words)))
    kind: ColumnKind = "number" if len(written) > 2 * len(words) and not codes else "category"
    lost = filled - total
    options = (
        ("number", f"numbers, and {lost:,} {'gap' if lost == 1 else 'gaps'} where it holds words"),
        ("category", f"{len(words) + len(written)} different texts"),
    )
    return Content(kind, None, Question("kinds", f"what does it hold? {beside}", options, kind, column.name))


def _with_endings(column: CellColumn) -> Content:
    """Ask whether numbers of which a few have a unit or an ending, as 5more, are numbers."""
    units = _units(column)
    cell, written = next((cell, number) for cell, number in column.written.items() if number.unit)
    bare = next(cell for cell, number in column.written.items() if not number.unit)
    lost = sum(units.values())
    gaps = f"and {lost:,} {'gap' if lost == 1 else 'gaps'} where they have one"
    result = f"{quoted(cell)} as {written.core}" if len(units) == 1 else gaps
    options = (("number", f"numbers, {result}"), ("category", f"{len(column.counts)} different texts"))
    kind: ColumnKind = "number" if len(units) == 1 else "category"
    ending = f"{column.at(cell)} has the unit or ending {quoted(written.unit)}, most as {quoted(bare)} none"
    sentence = f"what does it hold? {ending}"
    return Content(kind, None, Question("kinds", sentence, options, kind, column.name))


def _why_texts(column: CellColumn, total: int) -> Reading | None:
    """Say why a column is one of texts although its cells are numbers: codes, ranges, or different units."""
    written, counts = column.written, column.counts
    codes = [cell for cell in written if (cell[0] == "0" and len(cell) > 2) or len(cell) > _EXACT_DIGITS]
    if codes and codes[0].isdigit() and all(number.core.isdigit() for number in written.values()):
        why = "begins with a zero" if codes[0][0] == "0" else f"has {len(codes[0])} digits"
        return column.reading(f"{column.at(codes[0])} {why}: taken for codes, kept as texts", codes[0])
    bounds = [cell for cell, number in written.items() if number.bound]
    if 2 * sum(counts[cell] for cell in bounds) > total:
        return column.reading(f"{column.at(bounds[0])} is a bound, as most are: kept as texts", bounds[0])
    units = _units(column)
    if len(units) < 2 or sum(units.values()) - units.most_common(1)[0][1] <= (1 - _NUMERIC_SHARE) * total:
        return None
    (first, _), (second, _) = units.most_common(2)
    one, other = (next(c for c, number in written.items() if number.unit == unit) for unit in (first, second))
    remedy = "; write all in one unit" if len(units) <= _MOST_WORDS and not any(" " in unit for unit in units) else ""
    differ = f"{column.at(one)} and {column.at(other)} have different units or endings"
    return column.reading(f"{differ}: kept as texts{remedy}", other)


def _looks_like_date(cell: str) -> bool:
    """Return whether a cell is a date of the years 1900 to 2099 in eight digits."""
    return bool(re.fullmatch(r"(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])", cell))


def _units(column: CellColumn) -> Counter[str]:
    """Count the units; numbers without one count for none."""
    units: Counter[str] = Counter()
    for cell, number in column.written.items():
        if number.unit:
            units[number.unit] += column.counts[cell]
    return units


def read_unit(column: CellColumn) -> tuple[str, str]:
    """Return the unit or ending that numbers may have to be read, and the unit of the column: that of most numbers."""
    units = _units(column)
    if not units:
        return "", ""
    unit, count = units.most_common(1)[0]
    most = 2 * count >= sum(column.counts[cell] for cell in column.written)
    return unit if most or len(units) == 1 else "", unit if most else ""
