"""Cells become a column of numbers or of texts, and what is read differently from its literal text is told."""

import math

import numpy as np

from nnviz.datasets.tables.account import Reading
from nnviz.datasets.tables.kinds import CellColumn, read_unit
from nnviz.datasets.tables.numbers import (
    MISSING,
    SIGNS_FOR_GAPS,
    DecimalMark,
    Written,
    are_plain,
    has_leading_zero,
    is_grouped,
    to_number,
)
from nnviz.datasets.tables.table import TableColumn, quoted


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
        Whether to tell that thousands stand in groups, and that words became gaps or endings were left out; not where
        they are asked about.
    gaps : frozenset of float
        Numbers that mean "not known".
    readings : list of Reading
    """
    if mark == "." and not gaps and are_plain(column.counts):
        return TableColumn(column.name, "number", np.array(column.cells, np.float64), np.empty(0, np.int64))
    beside, unit = read_unit(column)
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
    told = _told_numbers(column, value, unit, mark, tell_groups, tell_words)
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
        return "is not a number"
    if written.unit not in (beside, ""):
        return f"has the unit {quoted(written.unit)}, unlike the others"
    return "is not a finite number of ordinary size"


def _told_numbers(
    column: CellColumn, value: dict[str, float], unit: str, mark: DecimalMark, tell_groups: bool, tell_endings: bool
) -> list[tuple[str, str]]:
    """Return an example and a sentence for each way in which numbers differ from their literal texts."""
    ways: dict[str, list[str]] = {}
    for cell, written in column.written.items():
        if (way := _way(written, unit, mark)) and not math.isnan(value[cell]):
            ways.setdefault(way, []).append(cell)
    if not tell_groups:
        ways.pop("its thousands grouped", None)
    if not tell_endings:
        ways = {way: cells for way, cells in ways.items() if not way.startswith("without '")}
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
        return "without the mark after it"
    if written.unit == unit != "":
        return "in percent" if unit == "%" else f"in {unit}"
    if written.unit:
        return f"without {quoted(written.unit)}"
    if unit and written.core.strip("+-0.,"):
        return f"has no unit, and counts as {unit} too"
    if written.negative:
        return "negative, as in accounting"
    if is_grouped(written.core, mark):
        return "its thousands grouped"
    return "without the zero before it" if has_leading_zero(written.core) else ""
