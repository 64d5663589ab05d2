"""Formats of text that are no rows of cells: ARFF and LIBSVM are turned into rows, others are refused by name."""

import csv
import io
import re
from typing import NamedTuple

from nnviz.datasets.tables.account import Reading
from nnviz.datasets.tables.cells import Record
from nnviz.datasets.tables.table import MAX_COLUMNS, MAX_SCANNED, ColumnKind, TableError, quoted


class Converted(NamedTuple):
    """A table out of another format, its names in the first record."""

    title: str
    records: list[Record]
    kinds: dict[str, ColumnKind]
    """What the format itself says of columns."""
    all_read: bool
    separator: str = ","
    reading: Reading | None = None


_NAMED = (
    (
        r'[\[{]\s*["\[{]|\[\s*-?[0-9]',
        "JSON",
        "load it with pandas, `read_json(...).to_csv(...)`, and choose that CSV file",
    ),
    (r"<!doctype html|<html|<head|<body|<table|<div|<meta", "HTML, a web page or a spreadsheet saved as one", ""),
    (r"<\?xml|<[a-z]+:?[a-z]*(\s[^<>]*)?>\s*<", "XML", "open it in a spreadsheet and save it as CSV"),
    (r"\{\\rtf", "RTF, a text document", "copy the table into a spreadsheet, and save that as CSV"),
    (r"\\(begin|documentclass)\b", "LaTeX", "copy the table into a spreadsheet, and save that as CSV"),
    (
        r"(?:--[^\n]*\n\s*)*(create table|insert into|drop table)\b",
        "SQL, commands of a database",
        "export the table as CSV",
    ),
    (r"%yaml|---\s*\n", "YAML", "load it with pandas or a converter, and save it as CSV"),
    (r"structure\(list\(", "R code", "save the table with R's `write.csv`"),
)
_ARFF = re.compile(r"\s*(%[^\n]*\n\s*)*@relation\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""@attribute\s+('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\S+)\s+(.+)""", re.IGNORECASE)
_NUMBER = r"[-+]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]++)?"
_LIBSVM_ROW = re.compile(rf"{_NUMBER}(?:\s+qid:[0-9]+)?((?:\s++[0-9]++:{_NUMBER})*+)\s*(?:#.*)?")
_LIBSVM_CHECKED = 50


def refuse_by_name(text: str) -> None:
    """Refuse a text that is no table but something well known.

    Raises
    ------
    TableError
        With the format's name, and what to do.
    """
    start = text[:2000].lstrip()
    for pattern, name, remedy in _NAMED:
        if re.match(pattern, start, re.IGNORECASE) and _is_all(name, text):
            remedy = remedy or "open it in a spreadsheet or copy the table out of the page, and save it as CSV"
            raise TableError(f"expected a table in plain text (CSV or TSV), but this file is {name}; {remedy}", row=1)


def _is_all(name: str, text: str) -> bool:
    """Return whether the end fits the beginning, where a table could begin so as well."""
    end = text[-100:].rstrip().rstrip(",;")
    return not ((name == "JSON" and end[-1:] not in ("]", "}")) or (name == "XML" and end[-1:] != ">"))


def converted(text: str) -> Converted | None:
    """Return the rows of a text in ARFF or LIBSVM, and None for any other.

    Raises
    ------
    TableError
        If it cannot be read, with the row.
    """
    if _ARFF.match(text):
        return _from_arff(text)
    head = [line for line in text[:20_000].splitlines()[:_LIBSVM_CHECKED] if line.strip()]
    head = head[:-1] if len(text) > 20_000 else head
    rows = [_LIBSVM_ROW.fullmatch(line.strip()) for line in head]
    if rows and all(rows) and any(row and row[1] for row in rows):
        return _from_libsvm(text)
    return None


