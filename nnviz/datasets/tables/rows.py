"""Which records are rows of the table: not titles above it, comments, rulers, or totals and remarks below it."""

import re
from collections import Counter
from collections.abc import Sequence

from nnviz.datasets.tables.account import Reading
from nnviz.datasets.tables.cells import Record
from nnviz.datasets.tables.numbers import looks_numeric
from nnviz.datasets.tables.table import TableError, quoted

_RULER = re.compile(r":?[-=]{3,}:?|[-=+|:]{3,}")
_TOTALS = """
total totals sum sums subtotal average averages mean gesamt summe insgesamt durchschnitt mittelwert totale totaal suma
somme moyenne
"""
_TOTAL_WORDS = frozenset(_TOTALS.split()) | {"grand total", "sub total"}
_MOST_TITLES = 10
_MOST_REMARKS = 5
ROW_NAMES = "row name"


def table_rows(records: Sequence[Record], readings: list[Reading]) -> tuple[list[Record], bool | None]:
    """Return the records of the table itself, all of one length, and whether the first is known to hold names.

    Raises
    ------
    TableError
        If rows differ in length; with row and column.
    """
    rows = _leave_out(records, _rulers(records), "a line that is drawn", readings)
    rows = _leave_out(rows, _comments(rows), "a comment", readings)
    width = _usual_width(rows)
    rows = _leave_out(rows, _titles(rows, width), "a title", readings)
    rows = _leave_out(rows, _remarks(rows, width), "a remark", readings)
    named = None
    if _lacks_a_name(rows, width):
        first = rows[0]
        sentence = (
            f"row {first.row} has one fewer than there are columns: the first column names the rows, as "
            f"{quoted(rows[1].cells[0])} in row {rows[1].row}"
        )
        readings.append(Reading("names", sentence, ROW_NAMES, rows[1].row, rows[1].cells[0]))
        rows = [Record(first.row, [ROW_NAMES, *first.cells]), *rows[1:]]
        named = True
    rows = _equalize_lengths(rows, readings)
    return _leave_out(rows, _totals(rows), "totals", readings), named


def _leave_out(
    records: Sequence[Record], unwanted: Sequence[Record], what: str, readings: list[Reading]
) -> list[Record]:
    """Return the other records, and tell which one is left out."""
    if not unwanted or len(unwanted) == len(records):
        return list(records)
    numbers = {record.row for record in unwanted}
    example = next((cell for cell in unwanted[0].cells if cell), "")
    rows = f"row {unwanted[0].row}" if len(unwanted) == 1 else f"{len(unwanted)} rows (from {unwanted[0].row})"
    readings.append(Reading("rows", f"{rows} left out as {what}: {quoted(example)}", None, unwanted[0].row, example))
    return [record for record in records if record.row not in numbers]


def _usual_width(records: Sequence[Record]) -> int:
    return Counter(len(record.cells) for record in records).most_common(1)[0][0]


def _filled(record: Record) -> list[str]:
    return [cell for cell in record.cells if cell]


def _is_names(record: Record, width: int) -> bool:
    """Return whether a record could hold the names: a text in every column."""
    return len(record.cells) == width and not any(not cell or looks_numeric(cell) for cell in record.cells)


def _rulers(records: Sequence[Record]) -> list[Record]:
    def is_ruler(record: Record) -> bool:
        return record.cells[0][:1] in ("", ":", "-", "=", "+", "|") and all(map(_RULER.fullmatch, _filled(record)))

    return [record for record in records if is_ruler(record)]


def _comments(records: Sequence[Record]) -> list[Record]:
    """Return the few records behind a ``#`` that are unlike the others: shorter, longer, or a row taken out."""
    marked = [record for record in records if record.cells[0].startswith("#")]
    if not marked or len(marked) > len(records) / 2:
        return []
    width = _usual_width(records)

    def is_comment(record: Record) -> bool:
        if len(record.cells) != width or len(_filled(record)) == 1:
            return True
        return looks_numeric(record.cells[0][1:].strip()) and sum(looks_numeric(r.cells[0]) for r in records[:50]) > 25

    return [record for record in marked if is_comment(record)]


