"""A column of a table becomes the target: classes, or numbers in their own units."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.record import Kind
from nnviz.datasets.tables.table import (
    MAX_CLASSES,
    MIN_ROWS,
    Limit,
    Table,
    TableColumn,
    TableError,
    one_line,
    quoted,
)
from nnviz.engine.arrays import Array

NAME_LENGTH = 60


def number_targets(
    table: Table, column: TableColumn, keep: NDArray[np.bool_], notes: list[str]
) -> tuple[Array, NDArray[np.int64], tuple[str, ...]]:
    """Return targets in their own units, no labels and no class names."""
    if column.kind == "category":
        row = int(table.rows[int(np.argmax(keep))])
        raise TableError(
            f"column {quoted(column.name)} holds texts such as {quoted(column.categories[0])} (first in row {row}), "
            "which are not numbers; take it as classes, or choose another target",
            row=row,
            column=column.name,
        )
    values = column.numbers[keep]
    notes.append(
        f"The target {quoted(column.name)} keeps its own units, from {values.min():,.10g} to {values.max():,.10g}; "
        "'Target scaling', under Data, says on what scale the network learns it."
    )
    return values[:, None], np.empty(0, np.int64), ()


def keep_common_classes(
    table: Table, column: TableColumn, keep: NDArray[np.bool_], accepted: frozenset[Limit], notes: list[str]
) -> NDArray[np.bool_]:
    """Keep the rows of as many classes as there may be."""
    values = column.numbers if column.kind == "number" else column.codes.astype(np.float64)
    classes, counts = np.unique(values[keep], return_counts=True)
    if len(classes) <= MAX_CLASSES:
        return keep
    if "classes" not in accepted:
        extra = int(np.flatnonzero(keep & (values == classes[MAX_CLASSES]))[0])
        raise TableError(
            f"expected at most {MAX_CLASSES} classes, but the target, column {quoted(column.name)}, holds "
            f"{len(classes):,} different values (row {table.rows[extra]}, for one, "
            f"holds {quoted(_value_name(column, extra))})",
            row=int(table.rows[extra]),
            column=column.name,
            limit="classes",
            offer=f"Take the rows of the {MAX_CLASSES} most common classes",
        )
    commonest = classes[np.argsort(-counts, kind="stable")[:MAX_CLASSES]]
    fewer = keep & np.isin(values, commonest)
    rows = f"{int(fewer.sum()):,} rows"
    notes.append(f"Only the {MAX_CLASSES} most common of {len(classes):,} classes are taken: {rows}.")
    if int(fewer.sum()) < MIN_ROWS:
        raise too_few_rows(table, (column,), fewer)
    return fewer


def _value_name(column: TableColumn, row: int) -> str:
    return f"{column.numbers[row]:g}" if column.kind == "number" else column.categories[int(column.codes[row])]


def class_labels(column: TableColumn, keep: NDArray[np.bool_], kind: Kind) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return the class of each row that is kept, and the names of the classes."""
    values = column.numbers[keep] if column.kind == "number" else column.codes[keep]
    classes, labels = np.unique(values, return_inverse=True)
    if kind == "binary" and len(classes) != 2:
        raise TableError(
            f"expected two classes for a yes-or-no target, but column {quoted(column.name)} has {len(classes)}; "
            "take it as one of several classes",
            column=column.name,
        )
    names = [f"{value:.12g}" if column.kind == "number" else column.categories[int(value)] for value in classes]
    return labels.astype(np.int64).reshape(-1), distinct_names([one_line(name, NAME_LENGTH) for name in names])


def distinct_names(names: list[str]) -> tuple[str, ...]:
    """Number names that became equal when they were cut."""
    return tuple(f"{name} ({k + 1})" if names.count(name) > 1 else name for k, name in enumerate(names))


def too_few_rows(table: Table, columns: Sequence[TableColumn], keep: NDArray[np.bool_]) -> TableError:
    """Say which column takes most of the rows away."""
    worst = max(columns, key=lambda column: int(column.missing.sum()))
    row = int(table.rows[int(np.argmax(worst.missing))])
    return TableError(
        f"expected at least {MIN_ROWS} rows without gaps, but {int(keep.sum())} of {len(keep)} are left; column "
        f"{quoted(worst.name)} lacks {int(worst.missing.sum()):,} values, the first in row {row}: leave it out",
        row=row,
        column=worst.name,
    )


def check_not_constant(table: Table, column: TableColumn, keep: NDArray[np.bool_]) -> None:
    """Refuse a target that is the same in all rows that are left."""
    values = column.numbers[keep] if column.kind == "number" else column.codes[keep]
    if (values != values[0]).any():
        return
    held = f"{values[0]:g}" if column.kind == "number" else column.categories[int(values[0])]
    first, last = table.rows[keep][[0, -1]]
    raise TableError(
        f"the target, column {quoted(column.name)}, holds {quoted(held)} in every row from {first} to {last}: with one "
        "class there is nothing to tell apart; choose another target or add rows",
        row=int(first),
        column=column.name,
    )
