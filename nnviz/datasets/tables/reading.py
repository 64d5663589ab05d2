"""A file or pasted text becomes a table, with a summary of how it was read."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from nnviz.datasets.parameters import as_generator
from nnviz.datasets.tables.account import Reading
from nnviz.datasets.tables.cells import SEPARATORS, Record, split_cells
from nnviz.datasets.tables.header import check_enough_rows, column_names, find_header, mostly_numeric
from nnviz.datasets.tables.numbers import (
    MISSING,
    MISSING_NUMBERS,
    DecimalMark,
    find_evidence,
    is_grouped,
    looks_numeric,
    to_number,
)
from nnviz.datasets.tables.summary import missing_in_words, separator_in_words, types_in_words
from nnviz.datasets.tables.table import (
    MAX_BYTES,
    MAX_ROWS,
    MAX_SCANNED,
    PREVIEW_ROWS,
    ColumnKind,
    Limit,
    Table,
    TableColumn,
    TableError,
    one_line,
    quoted,
)
from nnviz.datasets.tables.text import decode

_SUBSAMPLE_STREAM = int.from_bytes(b"subs", "big")


def read_table(
    source: bytes | str,
    *,
    separator: str | None = None,
    decimal: DecimalMark | None = None,
    header: bool | None = None,
    encoding: str | None = None,
    kinds: Mapping[str, ColumnKind] | None = None,
    sentinels: Literal["numbers", "gaps"] | None = None,
    spellings: Literal["apart", "merged"] | None = None,
    accepted: frozenset[Limit] = frozenset(),
    rng: np.random.Generator | int = 0,
) -> Table:
    """Read a table in plain text, such as CSV or TSV.

    Parameters
    ----------
    source : bytes or str
        A file's bytes, or pasted text.
    separator : str, optional
        A tab, ``;``, ``|``, ``,``, a blank, or nothing (one column); detected unless given.
    decimal : {'.', ','}, optional
        Detected unless given.
    header : bool, optional
        Whether the first row holds names; detected unless given.
    encoding : str, optional
        A codec of Python, such as ``"cp1251"`` or ``"gbk"``; detected unless given.
    kinds : mapping of str to {'number', 'category'}, optional
        What columns hold, by their names; detected for all others.
    sentinels : {'numbers', 'gaps'}, optional
        Whether outlying numbers such as -9999 count as numbers or as gaps; asked unless given.
    spellings : {'apart', 'merged'}, optional
        Whether texts that differ in case or blanks alone stay apart or become one; asked unless given.
    accepted : frozenset of str
        The limits ('bytes', 'columns', 'rows') beyond which only a part of the data is read.
    rng : numpy.random.Generator or int
        Draws the rows of a part; a whole number is a seed.

    Returns
    -------
    Table

    Raises
    ------
    TableError
        If it is no table, or passes a limit that is not in ``accepted``.
    """
    if separator is not None and separator not in SEPARATORS:
        raise TableError(f"expected one of the separators {', '.join(SEPARATORS.values())}, got {quoted(separator)}")
    text, encoding, cut = _as_text(source, accepted)
    cells = split_cells(text, separator, accepted)
    readings = list(cells.readings)
    if cut:
        readings.append(Reading("rows", f"only those in the first {MAX_BYTES / 1e6:g} MB were read"))
    width = len(cells.records[0].cells)
    if width < 2:
        row, (cell,) = cells.records[0]
        raise TableError(
            f"expected at least two columns, a target and a feature, but row {row} has one cell, {quoted(cell)}; if "
            "something separates columns there, choose it as the separator",
            row=row,
            column="1",
        )
    head = find_header(cells.records, header)
    names = column_names(cells.records[0], head.present, width, readings)
    records = check_enough_rows(cells.records[1:] if head.present else cells.records, head, cells.records[0], names)
    records = _limit_rows(records, cells.all_read, accepted, rng, readings)
    rows = np.array([record.row for record in records], dtype=np.int64)
    by_column = [[record.cells[j] for record in records] for j in range(width)]
    numbers = {j: cells_below for j, cells_below in enumerate(by_column) if mostly_numeric(cells_below)}
    mark, mark_reason = _decimal_mark(numbers, rows, names, cells.separator, decimal)
    columns = tuple(
        _numbers(names[j], by_column[j], rows, mark, readings) if j in numbers else _texts(names[j], by_column[j])
        for j in range(width)
    )
    summary = (
        ("Text", encoding),
        ("Separator", separator_in_words(cells.separator, separator is not None)),
        ("Decimals", mark_reason),
        ("First row", head.reason),
        ("Size", f"{len(records):,} rows of data (rows {rows[0]} to {rows[-1]} of the file), {width} columns"),
        ("Types", types_in_words(columns)),
        ("Missing", missing_in_words(columns, rows)),
    )
    preview = tuple(tuple(one_line(cell, 80) for cell in record.cells) for record in records[:PREVIEW_ROWS])
    return Table(columns, rows, preview, summary, tuple(readings))


def _as_text(source: bytes | str, accepted: frozenset[Limit]) -> tuple[str, str, bool]:
    if isinstance(source, bytes):
        return decode(source, accepted)
    text, _, cut = decode(source.encode("utf-8", "replace"), accepted)
    return text, "as pasted", cut


def _limit_rows(
    records: Sequence[Record],
    all_read: bool,
    accepted: frozenset[Limit],
    rng: np.random.Generator | int,
    readings: list[Reading],
) -> Sequence[Record]:
    if len(records) <= MAX_ROWS:
        return records
    if "rows" not in accepted:
        many = f"{len(records):,} (up to row {records[-1].row:,})" if all_read else f"more than {MAX_SCANNED:,}"
        raise TableError(
            f"expected at most {MAX_ROWS:,} rows of data, but the file has {many}",
            row=records[MAX_ROWS].row,
            limit="rows",
            offer=f"Take {MAX_ROWS:,} of the {'' if all_read else f'first {MAX_SCANNED:,} '}rows, drawn at random",
        )
    which = "" if all_read else "first "
    readings.append(Reading("rows", f"{MAX_ROWS:,} of the {which}{len(records):,} rows were drawn at random"))
    chosen = np.sort(as_generator(rng, _SUBSAMPLE_STREAM).choice(len(records), MAX_ROWS, replace=False))
    return [records[k] for k in chosen.tolist()]


def _decimal_mark(
    numeric: dict[int, list[str]], rows: np.ndarray, names: list[str], separator: str, wanted: DecimalMark | None
) -> tuple[DecimalMark, str]:
    """Find the decimal mark of the whole table, and refuse two different ones."""
    if wanted is not None:
        return wanted, f"decimal {_mark_name(wanted)}, as chosen"
    found = find_evidence(numeric.items(), rows.tolist())
    if len(found) == 2:
        point, comma = found["."], found[","]
        raise TableError(
            f"row {comma.row}, column {quoted(names[comma.column])}: {quoted(comma.cell)} has a decimal comma, but row "
            f"{point.row}, column {quoted(names[point.column])} has a decimal point ({quoted(point.cell)}); "
            "write all numbers in one way",
            row=comma.row,
            column=names[comma.column],
        )
    if found:
        mark, (row, column, cell) = next(iter(found.items()))
        return mark, f"decimal {_mark_name(mark)}: {quoted(cell)} in row {row}, column {quoted(names[column])}"
    marks = {mark for cells in numeric.values() for mark in ".," if any(mark in cell for cell in set(cells))}
    if marks == {","} and separator == ";":
        return ",", "decimal comma: it separates nothing else here"
    if marks == {","}:
        return ".", "decimal point; commas stand between thousands"
    return ".", "decimal point" if marks else "none: all numbers are whole"


def _mark_name(mark: DecimalMark) -> str:
    return "point" if mark == "." else "comma"


def _texts(name: str, cells: list[str]) -> TableColumn:
    categories = tuple(sorted({cell for cell in cells if cell not in MISSING}))
    position = {category: k for k, category in enumerate(categories)}
    codes = np.array([position.get(cell, -1) for cell in cells], dtype=np.int64)
    return TableColumn(name, "category", np.empty(0), codes, categories)


def _numbers(name: str, cells: list[str], rows: np.ndarray, mark: DecimalMark, readings: list[Reading]) -> TableColumn:
    value = {cell: to_number(cell, mark) for cell in set(cells)}
    numbers = np.array([value[cell] for cell in cells])
    unreadable = [k for k in np.flatnonzero(np.isnan(numbers)).tolist() if cells[k] not in MISSING_NUMBERS]
    if unreadable:
        k = unreadable[0]
        more = f" (and {len(unreadable) - 1:,} more such cells)" if len(unreadable) > 1 else ""
        what = "is no finite number of ordinary size" if looks_numeric(cells[k]) else "is no number"
        sentence = f"{quoted(cells[k])} in row {rows[k]} {what}; taken as missing{more}"
        readings.append(Reading(f"column {quoted(name)}", sentence, name, int(rows[k]), cells[k]))
    groups = {cell for cell in value if is_grouped(cell, mark)}
    grouped = next((k for k, cell in enumerate(cells) if cell in groups), None) if groups else None
    if grouped is not None:
        cell = cells[grouped]
        sentence = f"{quoted(cell)} in row {rows[grouped]} was read as {value[cell]:.15g}, its thousands in groups"
        readings.append(Reading(f"column {quoted(name)}", sentence, name, int(rows[grouped]), cell))
    return TableColumn(name, "number", numbers, np.empty(0, np.int64), words=len(unreadable))