def _titles(records: Sequence[Record], width: int) -> list[Record]:
    """Return the records above the table: a text alone, or texts above a row of names that is wider."""
    if width < 2:
        return []
    titles: list[Record] = []
    for record in records[: min(_MOST_TITLES, len(records) - 2)]:
        filled = _filled(record)
        if any(map(looks_numeric, filled)) or not record.cells[0]:
            break
        alone = len(filled) == 1 and (len(record.cells) < width or width > 2)
        if not alone and len(record.cells) == width:
            break
        titles.append(record)
    behind = records[len(titles)]
    if not titles or len(behind.cells) != width:
        return []
    if _is_names(behind, width) or all(len(_filled(record)) == 1 for record in titles):
        return [] if _lacks_a_name(records, width) else titles
    return []


def _lacks_a_name(records: Sequence[Record], width: int) -> bool:
    """Return whether the first record has one cell fewer than all others, as R writes tables with names of rows."""
    if len(records) < 3 or width < 2 or len(records[0].cells) != width - 1:
        return False
    first, below = records[0].cells, records[1:]
    if any(not cell or looks_numeric(cell) for cell in first) or _is_names(below[0], width):
        return False
    names = [record.cells[0] for record in below]
    if len(set(names)) < len(names) or any(len(record.cells) != width for record in below):
        return False
    return width > 2 or names == [str(k) for k in range(1, len(names) + 1)] or not any(map(looks_numeric, names))


def _remarks(records: Sequence[Record], width: int) -> list[Record]:
    """Return the records below the table that hold nothing but one text."""
    if width < 2:
        return []
    remarks: list[Record] = []
    usual = [len(record.cells[0]) for record in records[:50] if len(_filled(record)) > 1]
    for record in records[: -1 - _MOST_REMARKS : -1]:
        text = record.cells[0]
        alone = text and len(_filled(record)) == 1 and not looks_numeric(text)
        if not alone or (len(record.cells) == width and (width == 2 or len(text) < 2 * max(usual, default=0))):
            break
        remarks.append(record)
    return remarks[::-1]


def _totals(records: Sequence[Record]) -> list[Record]:
    """Return the last record if its first text says that it is a total, and no other row holds that text."""
    last = records[-1]
    for j, cell in enumerate(last.cells):
        if cell:
            word = cell.casefold().rstrip(":").strip()
            above = sum(record.cells[j] == cell for record in records[:-1])
            return [last] if word in _TOTAL_WORDS and not above and len(_filled(last)) > 1 else []
    return []


def _equalize_lengths(records: list[Record], readings: list[Reading]) -> list[Record]:
    """Return records of one length: columns without a cell at the edges are cut off, anything else is refused."""
    width = _usual_width(records)
    while width > 1 and not any(cell for record in records for cell in record.cells[width - 1 :]):
        width -= 1
    if max(len(record.cells) for record in records) > width:
        readings.append(Reading("columns", f"empty cells after column {width} were left out"))
    equal = []
    for record in records:
        row, cells = record
        if len(cells) == width:
            equal.append(record)
            continue
        if len(cells) < width or any(cells[width:]):
            raise _unequal_length(row, cells, width, records[0])
        equal.append(Record(row, cells[:width]))
    if width > 2 and not any(record.cells[0] for record in equal):
        readings.append(Reading("columns", "an empty one at the left was left out"))
        return [Record(row, cells[1:]) for row, cells in equal]
    return equal


def _unequal_length(row: int, cells: list[str], width: int, head: Record) -> TableError:
    """Say which cell is missing or left over."""
    if len(cells) < width:
        named = head.cells[len(cells)] if len(head.cells) >= width and row != head.row else ""
        place = f"column {len(cells) + 1}" + (f" ({quoted(named)})" if named else "")
        return TableError(
            f"row {row} has {len(cells)} cells, but most rows have {width}: {place} is missing there; "
            "fill it in, leave the cell empty, or remove the row",
            row=row,
            column=named or str(len(cells) + 1),
        )
    return TableError(
        f"row {row} has {len(cells)} cells, but most rows have {width}: column {width + 1} holds "
        f"{quoted(cells[width])} there; put cells that hold the separator in quotation marks, or remove the row",
        row=row,
        column=str(width + 1),
    )
