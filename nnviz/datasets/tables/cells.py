"""Text becomes records of cells, row by row, with what stands before the table taken off."""

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from nnviz.datasets.tables.account import Question, Reading
from nnviz.datasets.tables.separator import SEPARATORS, find_separator
from nnviz.datasets.tables.table import MAX_COLUMNS, MAX_SCANNED, Limit, TableError, quoted

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LONGEST_CELL = 100_000
MOST_COMMENTS = 200
_SEPARATOR_LINE = re.compile(r'"?sep=(\\t|.)"?[;,\t|]*(?:\r\n|\n|\r)', re.IGNORECASE)
_COMMENT_LINES = re.compile(r"(?:[ \t]*(?:[#%][^\r\n]*)?(?:\r\n|\n|\r))+")
_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK_CELL = re.compile(r'"((?:[^"]|"")*+)"(?=\s|$)|(\S+)')


class Record(NamedTuple):
    """A row of the file and its number, counted from 1."""

    row: int
    cells: list[str]


class Cells(NamedTuple):
    """The cells of a text; records may still differ in length.

    Attributes
    ----------
    records : list of Record
    separator : str
    readings : list of Reading
    question : Question or None
        Where another separator fits about as well.
    comments : list of Record
        Lines behind a ``#`` above the table, split as the table is; the last one may hold the names.
    all_read : bool
        Whether the text ends with the last record; else there are more than `MAX_SCANNED`.
    """

    records: list[Record]
    separator: str
    readings: list[Reading]
    question: Question | None = None
    comments: tuple[Record, ...] = ()
    all_read: bool = True


def split_cells(text: str, separator: str | None = None, accepted: frozenset[Limit] = frozenset()) -> Cells:
    """Split a text into rows of cells.

    Parameters
    ----------
    text : str
    separator : str, optional
        One of `SEPARATORS`; detected unless given.
    accepted : frozenset of str
        With 'columns', a row of too many cells is no reason to refuse the table.

    Raises
    ------
    TableError
        If a quotation mark is not closed, or a cell holds a control character; with row and column.
    """
    first = 1
    declared = _SEPARATOR_LINE.match(text)
    if declared:  # spreadsheets write this line before the table
        text, first = text[declared.end() :], 2
    above = _COMMENT_LINES.match(text) if text.lstrip()[:1] in ("#", "%") else None
    body = text[above.end() :] if above else text
    if separator is None and declared:
        mark = "\t" if declared[1] == "\\t" else declared[1]
        separator = mark if mark in SEPARATORS else None
    question = None
    if separator is None:
        separator, question = find_separator(body if body.strip() else text)
    comments: tuple[Record, ...] = ()
    if above and body.strip():
        comments = _comments(above[0], separator, first)
        width = len(next(_records(body, separator, first)).cells)
        if len(comments) > 1 and {len(comment.cells) for comment in comments} == {width} != {1}:
            comments = ()  # rows of data that begin so, such as the codes of colours
        else:
            text, first = body, first + len(_LINE_END.findall(above[0]))
    records, all_read = _read_records(text, separator, first, accepted)
    if not separator and (unwrapped := _unwrapped(records)):
        inner = split_cells(unwrapped, None, accepted)
        told = Reading("rows", "each stands in quotation marks as a whole, which were removed", row=first)
        return inner._replace(readings=[told, *inner.readings])
    return Cells(records, separator, [], question, comments, all_read)


def _comments(lines: str, separator: str, first: int) -> tuple[Record, ...]:
    """Split the lines above the table; of more than `MOST_COMMENTS` the first ones and the last."""
    numbered = [(row, line.strip()) for row, line in enumerate(_LINE_END.split(lines), start=first) if line.strip()]
    split = [*numbered[:MOST_COMMENTS], *numbered[MOST_COMMENTS:][-1:]]
    return tuple(Record(row, list(_line_cells(line, separator))) for row, line in split)


def _read_records(text: str, separator: str, first: int, accepted: frozenset[Limit]) -> tuple[list[Record], bool]:
    records: list[Record] = []
    for record in _records(text, separator, first):
        if len(records) > MAX_SCANNED:
            return records, False
        if not records:
            check_columns(record, accepted)
        records.append(record)
    if not records:
        raise TableError("the file is empty: row 1, column 1 has nothing in it; choose a file with a table")
    if _UNPRINTABLE.search(text):
        _refuse_unprintable(records)
    return records, True


def _unwrapped(records: list[Record]) -> str:
    """Return the text within the quotation marks where each row is one such cell; else nothing."""
    text = "\n".join(record.cells[0] for record in records)
    return text if find_separator(text).separator else ""


def _line_cells(line: str, separator: str) -> Iterator[str]:
    """Split a single line, without blanks around its cells."""
    if separator == " ":
        for match in _BLANK_CELL.finditer(line):
            yield match[1].replace('""', '"').strip() if match[1] is not None else match[2]
    elif separator:
        for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=separator != "\t"), []):
            yield cell.strip()
    else:
        whole = line.strip()
        quotes = len(whole) > 1 and whole[0] == whole[-1] == '"'
        yield whole[1:-1].replace('""', '"').strip() if quotes else whole.strip('"').strip()


def _records(text: str, separator: str, first: int) -> Iterator[Record]:
    """Yield the rows that are not blank, without the blanks around cells."""
    if separator in (" ", ""):
        for row, line in enumerate(io.StringIO(text, newline=None), start=first):
            if line.strip():
                yield Record(row, list(_line_cells(line, separator)))
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


def check_columns(record: Record, accepted: frozenset[Limit]) -> None:
    """Refuse a row of too many cells, and offer a part."""
    if len(record.cells) > MAX_COLUMNS and "columns" not in accepted:
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
