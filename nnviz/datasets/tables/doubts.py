"""What looks like a slip: numbers such as -9999 that stand for gaps, and spellings that differ in case alone."""

from collections.abc import Sequence

import numpy as np

from nnviz.datasets.tables.account import Question
from nnviz.datasets.tables.kinds import CellColumn
from nnviz.datasets.tables.table import TableColumn, quoted

_SENTINELS = (-99999.0, -9999.0, -999.0, -200.0, -99.0, -9.0, 99.0, 999.0, 9999.0, 99999.0)
_MOST_TEXTS = 100
"""A column of more different texts is prose, where spellings may differ."""
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")


def sentinels_of(numbers: np.ndarray) -> list[float]:
    """Return the numbers in use for gaps that lie farther from all others than these spread."""
    values = np.unique(numbers[~np.isnan(numbers)])
    found = []
    for end in (0, -1):
        others = values[1:] if end == 0 else values[:-1]
        if len(others) > 2 and float(values[end]) in _SENTINELS:
            nearest = others[0] if end == 0 else others[-1]
            if abs(values[end] - nearest) > others[-1] - others[0]:
                found.append(float(values[end]))
                values = others
    return found


def sentinel_question(columns: Sequence[tuple[TableColumn, Sequence[float]]], rows: np.ndarray) -> Question:
    """Ask whether outlying numbers stand for gaps."""
    parts = []
    for column, values in columns:
        for value in values:
            hit = column.numbers == value
            parts.append(
                f"{value:g} in column {quoted(column.name)} ({int(hit.sum())}, first in row {rows[hit.argmax()]})"
            )
    more = f" and {len(parts) - 4} more" if len(parts) > 4 else ""
    sentence = f"do these mean 'not known'? They lie far from all other numbers: {', '.join(parts[:4])}{more}"
    options = (("numbers", "no, they are numbers like the others"), ("gaps", "yes, they become gaps"))
    return Question("sentinels", sentence, options, "numbers")


def spellings_of(column: CellColumn) -> dict[str, str]:
    """Return the texts that differ from a commoner one of the column in case or blanks alone, each with that one."""
    if len(column.counts) > _MOST_TEXTS:
        return {}
    alike: dict[str, list[str]] = {}
    for cell in column.counts:
        alike.setdefault(" ".join(cell.translate(_INVISIBLE).casefold().split()), []).append(cell)
    merged: dict[str, str] = {}
    for cells in alike.values():
        commonest = max(cells, key=lambda cell: (column.counts[cell], -len(cell)))
        merged |= {cell: commonest for cell in cells if cell != commonest}
    return merged


def spelling_question(columns: Sequence[tuple[CellColumn, dict[str, str]]]) -> Question:
    """Ask whether spellings that differ in case or blanks alone are the same."""
    parts = [
        f"{column.at(cell)} and {column.at(same)}, column {quoted(column.name)}"
        + (", which differ in spaces" if quoted(cell) == quoted(same) else "")
        for column, merged in columns
        for cell, same in merged.items()
    ]
    more = f" and {len(parts) - 3} more" if len(parts) > 3 else ""
    sentence = f"are these the same? They differ only in case or spaces: {'; '.join(parts[:3])}{more}"
    column, merged = columns[0]
    count = len(column.counts)
    options = (
        ("apart", f"no: {count} different texts in column {quoted(column.name)}"),
        ("merged", f"yes, the most common spelling stands for all: {count - len(merged)} different texts"),
    )
    return Question("spellings", sentence, options, "apart")
