"""The kinds of target that a column can be: yes or no, one of several classes, or a number."""

from nnviz.datasets.record import Kind
from nnviz.datasets.tables.table import MAX_CLASSES, TableColumn


def possible_kinds(column: TableColumn) -> tuple[Kind, ...]:
    """Return the kinds of target that a column can be, the likeliest first; empty for a constant column.

    Two values are yes or no. Categories are classes. A few different whole numbers are classes, other numbers a value
    to predict; few numbers may be either.
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
    whole = bool((values == values.round()).all())
    likely = n == 2 or (whole and n <= int((~column.missing).sum()) / 3)
    return (*few, "regression") if likely else ("regression", *few)
