"""A map of a sweep: a slice through its grid along two axes, with what was measured of every run in each cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array
from nnviz.experiments.sweep import Axis, Cell, CellResult, Sweep, Value

SOLVED = 0.5
"""The share of runs from which on a cell counts as one in which networks learn."""

Point = Mapping[str, Value]
"""A value for each axis of a sweep."""


@dataclass(frozen=True, eq=False)
class LearningMap:
    """Cells of a sweep in rows and columns.

    Attributes
    ----------
    sweep : Sweep
    rows, columns : Axis
        Two of its axes.
    fixed : tuple of (str, Value)
        The values of the other axes.
    cells : tuple of tuple of Cell
        By row and column.
    measured : mapping of str to ndarray, shape (rows, columns, seeds)
        By the names of the experiment's measures; NaN where a cell was not run, or a run has no such number.
    """

    sweep: Sweep
    rows: Axis
    columns: Axis
    fixed: tuple[tuple[str, Value], ...]
    cells: tuple[tuple[Cell, ...], ...]
    measured: Mapping[str, Array]

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        return len(self.rows.values), len(self.columns.values)

    @cached_property
    def run(self) -> NDArray[np.bool_]:
        """Which cells were run, shape (rows, columns)."""
        return np.asarray(np.isfinite(self.measured["solved"]).any(axis=-1))

    @cached_property
    def share(self) -> Array:
        """The share of the runs that solved their task, shape (rows, columns); NaN where none was run."""
        return self.summary("solved")

    @property
    def learns(self) -> NDArray[np.bool_]:
        """The cells of which half of the runs or more were solved, shape (rows, columns)."""
        return np.asarray(np.nan_to_num(self.share) >= SOLVED)

    def summary(self, measure: str) -> Array:
        """Return one number for each cell, shape (rows, columns): a share of what is 0 or 1, else the median.

        Runs without the number are left out, such as those that never solved their task; NaN where all are.
        """
        values = self.measured[measure]
        known = ~np.isnan(values)
        if measure in SHARES:
            counts = known.sum(axis=-1)
            sums = np.where(known, values, 0.0).sum(axis=-1)
            shares: Array = np.divide(sums, counts, out=np.full(self.shape, np.nan), where=counts > 0)
            return shares
        found = np.full(self.shape, np.nan)
        for i, j in zip(*np.nonzero(known.any(axis=-1)), strict=True):
            found[i, j] = median(values[i, j])
        return found

    def place(self, point: Point) -> tuple[int, int]:
        """Return the row and the column of the cell nearest to a point."""
        return index_of(self.rows, point.get(self.rows.name)), index_of(self.columns, point.get(self.columns.name))

    def point(self, row: int, column: int) -> dict[str, Value]:
        """Return the values of all axes in a cell.

        Raises
        ------
        IndexError
            If there is no such cell.
        """
        if min(row, column) < 0:
            raise IndexError(f"expected a row and a column of at least 0, got {row} and {column}")
        here = {self.rows.name: self.rows.values[row], self.columns.name: self.columns.values[column]}
        return dict(self.fixed) | here


SHARES = ("solved", "diverged")
"""Measures that are 0 or 1."""


def learning_map(
    sweep: Sweep, results: Iterable[CellResult], rows: str, columns: str, point: Point | None = None
) -> LearningMap:
    """Return the slice of a sweep through a point, along two of its axes.

    Parameters
    ----------
    sweep : Sweep
    results : iterable of CellResult
        Those that there are, in any order; cells of other sweeps do no harm.
    rows, columns : str
        Names of two different axes.
    point : mapping of str to Value, optional
        Values of the other axes; of numbers the nearest one is taken, of what is missing the first.

    Raises
    ------
    ValueError
        If there are no two such axes.
    """
    names = [axis.name for axis in sweep.axes]
    if rows == columns or not {rows, columns} <= set(names):
        raise ValueError(f"expected two different axes of {', '.join(names)}, got {rows} and {columns}")
    by_name = {axis.name: axis for axis in sweep.axes}
    at = {name: by_name[name].values[index_of(by_name[name], (point or {}).get(name))] for name in names}
    cells = []
    keep = [(k, at[name]) for k, name in enumerate(names) if name not in (rows, columns)]
    known = {one.cell.place: one for one in results if all(one.cell.place[k] == value for k, value in keep)}
    shape = (len(by_name[rows].values), len(by_name[columns].values), len(sweep.seeds))
    measures = [one.name for one in sweep.kind.measures]
    measured = {name: np.full(shape, np.nan) for name in measures}
    of_seed = {seed: s for s, seed in enumerate(sweep.seeds)}
    for i, row in enumerate(by_name[rows].values):
        line = []
        for j, column in enumerate(by_name[columns].values):
            here = at | {rows: row, columns: column}
            place = tuple(here[name] for name in names)
            line.append(Cell(sweep.experiment, place, (*sweep.settings, *zip(names, place, strict=True)), sweep.seeds))
            if place not in known:
                continue
            result = known[place]
            for seed, numbers in zip(result.cell.seeds, result.rows, strict=True):
                if seed in of_seed:
                    for name, number in zip(measures, numbers, strict=True):
                        measured[name][i, j, of_seed[seed]] = number
        cells.append(tuple(line))
    fixed = tuple((name, at[name]) for name in names if name not in (rows, columns))
    return LearningMap(sweep, by_name[rows], by_name[columns], fixed, tuple(cells), measured)


def index_of(axis: Axis, value: Value | None) -> int:
    """Return where a value stands on an axis: the nearest one of numbers, the first where nothing is like it."""
    if value in axis.values:
        return axis.values.index(value)
    numbers = [entry for entry in axis.values if isinstance(entry, int | float)]
    if isinstance(value, int | float) and len(numbers) == len(axis.values):
        return int(np.argmin(np.abs(np.array(numbers) - value)))
    return 0


def measured_border(learns: NDArray[np.bool_], run: NDArray[np.bool_]) -> Array:
    """Return the sides between cells that were run, one of which learns and one does not.

    Parameters
    ----------
    learns, run : ndarray of bool, shape (rows, columns)

    Returns
    -------
    ndarray, shape (sides, 4)
        x and y of both ends, in columns and rows: a cell reaches from half a unit before its number to half behind it.
    """
    rows, columns = learns.shape
    sides = []
    for i in range(rows):
        for j in range(columns):
            if j + 1 < columns and run[i, j] and run[i, j + 1] and learns[i, j] != learns[i, j + 1]:
                sides.append((j + 0.5, i - 0.5, j + 0.5, i + 0.5))
            if i + 1 < rows and run[i, j] and run[i + 1, j] and learns[i, j] != learns[i + 1, j]:
                sides.append((j - 0.5, i + 0.5, j + 0.5, i + 0.5))
    return np.array(sides, dtype=np.float64).reshape(-1, 4)


def median(values: Sequence[float] | Array) -> float:
    """Return the median of numbers, infinities among them; NaN are left out, and NaN is returned if all are."""
    found = np.sort([float(value) for value in values if value == value])
    if not found.size:
        return float("nan")
    low, high = found[(len(found) - 1) // 2], found[len(found) // 2]
    return float(low if low == high or not np.isfinite(high) else (low + high) / 2)


Measured = Literal["solved", "solved_epoch", "train_loss", "first_gradient"]
"""What the page colours."""
