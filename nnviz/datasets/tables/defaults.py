"""The defaults for a table: which column to predict and from which features, so that there is something to learn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.datasets.tables.dataset import to_dataset
from nnviz.datasets.tables.ids import reason_for_id, reason_for_target_id
from nnviz.datasets.tables.table import (
    MAX_CATEGORIES,
    MAX_CLASSES,
    MAX_COLUMNS,
    MIN_ROWS,
    Limit,
    Table,
    TableColumn,
    TableError,
)

MOSTLY_EMPTY = 0.5
"""A column with a larger share of gaps is left out at first; and columns with gaps until so many rows are complete."""


def default_target(table: Table) -> str:
    """Return the column that is likeliest the target: the last one that is neither an id nor hopeless.

    A constant or mostly empty column, an id, or a text of more values than there may be classes is passed over, and so
    is one that nothing can be learned from; where no other is left, they come in again, the last first.
    """
    return next(_targets(_Columns(table), table)).name


def _targets(columns: "_Columns", table: Table) -> Iterator[TableColumn]:
    """Yield the possible targets, the likeliest first."""
    backwards = table.columns[::-1]
    fitting = [column for column in backwards if not reason_against_target(table, column)]
    able = [column for column in backwards if not column.constant and len(column.categories) <= MAX_CLASSES]
    many = [column for column in backwards if len(column.categories) > MAX_CLASSES]
    yield from (column for column in (*fitting, *able, *many) if columns.start(column))
    several = [column for column in many if not reason_for_target_id(table, column)]
    yield from (column for column in several if columns.start(column, frozenset({"classes"})))
    yield from fitting
    yield table.columns[-1]


def reason_against_target(table: Table, column: TableColumn) -> str:
    """Say why a column is not the target at first; empty where it may be."""
    if reason := _nothing_in_it(column):
        return reason
    if reason := reason_for_target_id(table, column):
        return reason
    many = len(column.categories) > MAX_CLASSES
    return f"{len(column.categories):,} different texts, more than {MAX_CLASSES} classes" if many else ""


def default_features(table: Table, target: str) -> tuple[str, ...]:
    """Return the columns to learn from at first: all others but those of `left_out_at_first`."""
    left_out = left_out_at_first(table, target)
    return tuple(name for name in table.names if name != target and name not in left_out)


def left_out_at_first(table: Table, target: str) -> dict[str, str]:
    """Return which columns are no features at first, and why.

    Left out are ids, columns of one value, mostly empty ones and texts of too many values; then, of the columns with
    gaps, those without which far more rows are complete; then what is constant in these rows; then texts, as long as
    there are too many inputs. Where nothing would remain, one comes in again: the first that can be learned from.

    Parameters
    ----------
    table : Table
    target : str
        The column to predict.

    Returns
    -------
    dict of str to str
        Column and reason.
    """
    return _Columns(table).left_out(table.column(target))


def reason_against_feature(table: Table, column: TableColumn) -> str:
    """Say why a column, by itself, is no feature at first; empty where it may be."""
    if reason := _nothing_in_it(column):
        return reason
    if reason := reason_for_id(table, column):
        return reason
    many = len(column.categories) > MAX_CATEGORIES
    return (
        f"{len(column.categories):,} different texts, more than the {MAX_CATEGORIES} that become inputs" if many else ""
    )


def _nothing_in_it(column: TableColumn) -> str:
    """Say that a column is empty, constant or mostly empty."""
    if not len(column.values):
        return "no value in any row"
    if column.gaps > MOSTLY_EMPTY * len(column.missing):
        return f"mostly empty: no value in {column.gaps:,} of {len(column.missing):,} rows"
    return "the same value in every row" if column.constant else ""


def _leave_out_gaps(goal: TableColumn, able: list[TableColumn], reasons: dict[str, str]) -> np.ndarray:
    """Leave out columns with gaps until enough rows are complete and the target differs there; return these rows."""
    present = ~goal.missing
    enough = max(MIN_ROWS, MOSTLY_EMPTY * int(present.sum()))
    inside = [column for column in able if column.missing[present].any()]
    while True:
        keep = present & ~np.any([column.missing for column in inside], axis=0) if inside else present
        if not inside or (int(keep.sum()) >= enough and not _constant_in(goal, keep)):
            return keep
        worst = max(inside, key=lambda column: int(column.missing[present].sum()))
        inside.remove(worst)
        gaps = int(worst.missing[present].sum())
        reasons[worst.name] = f"gaps in {gaps:,} rows: with it, too few rows would be complete"


def _constant_in(column: TableColumn, keep: np.ndarray) -> bool:
    values = (column.numbers if column.kind == "number" else column.codes)[keep]
    return len(values) == 0 or bool((values == values[0]).all())


def _leave_out_wide(able: list[TableColumn], reasons: dict[str, str]) -> None:
    """Leave out texts, those of most values first, until there are no more inputs than allowed."""
    width = {column.name: len(column.categories) if len(column.categories) > 2 else 1 for column in able}
    while sum(width.values()) > MAX_COLUMNS:
        widest = max(width, key=width.__getitem__)
        reasons[widest] = f"{width.pop(widest)} different texts: with it, there would be more than {MAX_COLUMNS} inputs"


@dataclass(frozen=True, eq=False)
class _Columns:
    """The columns of a table as features, whatever the target: found once, asked for every target."""

    table: Table

    @cached_property
    def against(self) -> dict[str, str]:
        """Why columns, by themselves, are no features at first."""
        reasons = ((column.name, reason_against_feature(self.table, column)) for column in self.table.columns)
        return {name: reason for name, reason in reasons if reason}

    @cached_property
    def last_resorts(self) -> list[TableColumn]:
        """What may be a feature at all, texts behind numbers and ids last."""
        able = [column for column in self.table.columns if not column.constant]
        able = [column for column in able if len(column.categories) <= MAX_CATEGORIES]
        return sorted(able, key=lambda column: (bool(reason_for_id(self.table, column)), column.kind == "category"))

    def left_out(self, goal: TableColumn) -> dict[str, str]:
        """Return the columns that are left out at first for this target, and why."""
        reasons = {name: reason for name, reason in self.against.items() if name != goal.name}
        able = [column for column in self.table.columns if column is not goal and column.name not in reasons]
        keep = _leave_out_gaps(goal, able, reasons)
        for column in able:
            if column.name not in reasons and _constant_in(column, keep):
                reasons[column.name] = "the same value in every row without gaps"
        _leave_out_wide([column for column in able if column.name not in reasons], reasons)
        if self._train(goal, [column for column in able if column.name not in reasons]):
            return reasons
        others = [column for column in self.last_resorts if column is not goal]
        for chosen in (*([column] for column in others), others):
            if self._train(goal, chosen):
                rest = [column.name for column in self.table.columns if column not in (goal, *chosen)]
                return {name: reasons.get(name, "nothing could be learned with it") for name in rest}
        return reasons

    def start(self, goal: TableColumn, accepted: frozenset[Limit] = frozenset()) -> bool:
        """Return whether this target and its features at first are not refused."""
        reasons = self.left_out(goal)
        chosen = [column for column in self.table.columns if column is not goal and column.name not in reasons]
        return self._train(goal, chosen, accepted)

    def _train(
        self, goal: TableColumn, chosen: Sequence[TableColumn], accepted: frozenset[Limit] = frozenset()
    ) -> bool:
        gaps = np.any([goal.missing, *(column.missing for column in chosen)], axis=0)
        if not chosen or len(gaps) - int(gaps.sum()) < MIN_ROWS:
            return False
        try:
            to_dataset(self.table, goal.name, [column.name for column in chosen], accepted=accepted)
        except TableError:
            return False
        return True
