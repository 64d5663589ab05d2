"""Columns that only tell the rows apart, such as row numbers, ids and names: learning from them is memorizing.

Where the rows are sorted by class, the number of a row even gives the class away, and nothing is learned that helps
with a row that was never seen.
"""

import re

import numpy as np

from nnviz.datasets.tables.table import MAX_CLASSES, MIN_ROWS, Table, TableColumn
from nnviz.engine.arrays import Array

ID_NAMES = frozenset(
    ("#", "id", "ids", "uid", "uuid", "guid", "index", "idx", "row", "rows", "rowid", "rownum", "rownames", "no", "nr")
    + ("key", "code", "record", "serial")
)
"""Usual names of row numbers and ids, as one word."""
MEASUREMENT_WORDS = frozenset(
    ("age", "amount", "area", "cost", "date", "day", "days", "depth", "distance", "dose", "duration", "height", "hour")
    + ("hours", "income", "length", "level", "mass", "minute", "minutes", "month", "months", "points", "pressure")
    + ("price", "salary", "score", "second", "seconds", "size", "speed", "t", "temp", "temperature", "time", "velocity")
    + ("volume", "week", "weeks", "weight", "width", "x", "y", "year", "years", "z")
)
"""Words of a name that say what was measured, in steps that may well be even: years, doses, hours of learning."""
NEARLY_ALL = 0.9
"""The share of different texts from which on they count as names of the rows."""
SURPRISING = 4.0
"""Equal pairs to expect by chance; that there is none has a chance of exp(-4), less than 2 %."""
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+|#")
_NO_NAME = re.compile(r"column [0-9]+'*|unnamed: ?[0-9]+(_level_[0-9]+)?|level_[0-9]+", re.IGNORECASE)


def reason_for_id(table: Table, column: TableColumn) -> str:
    """Say by what a column seems to hold row numbers or ids; empty where it does not.

    Whole numbers that all differ do, if they count the rows; or bear a usual name; or lie so densely that some would be
    equal if they had been measured (of n numbers out of R possible ones, n (n - 1) / 2 R pairs are equal on average);
    or rise from row to row in the first column, and lie rather densely. Twelve prices of houses lie far apart; a sample
    of row numbers does not. A name such as "year" or "dose" says that they were measured, and so do years that rise one
    by one. Texts do, if (nearly) all of them differ.

    Parameters
    ----------
    table : Table
    column : TableColumn
        One of its columns.

    Returns
    -------
    str
        Without a full stop.
    """
    n = int((~column.missing).sum())
    if n < MIN_ROWS or column.constant:
        return ""
    different = len(column.values)
    if column.kind == "category":
        if different == n:
            return "a different text in every row, as a name, an id or a date"
        if different >= NEARLY_ALL * n:
            return "a different text in nearly every row, as a name, an id or a date"
        return "named as an id" if _has_id_name(table, column, n) else ""
    numbers = column.numbers[~column.missing]
    if column.unit or not (numbers == numbers.round()).all():
        return ""
    if _has_id_name(table, column, n):
        return "whole numbers, named as a row number or an id"
    if different < n or words(column.name) & MEASUREMENT_WORDS or _years(numbers):
        return ""
    if counts_rows(numbers):
        return "counts the rows"
    expected = n * (n - 1) / 2.0 / (numbers.max() - numbers.min() + 1.0)
    if expected >= SURPRISING:
        return "whole numbers, close together and all different, as row numbers or ids"
    steps = np.diff(numbers)
    if expected >= 1.0 and column is table.columns[0] and ((steps > 0.0).all() or (steps < 0.0).all()):
        return "whole numbers in the first column that only rise or only fall, as row numbers"
    return ""


def reason_for_target_id(table: Table, column: TableColumn) -> str:
    """Say by what a column seems to hold row numbers or ids, where it might be the target.

    A target is seldom an id, and a value to predict may well lie on a line: only a usual name, 1 to N in any order and
    texts that differ count here.
    """
    reason = reason_for_id(table, column)
    if not reason or column.kind == "category" or _has_id_name(table, column, int((~column.missing).sum())):
        return reason
    numbers = np.sort(column.numbers[~column.missing])
    return reason if counts_rows(numbers) else ""


def counts_rows(numbers: Array) -> bool:
    """Return whether numbers are 0, 1, 2, ... or 1, 2, 3, ..."""
    return bool(numbers[0] in (0.0, 1.0) and (np.diff(numbers) == 1.0).all())


def _years(numbers: Array) -> bool:
    """Return whether numbers rise from year to year."""
    return bool(numbers[0] >= 1500.0 and numbers[-1] <= 2100.0 and (np.diff(numbers) == 1.0).all())


def words(name: str) -> frozenset[str]:
    """Return the words of a column's name in small letters, as customer and id of 'customerID' or 'customer_id'."""
    return frozenset(_words(name))


def _words(name: str) -> list[str]:
    return _WORD.findall(_INNER_CAPITAL.sub(" ", name).lower())


def _has_id_name(table: Table, column: TableColumn, n: int) -> bool:
    """Return whether a column bears a usual name of ids, and its values could be some.

    "No" and "code" may also head a column of few values. "id" is clearer: it may come back, as that of a patient with
    several rows.
    """
    different = len(column.values)
    parts = _words(column.name)
    if parts[-1:] == ["id"] or parts[:1] == ["id"]:
        return different > n / 2.0 or different > MAX_CLASSES
    unnamed = bool(_NO_NAME.fullmatch(column.name)) and not all(_NO_NAME.fullmatch(name) for name in table.names)
    named = "".join(parts) in ID_NAMES or parts[-2:] in (["row", "number"], ["code", "number"])
    return (named or (unnamed and column is table.columns[0])) and different > n / 2.0
