"""Text becomes rows of cells: which character separates them, and whether all rows have the same number."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from nnviz.datasets.tables.account import Reading
from nnviz.datasets.tables.table import MAX_COLUMNS, MAX_SCANNED, Limit, TableError, quoted

SEPARATORS = {"\t": "tab", ";": "semicolon", "|": "vertical bar", ",": "comma", " ": "blanks", "": "none"}
"""In the order in which they are tried: a comma may also stand in numbers."""

_SAMPLE_CHARACTERS = 60_000
_SAMPLE_RECORDS = 60
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LONGEST_CELL = 100_000


class Record(NamedTuple):
    """A row of the file and its number, counted from 1."""

    row: int
    cells: list[str]


class Cells(NamedTuple):
    """The cells of a text; all records have the same number of them."""

    records: list[Record]
    separator: str
    readings: list[Reading]
    all_read: bool = True
    """Whether the text ends with the last record; else there are more than `MAX_SCANNED`."""


def split_cells(text: str, separator: str | None = None, accepted: frozenset[Limit] = frozenset()) -> Cells:
    """Split a text into rows of equal length.

    Parameters
    ----------
    text : str
    separator : str, optional
        One of `SEPARATORS`; detected unless given.
    accepted : frozenset of str
        With 'columns', the first ones and the last one of too many are taken.

    Raises
    ------
    TableError
        If rows differ in length, a quotation mark is not closed, or a cell holds a control character;
        with row and column.
    """
    first = 1
    declared = re.match(r"sep=(.)\r?\n", text)
    if declared:  # spreadsheets write this line before the table
        text, first = text[declared.end() :], 2
    if separator is None:
        separator = declared[1] if declared and declared[1] in SEPARATORS else find_separator(text)
    readings: list[Reading] = []
    records: list[Record] = []
    all_read = True
    for record in _records(text, separator, first):
        if len(records) > MAX_SCANNED:
            all_read = False
            break
        if not records and len(record.cells) > MAX_COLUMNS:
            _refuse_columns(record, accepted)
        records.append(record)
    if not records:
        raise TableError("the file is empty: row 1, column 1 has nothing in it; choose a file with a table")
    if _UNPRINTABLE.search(text):
        _refuse_unprintable(records)
    records = _equalize_lengths(records, readings)
    if len(records[0].cells) > MAX_COLUMNS:
        records = [Record(row, [*cells[: MAX_COLUMNS - 1], cells[-1]]) for row, cells in records]
        readings.append(Reading("columns", f"only the first {MAX_COLUMNS - 1} and the last one were taken"))
    return Cells(records, separator, readings, all_read)


def find_separator(text: str) -> str:
    """Return the separator that cuts the first rows into equal numbers of cells, more than one; else none."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > _SAMPLE_CHARACTERS and "\n" in sample:
        sample = sample[: sample.rfind("\n")]
    best, best_share = "", 0.0
    for separator in ("\t", ";", "|", ",", " "):
        widths = _widths(sample, separator)
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        share = count / max(1, len(widths))
        if width < 2 or (separator == " " and not _mostly_numbers(sample)):
            continue
        if share >= 0.8:
            return separator
        if share > best_share:
            best, best_share = separator, share
    return best


def _widths(sample: str, separator: str) -> list[int]:
    widths = []
    for record in _split_leniently(sample, separator):
        if any(record):
            widths.append(len(record))
        if len(widths) >= _SAMPLE_RECORDS:
            break
    return widths


def _split_leniently(text: str, separator: str) -> Iterator[list[str]]:
    """Split without raising an error, to guess the separator."""
    if separator == " ":
        yield from (line.split() for line in io.StringIO(text, newline=None))
        return
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        return


def _mostly_numbers(sample: str) -> bool:
    words = sample.split()[:2000]
    return sum(bool(re.fullmatch(r"[-+]?[0-9]*[.,]?[0-9]+([eE][-+]?[0-9]+)?", word)) for word in words) > len(words) / 2


