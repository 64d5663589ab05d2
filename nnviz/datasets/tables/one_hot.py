"""One-hot columns, each the answer to "is it this class?", become the column of classes that they were made from."""

from dataclasses import replace
from os.path import commonprefix

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.tables.table import MAX_CLASSES, Table, TableColumn, TableError, join_names

_SPELLINGS = (("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t"))
_BETWEEN = " _-.:=/["
"""What stands between the name of a column and that of a class, as in species_setosa."""


def one_hot_target(table: Table) -> tuple[str, ...]:
    """Return the last columns of a table if they are one-hot: 0 or 1 each, and exactly one 1 in every row.

    Two such columns count only if their names begin alike, as sex_f and sex_m do: in a truth table, NOT looks the same.
    Something must be left to predict them from.

    Returns
    -------
    tuple of str
        Their names, in the order of the columns; empty if there are none.
    """
    total = np.zeros(len(table.rows), dtype=np.int64)
    for k, column in enumerate(reversed(table.columns), start=1):
        flags = _flags(column)
        if flags is None or k > MAX_CLASSES or k == len(table.columns):
            return ()
        total += flags
        if total.max() > 1:
            return ()
        if total.min() == 1:
            names = table.names[-k:]
            return names if k > 2 or (k == 2 and _common_name(names)) else ()
    return ()


def merge_one_hot(table: Table, names: tuple[str, ...]) -> Table:
    """Replace one-hot columns by one column of classes, which stands where the last of them stood.

    Parameters
    ----------
    table : Table
    names : tuple of str
        As `one_hot_target` returns them.

    Returns
    -------
    Table
        Its preview has the merged column, too.

    Raises
    ------
    TableError
        If these columns are not one-hot.
    """
    places = [k for k, column in enumerate(table.columns) if column.name in names]
    flags = [_flags(table.column(name)) for name in names]
    if len(flags) < 2 or any(one is None for one in flags) or (np.sum(flags, axis=0) != 1).any():  # type: ignore[arg-type]
        raise TableError(f"expected columns of 0 and 1 with exactly one 1 in every row, got {join_names([*names])}")
    common = _common_name(names)
    classes = [name[len(common) :].strip(_BETWEEN + "]") or name for name in names]
    if len(set(classes)) < len(classes):
        classes = list(names)
    order = np.argsort(classes, kind="stable")
    position = np.empty(len(names), dtype=np.int64)
    position[order] = np.arange(len(names))
    codes = position[np.argmax(flags, axis=0)]  # type: ignore[arg-type]
    others = [name for name in table.names if name not in names]
    title = common.rstrip(_BETWEEN) or "class"
    while title in others:
        title += "'"
    merged = TableColumn(title, "category", np.empty(0), codes, tuple(classes[k] for k in order), merged_from=names)
    columns = [merged if k == places[-1] else column for k, column in enumerate(table.columns)]
    kept = [k for k in range(len(columns)) if k not in places[:-1]]
    preview = tuple(
        tuple(merged.categories[codes[row]] if k == places[-1] else cells[k] for k in kept)
        for row, cells in enumerate(table.preview)
    )
    return replace(table, columns=tuple(columns[k] for k in kept), preview=preview)


def _flags(column: TableColumn) -> NDArray[np.int64] | None:
    """Return 0 and 1 for a column of 0 and 1, false and true or the like without gaps; else None."""
    if column.missing.any():
        return None
    if column.kind == "number":
        within = bool(np.isin(column.numbers, (0.0, 1.0)).all())
        return column.numbers.astype(np.int64) if within else None
    spelt = tuple(category.lower() for category in column.categories)
    for no_yes in _SPELLINGS:
        if spelt in (no_yes, no_yes[:1], no_yes[1:]):
            return (column.codes + (0 if spelt[0] == no_yes[0] else 1)).astype(np.int64)
    return None


def _common_name(names: tuple[str, ...]) -> str:
    """Return what the names begin with, up to the last mark between words; empty if they begin otherwise."""
    start = commonprefix(names)
    while start and start[-1] not in _BETWEEN:
        start = start[:-1]
    return start if start.strip(_BETWEEN) else ""
