"""A file or pasted text becomes a table, with an account of how it was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from nnviz.datasets.parameters import as_generator
from nnviz.datasets.tables.account import Question, Reading
from nnviz.datasets.tables.cells import Cells, Record, check_columns, split_cells
from nnviz.datasets.tables.columns import CellColumn, find_content, number_column, text_column
from nnviz.datasets.tables.decimals import find_marks
from nnviz.datasets.tables.doubts import sentinel_question, sentinels_of, spelling_question, spellings_of
from nnviz.datasets.tables.formats import converted, refuse_by_name
from nnviz.datasets.tables.header import (
    Header,
    check_enough_rows,
    column_names,
    find_header,
    names_above,
    units_row,
    without_repeats,
)
from nnviz.datasets.tables.numbers import MISSING, SIGNS_FOR_GAPS, DecimalMark
from nnviz.datasets.tables.rows import table_rows
from nnviz.datasets.tables.separator import SEPARATORS
from nnviz.datasets.tables.summary import missing_in_words, separator_in_words, types_in_words
from nnviz.datasets.tables.table import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SCANNED,
    PREVIEW_ROWS,
    ColumnKind,
    Limit,
    Table,
    TableColumn,
    TableError,
    join_names,
    one_line,
    quoted,
)
from nnviz.datasets.tables.text import Text, decode

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
    text = _as_text(source, encoding, accepted)
    readings: list[Reading] = []
    if text.cut:
        readings.append(Reading("rows", f"only those in the first {MAX_BYTES / 1e6:g} MB were read"))
    cells, head, declared = _rows_and_names(text.text, separator, header, accepted, readings)
    first = cells.records[0]
    names = column_names(first, head.present, len(first.cells), readings)
    records: Sequence[Record] = cells.records
    units: dict[int, str] = {}
    if head.present:
        records = without_repeats(records[1:], first, readings)
        records, units = units_row(records, names, readings)
    records = check_enough_rows(records, head, first, names)
    records = _limit_rows(records, cells.all_read, accepted, rng, readings)
    rows = np.array([record.row for record in records], dtype=np.int64)
    raw = [CellColumn(name, [record.cells[j] for record in records], rows) for j, name in enumerate(names)]
    questions = [question for question in (text.question, cells.question, head.question) if question]
    answers = _Answers(cells.separator, decimal, {**declared, **(kinds or {})}, sentinels, spellings)
    columns, mark_reason = _read_columns(raw, answers, units, readings, questions)
    readings += _told_gaps(raw, columns)
    summary = (
        ("Text", text.encoding),
        ("Separator", separator_in_words(cells.separator, separator is not None)),
        ("Decimals", mark_reason),
        ("First row", head.reason),
        ("Size", f"{len(records):,} rows of data (rows {rows[0]} to {rows[-1]} of the file), {len(names)} columns"),
        ("Types", types_in_words(columns)),
        ("Missing", missing_in_words(columns, rows)),
    )
    preview = tuple(tuple(one_line(cell, 80) for cell in record.cells) for record in records[:PREVIEW_ROWS])
    return Table(columns, rows, preview, summary, tuple(readings), tuple(questions))


def _as_text(source: bytes | str, encoding: str | None, accepted: frozenset[Limit]) -> Text:
    if isinstance(source, bytes):
        return decode(source, encoding, accepted)
    return decode(source.encode("utf-8", "replace"), None, accepted)._replace(encoding="as pasted")


def _rows_and_names(
    text: str,
    separator: str | None,
    header: bool | None,
    accepted: frozenset[Limit],
    readings: list[Reading],
) -> tuple[Cells, Header, Mapping[str, ColumnKind]]:
    """Return the records of one length, whether the first holds names, and the kinds that the format declares."""
    refuse_by_name(text)
    other = converted(text) if separator is None else None
    if other:
        cells = Cells(other.records, other.separator, [other.reading] if other.reading else [], all_read=other.all_read)
        records, named = cells.records, None
    else:
        cells = split_cells(text, separator, accepted)
        records, named = table_rows(cells.records, readings)
    readings[:0] = cells.readings
    width = len(records[0].cells)
    if width < 2:
        row, (cell,) = records[0]
        raise TableError(
            f"expected at least two columns, a target and a feature, but row {row} has one cell, {quoted(cell)}; if "
            "something separates columns there, choose it as the separator",
            row=row,
            column="1",
        )
    if width > MAX_COLUMNS:
        check_columns(records[0], accepted)
        records = [Record(row, [*cells[: MAX_COLUMNS - 1], cells[-1]]) for row, cells in records]
        readings.append(Reading("columns", f"only the first {MAX_COLUMNS - 1} and the last one were taken"))
    if other:
        return cells._replace(records=records), Header(True, f"holds the names, as {other.title} has it"), other.kinds
    if named and header is None:
        head = Header(True, "holds the names, one fewer than there are columns")
    else:
        head = find_header(records, header)
    kept, head = names_above(records, cells.comments, head, readings)
    return cells._replace(records=list(kept)), head, {}


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


@dataclass(frozen=True)
class _Answers:
    """What a person answered of columns, and what stands between the cells."""

    separator: str
    decimal: DecimalMark | None
    kinds: Mapping[str, ColumnKind]
    sentinels: Literal["numbers", "gaps"] | None
    spellings: Literal["apart", "merged"] | None


def _read_columns(
    raw: Sequence[CellColumn],
    answers: _Answers,
    units: Mapping[int, str],
    readings: list[Reading],
    questions: list[Question],
) -> tuple[tuple[TableColumn, ...], str]:
    """Return the columns and how the decimal mark was detected."""
    contents = [find_content(column, answers.kinds.get(column.name)) for column in raw]
    readings += [content.reading for content in contents if content.reading]
    numeric = [j for j, content in enumerate(contents) if content.kind == "number"]
    marks = find_marks([raw[j] for j in numeric], answers.separator, answers.decimal)
    spelt = {j: merged for j, column in enumerate(raw) if j not in numeric and (merged := spellings_of(column))}
    outlying: dict[int, list[float]] = {}
    columns: list[TableColumn] = []
    for j, column in enumerate(raw):
        if j not in numeric:
            columns.append(text_column(column, spelt.get(j, {}) if answers.spellings == "merged" else {}))
            continue
        place = numeric.index(j)
        mark, tell = marks.by_column[place], (place not in marks.asked, contents[j].question is None)
        told: list[Reading] = []
        made = number_column(column, mark, *tell, frozenset(), told)
        if found := sentinels_of(made.numbers):
            outlying[j] = found
            if answers.sentinels == "gaps":
                told.clear()
                made = number_column(column, mark, *tell, frozenset(found), told)
        readings += told
        columns.append(replace(made, unit=made.unit or units.get(j, "")))
    questions += [question for question in (marks.question, *(content.question for content in contents)) if question]
    if outlying and answers.sentinels is None:
        asked = [(columns[j], found) for j, found in outlying.items()]
        questions.append(sentinel_question(asked, raw[0].rows))
    if spelt and answers.spellings is None:
        questions.append(spelling_question([(raw[j], merged) for j, merged in spelt.items()]))
    return tuple(columns), marks.reason


def _told_gaps(raw: Sequence[CellColumn], columns: Sequence[TableColumn]) -> list[Reading]:
    """Tell once which texts count as gaps."""
    found = [
        (column, cell)
        for column, made in zip(raw, columns, strict=True)
        for cell in column.counts
        if cell and (cell in MISSING or (cell in SIGNS_FOR_GAPS and made.kind == "number"))
    ]
    if not found:
        return []
    words = list(dict.fromkeys(cell for _, cell in found))
    column, cell = found[0]
    sentence = f"{join_names(words)} taken as missing, first in row {column.row(cell)}, column {quoted(column.name)}"
    return [Reading("gaps", sentence, column.name, column.row(cell), cell)]
