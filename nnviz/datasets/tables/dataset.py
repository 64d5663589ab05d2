"""A table becomes a data set: one column is the target, others are the features; incomplete rows are left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.record import Dataset, Kind
from nnviz.datasets.tables.images import check_pixels
from nnviz.datasets.tables.table import (
    MAX_CATEGORIES,
    MAX_COLUMNS,
    MIN_ROWS,
    Limit,
    Table,
    TableColumn,
    TableError,
    join_names,
    one_line,
    quoted,
)
from nnviz.datasets.tables.target import (
    NAME_LENGTH,
    check_not_constant,
    class_labels,
    distinct_names,
    keep_common_classes,
    number_targets,
    too_few_rows,
)
from nnviz.datasets.tables.target_kinds import possible_kinds
from nnviz.engine.arrays import Array
from nnviz.engine.heads import one_hot

OWN_NAME = "own"


@dataclass(frozen=True, eq=False)
class ConvertedTable:
    """A data set converted from a table, and what the conversion did.

    Attributes
    ----------
    data : Dataset
    notes : tuple of str
        In plain words: rows left out, classes left out, the range of the target.
    """

    data: Dataset
    notes: tuple[str, ...]


def to_dataset(
    table: Table,
    target: str,
    features: Sequence[str],
    kind: Kind | None = None,
    accepted: frozenset[Limit] = frozenset(),
    images: bool = False,
) -> ConvertedTable:
    """Make a data set from columns of a table.

    A column of two categories becomes one input, 0 or 1; one of more categories an input for each (one-hot). Rows
    with a gap in a chosen column are left out. A target of numbers stays in its own units.

    Parameters
    ----------
    table : Table
    target : str
        The column to predict.
    features : sequence of str
        The columns to predict it from, at least one.
    kind : {'binary', 'classes', 'regression'}, optional
        One of `possible_kinds`; the first of them unless given.
    accepted : frozenset of str
        With 'classes', the rows of the commonest classes are taken where there are too many.
    images : bool
        Whether each row is a square image: every feature a pixel, from left to right and from top to bottom. Pixels
        may be the same in all rows.

    Returns
    -------
    ConvertedTable

    Raises
    ------
    TableError
        If nothing can be learned from these columns; with row and column.
    """
    target_column = table.column(target)
    keep = ~target_column.missing
    if keep.any():
        check_not_constant(table, target_column, keep)
    chosen = _feature_columns(table, target, features)
    side = check_pixels(chosen) if images else None
    for column in chosen:
        keep &= ~column.missing
    notes = _note_missing(table, (target_column, *chosen), keep)
    if int(keep.sum()) < MIN_ROWS:
        raise too_few_rows(table, (target_column, *chosen), keep)
    check_not_constant(table, target_column, keep)
    wanted = kind or (possible_kinds(target_column) or ("regression",))[0]
    if wanted == "regression":
        Y, labels, class_names = number_targets(table, target_column, keep, notes)
    else:
        keep = keep_common_classes(table, target_column, keep, accepted, notes)
        labels, class_names = class_labels(target_column, keep, wanted)
        Y = labels[:, None].astype(np.float64) if wanted == "binary" else one_hot(labels, len(class_names))
    X, feature_names = _inputs(table, chosen, keep) if side is None else _pixels(chosen, keep)
    data = Dataset(
        name=OWN_NAME,
        title="Own data",
        kind=wanted,
        X=X,
        Y=Y,
        labels=labels,
        feature_names=feature_names,
        class_names=class_names,
        target_name=one_line(target, NAME_LENGTH),
        shape=None if side is None else (side, side, 1),
        x_range=None if side is None else (min(0.0, float(X.min())), float(X.max())),
        source="a table that was brought along",
    )
    return ConvertedTable(data, tuple(notes))


def _feature_columns(table: Table, target: str, features: Sequence[str]) -> list[TableColumn]:
    if not features:
        raise TableError(f"expected at least one feature beside the target {quoted(target)}, got none; choose a column")
    if target in features or len(set(features)) < len(features):
        raise TableError(
            f"expected different columns, got {join_names([target, *features])}; "
            "the target cannot be a feature as well",
            column=target,
        )
    columns = [table.column(name) for name in features]
    for column in columns:
        if len(column.categories) > MAX_CATEGORIES:
            extra = int(np.argmax(column.codes >= MAX_CATEGORIES))
            raise TableError(
                f"column {quoted(column.name)} holds {len(column.categories):,} different texts, a feature at "
                f"most {MAX_CATEGORIES} (row {table.rows[extra]}, for one, holds "
                f"{quoted(column.categories[column.codes[extra]])}); leave the column out",
                row=int(table.rows[extra]),
                column=column.name,
            )
    return columns


def _note_missing(table: Table, columns: Sequence[TableColumn], keep: NDArray[np.bool_]) -> list[str]:
    n = int((~keep).sum())
    if n == 0:
        return []
    row = int(np.argmin(keep))
    name = next(column.name for column in columns if column.missing[row])
    rows = "1 row is" if n == 1 else f"{n:,} rows are"
    return [f"{rows} left out for missing values (the first: row {table.rows[row]}, column {quoted(name)})."]


def _pixels(columns: Sequence[TableColumn], keep: NDArray[np.bool_]) -> tuple[Array, tuple[str, ...]]:
    """Return grey values, shape (N, d), and the names of the pixels."""
    X = np.stack([column.numbers[keep] for column in columns], axis=1)
    if (X == X[0]).all():
        raise TableError("expected images that differ, but every row has the same pixels; there is nothing to learn")
    return X, distinct_names([column.name for column in columns])


def _inputs(table: Table, columns: Sequence[TableColumn], keep: NDArray[np.bool_]) -> tuple[Array, tuple[str, ...]]:
    """Return inputs, shape (N, d), and their names."""
    parts: list[Array] = []
    names: list[str] = []
    for column in columns:
        values = column.numbers[keep] if column.kind == "number" else column.codes[keep].astype(np.float64)
        different = np.unique(values)
        if len(different) < 2:
            first, last = table.rows[keep][[0, -1]]
            raise TableError(
                f"column {quoted(column.name)} has the same value in all rows from {first} to {last}, so there is "
                "nothing to learn from it; leave it out",
                row=int(first),
                column=column.name,
            )
        if column.kind == "number":
            parts.append(values[:, None])
            names.append(column.name)
            continue
        shown_as = different[1:] if len(different) == 2 else different
        parts.append((values[:, None] == shown_as[None, :]).astype(np.float64))
        names += [one_line(f"{column.name} = {column.categories[int(code)]}", NAME_LENGTH) for code in shown_as]
    if len(names) > MAX_COLUMNS:
        widest = max(zip(columns, parts, strict=True), key=lambda pair: pair[1].shape[1])[0]
        raise TableError(
            f"expected at most {MAX_COLUMNS} inputs, but the chosen columns make {len(names)}; leave some columns of "
            f"texts out, such as {quoted(widest.name)}",
            column=widest.name,
        )
    return np.concatenate(parts, axis=1), distinct_names(names)