def _from_arff(text: str) -> Converted:
    names: list[str] = []
    kinds: dict[str, ColumnKind] = {}
    lines = io.StringIO(text, newline=None)
    start = 0
    for start, line in enumerate(lines, start=1):
        declared = line.strip()
        if declared.lower().startswith("@data"):
            break
        if declared.lower().startswith("@attribute"):
            attribute = _ATTRIBUTE.fullmatch(declared)
            if not attribute:
                raise TableError(
                    f"row {start}: expected `@attribute name type` of ARFF, got {quoted(declared)}", row=start
                )
            name = re.sub(r"\\(.)", r"\1", attribute[1][1:-1]) if attribute[1][0] in "'\"" else attribute[1]
            names.append(name)
            kinds[name] = "number" if attribute[2].lower() in ("numeric", "real", "integer") else "category"
    if not names:
        raise TableError("expected `@attribute name type` for every column of an ARFF file, but there is none", row=1)
    records = [Record(start, names)]
    for row, line in enumerate(lines, start=start + 1):
        content = line.strip()
        if len(records) > MAX_SCANNED:
            return Converted("ARFF", records, kinds, all_read=False)
        if not content or content.startswith("%"):
            continue
        cells = _sparse_cells(content, row, len(names)) if content[0] == "{" else _arff_cells(content)
        if len(cells) != len(names):
            raise TableError(
                f"row {row} has {len(cells)} cells, but {len(names)} attributes are declared; "
                "correct the row, or remove it",
                row=row,
            )
        records.append(Record(row, cells))
    return Converted("ARFF", records, kinds, all_read=True)


def _arff_cells(content: str) -> list[str]:
    quote = "'" if "'" in content else '"'
    try:
        cells = next(csv.reader([content], quotechar=quote, escapechar="\\", skipinitialspace=True))
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def _sparse_cells(content: str, row: int, width: int) -> list[str]:
    """Return all cells of a row that lists only those that are not 0."""
    cells = ["0"] * width
    for pair in _arff_cells(content.strip("{}")):
        position, _, value = pair.partition(" ")
        if not position.isdecimal() or int(position) >= width:
            raise TableError(f"row {row}: expected `position value` of sparse ARFF, got {quoted(pair)}", row=row)
        cells[int(position)] = value.strip(" '\"")
    return cells


def _from_libsvm(text: str) -> Converted:
    """Return a column for each position that occurs; what a row does not list is 0, and the label stands last."""
    found: list[tuple[int, str, dict[int, str]]] = []
    all_read = True
    for row, line in enumerate(io.StringIO(text, newline=None), start=1):
        content = line.strip()
        if len(found) >= MAX_SCANNED:
            all_read = False
            break
        if not content or content.startswith("#"):
            continue
        if not _LIBSVM_ROW.fullmatch(content):
            raise TableError(
                f"row {row}: expected `label position:value ...` of LIBSVM, got {quoted(content)}", row=row
            )
        label, *rest = content.partition("#")[0].split()
        pairs = [pair.partition(":") for pair in rest if not pair.startswith("qid:")]
        found.append((row, label, {int(position): value for position, _, value in pairs}))
    positions = sorted({position for _, _, values in found for position in values})
    if len(positions) >= MAX_COLUMNS:
        raise TableError(
            f"expected at most {MAX_COLUMNS} columns, but the LIBSVM file has {len(positions):,} positions and a "
            "label; keep fewer of them",
            row=found[0][0],
        )
    names = [*(f"x{position}" for position in positions), "label"]
    place = {position: j for j, position in enumerate(positions)}
    zeros = ["0"] * len(positions)
    rows = []
    for row, label, values in found:
        cells = [*zeros, label]
        for position, value in values.items():
            cells[place[position]] = value
        rows.append(Record(row, cells))
    sentence = (
        f"the first number of each row is the column 'label', such as {quoted(found[0][1])} in row {found[0][0]}; "
        "positions that a row does not list are 0"
    )
    told = Reading("columns", sentence, "label", found[0][0], found[0][1])
    return Converted("LIBSVM", [Record(0, names), *rows], {}, all_read, " ", told)
