"""The defaults for a table: which column to predict, as which kind of target, and from which features."""

import numpy as np

from nnviz.datasets.record import Kind
from nnviz.datasets.tables.table import (
    MAX_CATEGORIES,
    MAX_CLASSES,
    Table,
    TableColumn,
)


def possible_kinds(column: TableColumn) -> tuple[Kind, ...]:
    """Return the kinds of target that a column can be, the likeliest first; empty for a constant column.

    Categories are classes. A few different whole numbers are classes, other numbers a value to predict; few numbers may
    be either.
    """
    values = column.values
    n = len(values)
    if n < 2:
        return ()
    few: tuple[Kind, ...] = ("binary", "classes") if n == 2 else ("classes",)
    if column.kind == "category":
        return few
    if n > MAX_CLASSES:
        return ("regression",)
    whole = bool((values == np.round(values)).all())
    likely = whole and n <= len(column.numbers) / 3
    return (*few, "regression") if likely else ("regression", *few)


def default_target(table: Table) -> str:
    """Return the column that is likeliest the target: the last one if it holds texts or classes, else the last such."""
    if table.columns[-1].kind == "category":
        return table.columns[-1].name
    kinds = {column.name: possible_kinds(column) for column in table.columns if len(column.values) <= MAX_CLASSES}
    classes = [name for name, possible in kinds.items() if possible and possible[0] != "regression"]
    named = [name for name in classes if table.column(name).kind == "category"]
    if table.columns[-1].name in classes or not (named or classes):
        return table.columns[-1].name
    return (named or classes)[-1]


def default_features(table: Table, target: str) -> tuple[str, ...]:
    """Return the columns to learn from: all others, without constant ones, names, and row numbers if any is left."""
    able = [
        column
        for column in table.columns
        if column.name != target and not column.constant and len(column.categories) <= MAX_CATEGORIES
    ]
    return tuple(column.name for column in able if not column.counts_rows) or tuple(column.name for column in able)
