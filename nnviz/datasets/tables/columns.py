"""The cells of a column are numbers or texts: which, and what is said where they could be both."""

import math
import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.tables.account import Question, Reading
from nnviz.datasets.tables.numbers import (
    MISSING,
    SIGNS_FOR_GAPS,
    DecimalMark,
    Written,
    are_plain,
    has_leading_zero,
    is_gap,
    is_grouped,
    to_number,
    written_number,
)
from nnviz.datasets.tables.table import ColumnKind, TableColumn, quoted

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


def text_column(column: CellColumn, merged: dict[str, str]) -> TableColumn:
    """Return a column of texts; those among ``merged`` become the same as others."""
    category = {cell: merged.get(cell, cell) for cell in column.counts if cell not in MISSING}
    categories = tuple(sorted(set(category.values())))
    position = {name: k for k, name in enumerate(categories)}
    code = {cell: position[name] for cell, name in category.items()}
    codes = np.array([code.get(cell, -1) for cell in column.cells], dtype=np.int64)
    return TableColumn(column.name, "category", np.empty(0), codes, categories)


def number_column(
    column: CellColumn,
    mark: DecimalMark,
    tell_groups: bool,
    tell_words: bool,
    gaps: frozenset[float],
    readings: list[Reading],
) -> TableColumn:
    """Return a column of numbers, and tell what is read differently from its literal text.

    Parameters
    ----------
    column : CellColumn
    mark : {'.', ','}
    tell_groups, tell_words : bool
        Whether to tell that thousands stand in groups, and that words became gaps; not where they are asked about.
    gaps : frozenset of float
        Numbers that mean "not known".
    readings : list of Reading
    """
    if mark == "." and not gaps and are_plain(column.counts):
        return TableColumn(column.name, "number", np.array(column.cells, np.float64), np.empty(0, np.int64))
    units = _units(column).most_common(1)
    beside, count_beside = units[0] if units else ("", 0)
    unit = beside if 2 * count_beside >= sum(column.counts[cell] for cell in column.written) else ""
    value: dict[str, float] = dict.fromkeys(column.counts, np.nan)
    for cell, written in column.written.items():
        if written.unit in (beside, ""):
            value[cell] = to_number(written, mark)
    if gaps:
        value = {cell: np.nan if number in gaps else number for cell, number in value.items()}
    words = [
        cell for cell, number in value.items() if math.isnan(number) and not _is_known_gap(column, cell, gaps, mark)
    ]
    count = sum(column.counts[cell] for cell in words)
    if words and tell_words:
        more = f" (and {count - 1:,} more such cells)" if count > 1 else ""
        readings.append(
            column.reading(
                f"{column.at(words[0])} {_why_gap(column, words[0], beside)}; taken as missing{more}", words[0]
            )
        )
    told = _told_numbers(column, value, unit, mark, tell_groups)
    readings += [column.reading(sentence, cell) for cell, sentence in told]
    numbers = np.array([value[cell] for cell in column.cells], dtype=np.float64)
    return TableColumn(column.name, "number", numbers, np.empty(0, np.int64), unit=unit, words=count)


def _is_known_gap(column: CellColumn, cell: str, gaps: frozenset[float], mark: DecimalMark) -> bool:
    if cell in MISSING or cell in SIGNS_FOR_GAPS:
        return True
    return bool(gaps) and cell in column.written and to_number(column.written[cell], mark) in gaps


def _why_gap(column: CellColumn, cell: str, beside: str) -> str:
    written = column.written.get(cell)
    if written is None:
        return "is no number"
    if written.unit not in (beside, ""):
        return f"has the unit {quoted(written.unit)}, unlike the others"
    return "is no finite number of ordinary size"


def _told_numbers(
    column: CellColumn, value: dict[str, float], unit: str, mark: DecimalMark, tell_groups: bool
) -> list[tuple[str, str]]:
    """Return an example and a sentence for each way in which numbers differ from their literal texts."""
    ways: dict[str, list[str]] = {}
    for cell, written in column.written.items():
        if (way := _way(written, unit, mark)) and not math.isnan(value[cell]):
            ways.setdefault(way, []).append(cell)
    if not tell_groups:
        ways.pop("its thousands in groups", None)
    told = []
    for way, cells in ways.items():
        count = sum(column.counts[cell] for cell in cells)
        more = f" ({count:,} such cells)" if count > 1 else ""
        read = "" if way.startswith("has no unit") else f"was read as {value[cells[0]]:.15g}, "
        told.append((cells[0], f"{column.at(cells[0])} {read}{way}{more}"))
    return told


def _way(written: Written, unit: str, mark: DecimalMark) -> str:
    """Say how a number differs from its literal text; empty where it does not."""
    if written.bound:
        return "the bound itself"
    if written.noted:
        return "without the mark behind it"
    if written.unit == unit != "":
        return "in percent" if unit == "%" else f"in {unit}"
    if written.unit:
        return f"without {quoted(written.unit)}"
    if unit and written.core.strip("+-0.,"):
        return f"has no unit, and counts as {unit} too"
    if written.negative:
        return "negative, as in accounts"
    if is_grouped(written.core, mark):
        return "its thousands in groups"
    return "without the zero before it" if has_leading_zero(written.core) else ""