def _records(text: str, separator: str, first: int) -> Iterator[Record]:
    """Yield the rows that are not blank, without the blanks around cells."""
    if separator in (" ", ""):
        for row, line in enumerate(io.StringIO(text, newline=None), start=first):
            if line.strip():
                yield Record(row, line.split() if separator else [line.strip().strip('"').strip()])
        return
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=separator != "\t"
    )
    row, line_before = first - 1, 0
    try:
        for row, cells in enumerate(reader, start=first):
            line_before = reader.line_num
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield Record(row, stripped)
    except csv.Error:
        raise _broken_quotes(text, separator, row + 1, line_before) from None


def _broken_quotes(text: str, separator: str, row: int, line: int) -> TableError:
    """Say where a quotation mark goes wrong: in which cell of the record that starts behind so many lines."""
    lines = io.StringIO(text, newline="")
    for _ in range(line):
        lines.readline()
    rest = lines.read()
    column, position, inside = 1, 0, False
    for match in re.finditer('"+|' + re.escape(separator), rest):
        if match.start() - position > _LONGEST_CELL:
            break
        if match[0] == separator and not inside:
            column += 1
            position = match.end()
        elif match[0] != separator and (inside or not rest[position : match.start()].strip()):
            inside = inside ^ (len(match[0]) % 2 == 1)
            behind = rest[match.end() :].lstrip(" ")[:1]
            if not inside and behind not in ("", separator, "\r", "\n"):
                return TableError(
                    f"row {row}, column {column}: expected {SEPARATORS[separator]} or the end of the row behind the "
                    f"closing quotation mark, but {quoted(behind)} follows; write a quotation mark inside a cell twice",
                    row=row,
                    column=str(column),
                )
    return TableError(
        f"row {row}, column {column}: a quotation mark opens a cell that does not end, or is longer than "
        f"{_LONGEST_CELL:,} letters; close it, or leave it out",
        row=row,
        column=str(column),
    )


def _refuse_columns(record: Record, accepted: frozenset[Limit]) -> None:
    if "columns" not in accepted:
        raise TableError(
            f"expected at most {MAX_COLUMNS} columns, but row {record.row} has {len(record.cells):,} "
            f"(column {MAX_COLUMNS + 1} is {quoted(record.cells[MAX_COLUMNS])})",
            row=record.row,
            column=str(MAX_COLUMNS + 1),
            limit="columns",
            offer=f"Take the first {MAX_COLUMNS - 1} columns and the last one",
        )


def _refuse_unprintable(records: list[Record]) -> None:
    for record in records:
        for number, cell in enumerate(record.cells, start=1):
            if match := _UNPRINTABLE.search(cell):
                what = "a NUL byte" if match[0] == "\0" else f"the control character U+{ord(match[0]):04X}"
                raise TableError(
                    f"row {record.row}, column {number}: expected text, but the cell holds {what}; the file is no "
                    "table in plain text, or was damaged: save it again as CSV",
                    row=record.row,
                    column=str(number),
                )


def _equalize_lengths(records: list[Record], readings: list[Reading]) -> list[Record]:
    """Return records of one length: empty cells behind the last column are cut off, anything else is refused."""
    width = Counter(len(record.cells) for record in records).most_common(1)[0][0]
    while width > 1 and not any(cell for record in records for cell in record.cells[width - 1 :]):
        width -= 1
    if max(len(record.cells) for record in records) > width:
        readings.append(Reading("columns", f"empty cells behind column {width} were left out"))
    equal = []
    for row, cells in records:
        if len(cells) < width or any(cells[width:]):
            _refuse_length(row, cells, width, records[0])
        equal.append(Record(row, cells[:width]))
    return equal


def _refuse_length(row: int, cells: list[str], width: int, head: Record) -> None:
    if len(cells) < width:
        named = head.cells[len(cells)] if len(head.cells) >= width and row != head.row else ""
        place = f"column {len(cells) + 1}" + (f" ({quoted(named)})" if named else "")
        raise TableError(
            f"row {row} has {len(cells)} cells, but most rows have {width}: {place} is missing there; "
            "fill it in, leave the cell empty, or take the row out",
            row=row,
            column=named or str(len(cells) + 1),
        )
    raise TableError(
        f"row {row} has {len(cells)} cells, but most rows have {width}: column {width + 1} holds "
        f"{quoted(cells[width])} there; put cells that hold the separator in quotation marks, or take the row out",
        row=row,
        column=str(width + 1),
    )
