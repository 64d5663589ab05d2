"""The first row of a table holds the names of its columns, or is data already; a row of units may follow."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from nnviz.datasets.tables.account import Question, Reading
from nnviz.datasets.tables.cells import MOST_COMMENTS, Record
from nnviz.datasets.tables.numbers import is_gap, is_whole, looks_numeric, written_number
from nnviz.datasets.tables.table import MAX_COLUMNS, MIN_ROWS, TableError, join_names, one_line, quoted

_NUMERIC_SHARE = 0.8
"""A column with at least this share of numbers is taken for one of numbers, as far as names are concerned."""
_LOOKED_AT = 1000
_LONGEST_NAME = 60
_LONGEST_UNIT = 15
_YEARS = (1000, 2999)


class Header(NamedTuple):
    """Whether the first row holds names, how that was detected, and a question where it could be either."""

    present: bool
    reason: str
    question: Question | None = None


def find_header(records: Sequence[Record], wanted: bool | None) -> Header:
    """Decide whether the first row holds names.

    It does if it has a text above numbers, or numbers that can only be names; and where all is text, if the texts do
    not recur below in their own columns.
    """
    if wanted is not None:
        return Header(wanted, "holds the names, as chosen" if wanted else "is data already, as chosen")
    first = records[0].cells
    columns = [[record.cells[j] for record in records[1 : 1 + _LOOKED_AT]] for j in range(len(first))]
    if len(records) < 2:
        numeric = any(looks_numeric(cell) for cell in first)
        return Header(not numeric, "holds the names" if not numeric else "is data already")
    over = [
        cell
        for cell, below in zip(first, columns, strict=True)
        if not is_gap(cell) and not _continues(cell, below) and mostly_numeric(below)
    ]
    if over:
        like = [
            cell
            for cell, below in zip(first, columns, strict=True)
            if _continues(cell, below) and mostly_numeric(below)
        ]
        if like and not (_rise(like) and (len(like) > 1 or _is_year(like[0]))):
            present = len(over) >= len(like)
            beside = f"{quoted(over[0])} stands above numbers, but {quoted(like[0])} is one itself"
            return Header(
                present, f"{'holds the names' if present else 'is data'}: {beside}", _question(records[0], present)
            )
        return Header(True, f"holds the names: {quoted(over[0])} stands above numbers")
    if any(looks_numeric(cell) for cell in first):
        return _numbers_as_names(records[0], columns)
    return _texts_as_names(records[0], columns)


def mostly_numeric(cells: Sequence[str]) -> bool:
    """Return whether most cells are numbers, gaps ignored."""
    counts = {cell: n for cell, n in Counter(cells).items() if not is_gap(cell)}
    numbers = sum(n for cell, n in counts.items() if looks_numeric(cell))
    return bool(counts) and numbers >= _NUMERIC_SHARE * sum(counts.values())


def _continues(cell: str, below: Sequence[str]) -> bool:
    """Return whether a cell is a number as those below: bare, or with a unit that they have too."""
    written = written_number(cell)
    if written is None or not any(map(str.isdigit, cell)):  # inf may be a name, such as that of inflation
        return False
    if not written.unit:
        return True
    return any(other is not None and other.unit == written.unit for other in map(written_number, below))


def _numbers_as_names(first: Record, columns: Sequence[Sequence[str]]) -> Header:
    """Years that rise, or numbers behind a first cell that alone is empty, are names; numbers that count may be."""
    numbers = [(cell, below) for cell, below in zip(first.cells, columns, strict=True) if looks_numeric(cell)]
    recurring = any(cell in below for cell, below in zip(first.cells, columns, strict=True) if not looks_numeric(cell))
    values = [float(cell) for cell, _ in numbers if is_whole(cell)]
    if _lacks_its_corner(first, columns):
        return Header(True, f"holds the names, such as {quoted(first.cells[1])}: its first cell alone is empty")
    beside_texts = len(values) < len(first.cells) and not recurring
    if _rise([cell for cell, _ in numbers]) and (beside_texts or len(values) > 2):
        years = all(_is_year(cell) for cell, _ in numbers)
        if years and not all(_is_year(cell) for _, cells in numbers for cell in cells[:50]):
            held = " to ".join(quoted(cell) for cell in dict.fromkeys((numbers[0][0], numbers[-1][0])))
            return Header(True, f"holds the names: {held} {'are increasing years' if len(values) > 1 else 'is a year'}")
        least = {0.0: 3, 1.0: 5}.get(values[0], MAX_COLUMNS + 1)
        if len(first.cells) == len(values) >= least and values[-1] == values[0] + len(values) - 1:
            return Header(True, "taken for names that count the columns", _question(first, True))
    return Header(False, "is data already: the columns have no names, so they are numbered")


def _rise(cells: Sequence[str]) -> bool:
    """Return whether all cells are whole numbers, each larger than the one before."""
    values = [float(cell) for cell in cells if is_whole(cell)]
    return len(values) == len(cells) and all(a < b for a, b in zip(values, values[1:], strict=False))


def _is_year(cell: str) -> bool:
    return is_whole(cell) and _YEARS[0] <= float(cell) <= _YEARS[1]


def _lacks_its_corner(first: Record, columns: Sequence[Sequence[str]]) -> bool:
    """Return whether only the first cell is empty, above a column without gaps: names of rows stand below it."""
    return len(first.cells) > 1 and not first.cells[0] and all(first.cells[1:]) and all(columns[0])


def _texts_as_names(first: Record, columns: Sequence[Sequence[str]]) -> Header:
    """Texts that recur below in their own columns are data."""
    recurring = [cell for cell, below in zip(first.cells, columns, strict=True) if cell and cell in below]
    if not recurring and _lacks_its_corner(first, columns):
        return Header(True, f"holds the names, such as {quoted(first.cells[1])}: its first cell alone is empty")
    if 2 * len(recurring) >= len(first.cells):
        return Header(False, f"is data already: {quoted(recurring[0])} recurs below in its column")
    if recurring:
        return Header(True, "taken for names, since none of its cells is a number", _question(first, True))
    if any(len(set(below)) <= len(below) / 2 for below in columns):
        return Header(True, "taken for names: its texts do not recur below")
    return Header(True, "taken for names, since none of its cells is a number", _question(first, True))


def _question(first: Record, default: bool) -> Question:
    held = join_names(list(first.cells), 3)
    return Question(
        "header",
        f"does row {first.row} hold the names of the columns?",
        ((True, f"yes, the columns are named {held}"), (False, f"no, {held} are data")),
        default,
    )


def names_above(
    records: Sequence[Record], comments: Sequence[Record], head: Header, readings: list[Reading]
) -> tuple[Sequence[Record], Header]:
    """Take the names from a comment above the table where the table has none; tell which comments are left out."""
    width = len(records[0].cells)
    given = _uncommented(comments[-1], width) if comments else None
    usual = given is not None and 1 < width == len(given.cells) and not any(map(looks_numeric, given.cells))
    left = list(comments)
    if given and usual and (not head.present or (len(comments) == 1 and "stands above" not in head.reason)):
        left.pop()
        records = [given, *records]
        behind = "" if given == comments[-1] else f" behind {quoted(comments[-1].cells[0][:1])}"
        head = Header(True, f"holds the names{behind}, such as {quoted(given.cells[-1])}")
    if left:
        text = " ".join(left[0].cells)
        count = f"more than {MOST_COMMENTS}" if len(comments) > MOST_COMMENTS else str(len(left))
        rows = f"row {left[0].row}" if len(left) == 1 else f"{count} rows (from {left[0].row})"
        readings.append(Reading("rows", f"{rows} left out as a comment: {quoted(text)}", None, left[0].row, text))
    return records, head


def _uncommented(comment: Record, width: int) -> Record:
    """Return a line without its mark, unless the mark is the name of the first column."""
    first, *others = comment.cells
    if first in ("#", "%") and len(others) == width:
        return Record(comment.row, others)
    return Record(comment.row, [first.lstrip("#% ") or first, *others])


def units_row(
    records: Sequence[Record], names: Sequence[str], readings: list[Reading]
) -> tuple[Sequence[Record], dict[int, str]]:
    """Return the rows without a row of units below the names, and the unit of each column.

    A row of units has texts above most columns of numbers and above no other number; a single such text beside others
    could be a slip, unless it stands in brackets.
    """
    if len(records) <= MIN_ROWS:
        return records, {}
    first, below = records[0], records[1 : 1 + _LOOKED_AT]
    numeric = [j for j in range(len(names)) if mostly_numeric([record.cells[j] for record in below])]
    units = {j: first.cells[j].strip("()[] ") for j in numeric if first.cells[j] and not is_gap(first.cells[j])}
    others = [j for j in range(len(names)) if j not in numeric and first.cells[j]]
    alone = len(units) == 1 and others and not first.cells[next(iter(units))].startswith(("(", "["))
    if (
        2 * len(units) < max(1, len(numeric))
        or alone
        or any(looks_numeric(cell) for cell in first.cells)
        or any(len(unit) > _LONGEST_UNIT for unit in units.values())
        or any(first.cells[j] in {record.cells[j] for record in below} for j in others)
    ):
        return records, {}
    j = next(iter(units))
    sentence = f"row {first.row} left out as units, such as {quoted(first.cells[j])} of {quoted(names[j])}"
    readings.append(Reading("rows", sentence, names[j], first.row, first.cells[j]))
    return records[1:], units


def without_repeats(records: Sequence[Record], head: Record, readings: list[Reading]) -> Sequence[Record]:
    """Leave out rows that repeat the names, as in files that were joined."""
    again = [record.row for record in records if record.cells == head.cells]
    if not again:
        return records
    rows = f"row {again[0]}" if len(again) == 1 else f"{len(again)} rows (from {again[0]})"
    readings.append(
        Reading("rows", f"{rows} left out, repeating the names: {quoted(head.cells[0])}", None, again[0], head.cells[0])
    )
    return [record for record in records if record.cells != head.cells]


def column_names(first: Record, present: bool, width: int, readings: list[Reading]) -> list[str]:
    """Give every column a name of its own, and say where the file did not."""
    given = [one_line(cell, _LONGEST_NAME) for cell in first.cells] if present else [""] * width
    names: list[str] = []
    unnamed: list[str] = []
    for j, wanted in enumerate(given, start=1):
        name = wanted or f"column {j}"
        if wanted in names:
            k = next(k for k in range(2, width + 2) if f"{wanted} ({k})" not in (*names, *given))
            name = f"{wanted} ({k})"
            both = f"columns {names.index(wanted) + 1} and {j} are both named {quoted(wanted)} in row {first.row}"
            readings.append(
                Reading("names", f"{both}; column {j} is named {quoted(name)} here", name, first.row, wanted)
            )
        elif not wanted:
            while name in given or name in names:
                name += "'"
            unnamed.append(str(j))
        names.append(name)
    if present and unnamed:
        places = ", ".join(unnamed[:5]) + (" and others" if len(unnamed) > 5 else "")
        sentence = f"row {first.row} gives none to column {places}; the number serves as name"
        readings.append(Reading("names", sentence, row=first.row))
    return names


def check_enough_rows(records: Sequence[Record], head: Header, first: Record, names: list[str]) -> Sequence[Record]:
    """Return the rows of data, or refuse them where there are too few."""
    if len(records) >= MIN_ROWS:
        return records
    if not records:
        raise TableError(
            f"the file has names in row {first.row} ({join_names(names, 3)}) and no data: row {first.row + 1}, column "
            f"{quoted(names[0])} is empty; add rows of data",
            row=first.row + 1,
            column=names[0],
        )
    last, count = records[-1].row, len(records)
    raise TableError(
        f"expected at least {MIN_ROWS} rows of data, so that some can be held back for a test, but the file has "
        f"{count}: row {last} is the last, from column {quoted(names[0])} to column {quoted(names[-1])} (the first row "
        f"{head.reason}); add rows",
        row=last,
        column=names[0],
    )
