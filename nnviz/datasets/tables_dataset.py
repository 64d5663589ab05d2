"""A table becomes a data set: one column is the target, others are the features, rows with gaps are left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.record import Dataset, Kind
from nnviz.datasets.tables import (
    MAX_CATEGORIES,
    MAX_CLASSES,
    MAX_COLUMNS,
    MIN_ROWS,
    Limit,
    Table,
    TableColumn,
    TableError,
    listed,
    quoted,
    shown,
)
from nnviz.engine.arrays import Array
from nnviz.engine.heads import one_hot

OWN_NAME = "own"
_NAME_LENGTH = 60


@dataclass(frozen=True, eq=False)
class Taken:
    """A data set made from a table, and what was done to make it.

    Attributes
    ----------
    data : Dataset
    notes : tuple of str
        In plain words: rows left out, texts turned into inputs, the scale of the target.
    """

    data: Dataset
    notes: tuple[str, ...]


def possible_kinds(column: TableColumn) -> tuple[Kind, ...]:
    """Return what a column can be as a target, the likeliest first; empty where all rows are alike.

    Texts are classes. Numbers are classes if they are few and whole, else a value to predict; few numbers may be
    either.
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


def usual_target(table: Table) -> str:
    """Return the column that is likeliest the target: the last one if it holds texts or classes, else the last such."""
    if table.columns[-1].kind == "category":
        return table.columns[-1].name
    kinds = {column.name: possible_kinds(column) for column in table.columns if len(column.values) <= MAX_CLASSES}
    classes = [name for name, possible in kinds.items() if possible and possible[0] != "regression"]
    named = [name for name in classes if table.column(name).kind == "category"]
    if table.columns[-1].name in classes or not (named or classes):
        return table.columns[-1].name
    return (named or classes)[-1]


def usual_features(table: Table, target: str) -> tuple[str, ...]:
    """Return the columns to learn from: all others, without constant ones, names, and row numbers if any is left."""
    able = [
        column
        for column in table.columns
        if column.name != target and not column.constant and len(column.categories) <= MAX_CATEGORIES
    ]
    return tuple(column.name for column in able if not column.counts_rows) or tuple(column.name for column in able)


def to_dataset(
    table: Table,
    target: str,
    features: Sequence[str],
    kind: Kind | None = None,
    accepted: frozenset[Limit] = frozenset(),
) -> Taken:
    """Make a data set from columns of a table.

    A column of two texts becomes one input, 0 or 1; one of more texts an input for each of them (one-hot). Rows with a
    gap in a chosen column are left out. A target of numbers is shifted and scaled to -1..1.

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

    Returns
    -------
    Taken

    Raises
    ------
    TableError
        If the columns do not make a problem to learn, with row and column.
    """
    goal = table.column(target)
    keep = ~goal.missing
    if keep.any():
        _check_varied(table, goal, keep)
    chosen = _chosen(table, target, features)
    for column in chosen:
        keep &= ~column.missing
    notes = _left_out(table, (goal, *chosen), keep)
    if int(keep.sum()) < MIN_ROWS:
        raise _too_few(table, (goal, *chosen), keep)
    _check_varied(table, goal, keep)
    wanted = kind or (possible_kinds(goal) or ("regression",))[0]
    if wanted == "regression":
        Y, labels, class_names = _numbers(table, goal, keep, notes)
    else:
        keep = _few_classes(table, goal, keep, accepted, notes)
        labels, class_names = _labels(goal, keep, wanted)
        Y = labels[:, None].astype(np.float64) if wanted == "binary" else one_hot(labels, len(class_names))
    X, feature_names = _inputs(table, chosen, keep, notes)
    data = Dataset(
        name=OWN_NAME,
        title="Own data",
        kind=wanted,
        X=X,
        Y=Y,
        labels=labels,
        feature_names=feature_names,
        class_names=class_names,
        source="a table that was brought along",
    )
    return Taken(data, tuple(notes))


