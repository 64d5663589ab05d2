"""The first row of a table holds the names of its columns, or is data already."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from nnviz.datasets.tables.account import Reading
from nnviz.datasets.tables.cells import Record
from nnviz.datasets.tables.numbers import MISSING, MISSING_NUMBERS, looks_numeric
from nnviz.datasets.tables.table import MIN_ROWS, TableError, join_names, one_line, quoted

_NUMERIC_SHARE = 0.9
"""A column with at least this share of numbers is numeric; other cells count as missing, with a warning."""
_LONGEST_NAME = 60


class Header(NamedTuple):
    """Whether the first row holds names, and how that was detected."""

    present: bool
    reason: str


def find_header(records: Sequence[Record], wanted: bool | None) -> Header:
    """Decide whether the first row holds names: it does if it has a text above numbers, or nothing but texts."""
    if wanted is not None:
        return Header(wanted, "holds the names, as chosen" if wanted else "is data already, as chosen")
    first, below = records[0].cells, records[1:21]
    if not below:
        numeric = any(looks_numeric(cell) for cell in first)
        return Header(not numeric, "holds the names" if not numeric else "is data already")
    over_numbers = [
        j
        for j, cell in enumerate(first)
        if cell not in MISSING and not looks_numeric(cell) and mostly_numeric([record.cells[j] for record in below])
    ]
    if over_numbers:
        return Header(True, f"holds the names: {quoted(first[over_numbers[0]])} stands above numbers")
    if any(looks_numeric(cell) for cell in first):
        return Header(False, "is data already: the columns have no names, so they are numbered")
    return Header(True, "taken for names, as it holds no number")


def mostly_numeric(cells: Sequence[str]) -> bool:
    """Return whether a column is numeric, missing values ignored."""
    counts = {cell: n for cell, n in Counter(cells).items() if cell not in MISSING_NUMBERS}
    numbers = sum(n for cell, n in counts.items() if looks_numeric(cell))
    return bool(counts) and numbers >= _NUMERIC_SHARE * sum(counts.values())


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
                Reading("names", f"{both}; column {j} is called {quoted(name)} here", name, first.row, wanted)
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
