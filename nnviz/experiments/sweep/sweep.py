"""A sweep is a grid of settings; a cell is one combination of them, run for several seeds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import product
from math import isfinite, prod
from typing import Any

from nnviz.experiments.sweep.experiment import Experiment, Task, Value, experiment

DIGITS = 24
"""Hexadecimal digits of a key: the chance that two of a million cells share one is below 10^-17."""


@dataclass(frozen=True)
class Axis:
    """A setting and the values that it takes."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Cell:
    """One combination of settings, run for several seeds.

    Attributes
    ----------
    experiment : str
    place : tuple of Value
        The values along the axes of its sweep, in their order.
    settings : tuple of (str, Value)
        Every setting that the sweep says, axes included; what is not said is as usual.
    seeds : tuple of int
    """

    experiment: str
    place: tuple[Value, ...]
    settings: tuple[tuple[str, Value], ...]
    seeds: tuple[int, ...]

    @cached_property
    def task(self) -> Task:
        """What is run.

        Raises
        ------
        SettingError
            If the settings cannot be used.
        """
        return experiment(self.experiment).task(dict(self.settings))

    @property
    def key(self) -> str:
        """A hash of all that decides its numbers but the seeds, and of the version of what is measured."""
        return _key(self.experiment, self.settings)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is worked out from the rest."""
        return {name: getattr(self, name) for name in ("experiment", "place", "settings", "seeds")}


@lru_cache(maxsize=20_000)
def _key(name: str, settings: tuple[tuple[str, Value], ...]) -> str:
    """Return the key of a cell; a sweep asks for it several times, and a task takes a while to check."""
    found = experiment(name)
    told = {"experiment": name, "version": found.version, "settings": dict(found.task(dict(settings)).canonical())}
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:DIGITS]


@dataclass(frozen=True)
class CellResult:
    """What was measured of a cell.

    Attributes
    ----------
    cell : Cell
    rows : tuple of tuple of float
        For each of its seeds a number for each measure of its experiment.
    """

    cell: Cell
    rows: tuple[tuple[float, ...], ...]

    def of(self, measure: str) -> tuple[float, ...]:
        """Return one measure, a number for each seed.

        Raises
        ------
        ValueError
            If there is no such measure.
        """
        place = experiment(self.cell.experiment).index(measure)
        return tuple(row[place] for row in self.rows)

    @property
    def share_solved(self) -> float:
        """The share of the seeds that were solved, 0 to 1."""
        return sum(self.of("solved")) / len(self.rows)

    def median(self, measure: str) -> float:
        """Return the median over the seeds, those without the number left out; NaN where none has it."""
        found = sorted(value for value in self.of(measure) if value == value)
        if not found:
            return float("nan")
        low, high = found[(len(found) - 1) // 2], found[len(found) // 2]
        return low if low == high or not isfinite(high) else (low + high) / 2


@dataclass(frozen=True)
class Sweep:
    """A grid of settings of one experiment.

    Attributes
    ----------
    experiment : str
        A name of `EXPERIMENTS`.
    axes : tuple of Axis
        The last one varies fastest.
    settings : tuple of (str, Value)
        What is the same in all cells, and not as usual.
    seeds : tuple of int
    title : str
        What the page that draws the map calls it.
    """

    experiment: str
    axes: tuple[Axis, ...]
    settings: tuple[tuple[str, Value], ...] = ()
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4)
    title: str = field(default="", compare=False)

    @property
    def kind(self) -> Experiment:
        """What is swept."""
        return experiment(self.experiment)

    @property
    def n_cells(self) -> int:
        """Cells of the whole grid."""
        return prod(len(axis.values) for axis in self.axes)

    def axis(self, name: str) -> Axis:
        """Return an axis.

        Raises
        ------
        KeyError
            If there is none of that name.
        """
        return {axis.name: axis for axis in self.axes}[name]

    def cells(self) -> Iterator[Cell]:
        """Yield all cells in the order of the axes, the last one fastest."""
        names = [axis.name for axis in self.axes]
        for place in product(*(axis.values for axis in self.axes)):
            settings = (*self.settings, *zip(names, place, strict=True))
            yield Cell(self.experiment, place, settings, self.seeds)


def address_of(cell: Cell, seed: int) -> tuple[str, dict[str, str]]:
    """Return the page and the parameters of the address that open the very network of a cell and a seed."""
    return experiment(cell.experiment).page, dict(cell.task.query(seed))
