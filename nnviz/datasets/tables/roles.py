"""The account of a table's columns: what each holds, what it is used for, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.tables.defaults import (
    default_target,
    left_out_at_first,
    reason_against_feature,
    reason_against_target,
)
from nnviz.datasets.tables.table import Table, TableColumn, join_names, one_line, quoted

Role = Literal["target", "feature", "left out"]
_SHOWN_TEXTS = 3
_TEXT_LENGTH = 20


@dataclass(frozen=True)
class ColumnRole:
    """A line of the account.

    Attributes
    ----------
    name : str
        Of the column.
    holds : str
        What it holds, such as "numbers, 4.3 to 7.9; 2 gaps".
    role : {'target', 'feature', 'left out'}
    reason : str
        Why it has this role, without a full stop.
    """

    name: str
    holds: str
    role: Role
    reason: str


def column_roles(table: Table, target: str, features: Sequence[str]) -> tuple[ColumnRole, ...]:
    """Return a line for every column of a table, in the order of the columns.

    Parameters
    ----------
    table : Table
    target : str
        The column to predict.
    features : sequence of str
        The columns to predict it from.
    """
    left_out = left_out_at_first(table, target)
    chosen = [table.column(name) for name in (target, *features)]
    keep = ~np.any([column.missing for column in chosen], axis=0)
    roles = []
    for column in table.columns:
        role: Role = "left out"
        reason = left_out.get(column.name, "not chosen")
        if column.name == target:
            role, reason = "target", _why_target(table, column)
        elif column.name in features:
            role, reason = "feature", _inputs(column, keep)
            if against := left_out.get(column.name, reason_against_feature(table, column)):
                reason += f", though: {against}"
        roles.append(ColumnRole(column.name, _holds(column), role, reason))
    return tuple(roles)


def _why_target(table: Table, column: TableColumn) -> str:
    last = table.columns[-1]
    if column.merged_from:
        reason = f"merged from {join_names([*column.merged_from], 3)}: exactly one is 1 in every row"
    elif column.name != default_target(table):
        return "chosen"
    elif column is last:
        reason = "the last column"
    else:
        against_last = reason_against_target(table, last) or "nothing can be learned for it"
        reason = f"the last column that fits; {quoted(last.name)}: {against_last}"
    against = reason_against_target(table, column)
    return f"{reason}, though: {against}" if against else reason


def _inputs(column: TableColumn, keep: NDArray[np.bool_]) -> str:
    """Say which inputs of the network a column becomes in these rows."""
    if column.kind == "number":
        return "1 input"
    codes = np.unique(column.codes[keep])
    if len(codes) == 2:
        return f"1 input: 1 for {quoted(column.categories[codes[1]], _TEXT_LENGTH)}, 0 for the other"
    return f"{len(codes)} inputs, 0 or 1: one for each text"


def _holds(column: TableColumn) -> str:
    """Say what a column holds."""
    gaps = "1 gap" if column.gaps == 1 else f"{column.gaps:,} gaps"
    behind = f"; {gaps}" if column.gaps else ""
    values = column.values
    if not len(values):
        return "nothing"
    if column.kind == "number":
        whole = "whole numbers" if (values == values.round()).all() else "numbers"
        unit = f" in {quoted(column.unit, _TEXT_LENGTH)}" if column.unit else ""
        span = (" to " if len(values) > 2 else " and ").join(f"{value:.6g}" for value in dict.fromkeys(values[[0, -1]]))
        return f"{whole}{unit}, {span}{behind}"
    shown = [one_line(text, _TEXT_LENGTH) for text in column.categories[:_SHOWN_TEXTS]]
    more = "" if len(column.categories) <= _SHOWN_TEXTS else ", …"
    texts = "1 text" if len(column.categories) == 1 else f"{len(column.categories):,} texts"
    return f"{texts}: {', '.join(shown)}{more}{behind}"