def _chosen(table: Table, target: str, features: Sequence[str]) -> list[TableColumn]:
    if not features:
        raise TableError(f"expected at least one feature beside the target {quoted(target)}, got none; choose a column")
    if target in features or len(set(features)) < len(features):
        raise TableError(
            f"expected different columns, got {listed([target, *features])}; the target cannot be a feature as well",
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


def _left_out(table: Table, columns: Sequence[TableColumn], keep: NDArray[np.bool_]) -> list[str]:
    n = int((~keep).sum())
    if n == 0:
        return []
    row = int(np.argmin(keep))
    name = next(column.name for column in columns if column.missing[row])
    rows = "1 row is" if n == 1 else f"{n:,} rows are"
    return [f"{rows} left out for missing values (the first: row {table.rows[row]}, column {quoted(name)})."]


def _too_few(table: Table, columns: Sequence[TableColumn], keep: NDArray[np.bool_]) -> TableError:
    worst = max(columns, key=lambda column: int(column.missing.sum()))
    row = int(table.rows[int(np.argmax(worst.missing))])
    return TableError(
        f"expected at least {MIN_ROWS} rows without gaps, but {int(keep.sum())} of {len(keep)} are left; column "
        f"{quoted(worst.name)} lacks {int(worst.missing.sum()):,} values, the first in row {row}: leave it out",
        row=row,
        column=worst.name,
    )


def _check_varied(table: Table, column: TableColumn, keep: NDArray[np.bool_]) -> None:
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


def _numbers(
    table: Table, goal: TableColumn, keep: NDArray[np.bool_], notes: list[str]
) -> tuple[Array, NDArray[np.int64], tuple[str, ...]]:
    """Return targets from -1 to 1, no labels and no class names."""
    if goal.kind == "category":
        row = int(table.rows[int(np.argmax(keep))])
        raise TableError(
            f"column {quoted(goal.name)} holds texts such as {quoted(goal.categories[0])} (first in row {row}), which "
            "are no numbers to predict; take it as classes, or choose another target",
            row=row,
            column=goal.name,
        )
    values = goal.numbers[keep]
    low, high = float(values.min()), float(values.max())
    notes.append(f"The target {quoted(goal.name)} is scaled: -1 stands for {low:g}, 1 for {high:g}.")
    half = high / 2.0 - low / 2.0
    scaled = np.clip((values - low) / half - 1.0, -1.0, 1.0) if half > 0.0 else np.zeros_like(values)
    return scaled[:, None], np.empty(0, np.int64), ()


def _few_classes(
    table: Table, goal: TableColumn, keep: NDArray[np.bool_], accepted: frozenset[Limit], notes: list[str]
) -> NDArray[np.bool_]:
    """Keep the rows of as many classes as there may be."""
    values = goal.numbers if goal.kind == "number" else goal.codes.astype(np.float64)
    classes, counts = np.unique(values[keep], return_counts=True)
    if len(classes) <= MAX_CLASSES:
        return keep
    if "classes" not in accepted:
        extra = int(np.flatnonzero(keep & (values == classes[MAX_CLASSES]))[0])
        raise TableError(
            f"expected at most {MAX_CLASSES} classes, but the target, column {quoted(goal.name)}, holds "
            f"{len(classes):,} different values (row {table.rows[extra]}, for one, "
            f"holds {quoted(_value_name(goal, extra))})",
            row=int(table.rows[extra]),
            column=goal.name,
            limit="classes",
            offer=f"Take the rows of the {MAX_CLASSES} commonest classes",
        )
    commonest = classes[np.argsort(-counts, kind="stable")[:MAX_CLASSES]]
    fewer = keep & np.isin(values, commonest)
    notes.append(f"Only the {MAX_CLASSES} commonest of {len(classes):,} classes are taken: {int(fewer.sum()):,} rows.")
    if int(fewer.sum()) < MIN_ROWS:
        raise _too_few(table, (goal,), fewer)
    return fewer


def _value_name(column: TableColumn, row: int) -> str:
    return f"{column.numbers[row]:g}" if column.kind == "number" else column.categories[int(column.codes[row])]


def _labels(goal: TableColumn, keep: NDArray[np.bool_], kind: Kind) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    values = goal.numbers[keep] if goal.kind == "number" else goal.codes[keep]
    classes, labels = np.unique(values, return_inverse=True)
    if kind == "binary" and len(classes) != 2:
        raise TableError(
            f"expected two classes for a yes-or-no target, but column {quoted(goal.name)} has {len(classes)}; "
            "take it as one of several classes",
            column=goal.name,
        )
    names = [f"{value:.12g}" if goal.kind == "number" else goal.categories[int(value)] for value in classes]
    return labels.astype(np.int64).reshape(-1), _distinct([shown(name, _NAME_LENGTH) for name in names])


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Number names that became equal when they were cut."""
    return tuple(f"{name} ({k + 1})" if names.count(name) > 1 else name for k, name in enumerate(names))


def _inputs(
    table: Table, columns: Sequence[TableColumn], keep: NDArray[np.bool_], notes: list[str]
) -> tuple[Array, tuple[str, ...]]:
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
        new = [shown(f"{column.name} = {column.categories[int(code)]}", _NAME_LENGTH) for code in shown_as]
        names += new
        how = f"becomes the input {quoted(new[0])}" if len(new) == 1 else f"becomes {len(new)} inputs"
        notes.append(f"Column {quoted(column.name)} holds texts and {how}, 0 or 1.")
    if len(names) > MAX_COLUMNS:
        widest = max(zip(columns, parts, strict=True), key=lambda pair: pair[1].shape[1])[0]
        raise TableError(
            f"expected at most {MAX_COLUMNS} inputs, but the chosen columns make {len(names)}; leave some columns of "
            f"texts out, such as {quoted(widest.name)}",
            column=widest.name,
        )
    return np.concatenate(parts, axis=1), _distinct(names)
