"""Who remembers the first symbol? Elman, GRU and LSTM, twenty networks of each, trained in lockstep from one start."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import GRU, LSTM, Array
from nnviz.experiments.diagnosis.through_time import shares_through_time
from nnviz.experiments.recurrence.cell_race import CELLS, STRIDE, CellRace, at_the_start
from nnviz.experiments.recurrence.memory_settings import (
    MEMORY_BIASES,
    MEMORY_STARTS,
    MemoryBias,
    MemoryFields,
    MemoryStart,
)
from nnviz.experiments.recurrence.network_settings import CELL_TITLES, Cell
from nnviz.experiments.recurrence.recipe import Recipe, Training
from nnviz.experiments.run.through_time import PROBED

SEEDS = 20
"""Networks of each cell."""

BAND = (0.1, 0.5, 0.9)
CHRONO = "chrono"
KEEPING = {"gru": "u", "lstm": "f"}
"""The gate that decides how much of the state is kept."""


@dataclass(frozen=True)
class MemoryTask:
    """What decides a comparison.

    Attributes
    ----------
    length : int
        T, the symbols of a sequence; the first is asked for at the end.
    start : {'orthogonal', 'gaussian'}
        Rule for the first W_hh.
    bias : {'0', '1', '3', 'chrono'}
        Of the gate that keeps; an Elman layer has none.
    steps : int
        Of training, at most.
    seed : int
    seeds : int
        Networks of each cell.
    """

    length: int = 20
    start: MemoryStart = "orthogonal"
    bias: MemoryBias = "0"
    steps: int = 500
    seed: int = 0
    seeds: int = SEEDS

    @staticmethod
    def of(settings: MemoryFields) -> "MemoryTask":
        """Return the comparison of the settings."""
        return MemoryTask(
            settings.memory_length,
            settings.memory_start,
            settings.memory_bias,
            settings.memory_steps,
            settings.memory_seed,
        )

    def recipe(self, cell: Cell) -> Recipe:
        """Return how the networks of one cell are trained."""
        return Recipe(
            "first-symbol",
            self.length,
            cell,
            start=self.start,
            memory_bias=0.0 if self.bias == CHRONO else float(self.bias),
            chrono=self.bias == CHRONO,
            seeds=self.seeds,
            first_seed=self.seed,
            steps=self.steps,
            stride=STRIDE,
        )

    @property
    def others(self) -> Iterator["MemoryTask"]:
        """All starts and biases, this one among them; the rest stays."""
        return (replace(self, start=start, bias=bias) for start in MEMORY_STARTS for bias in MEMORY_BIASES)

    @property
    def guessing(self) -> float:
        """The accuracy of a network that knows nothing of the first symbol."""
        symbols: int = self.recipe("elman").measured.Y.shape[-1]
        return 1.0 / symbols


@dataclass(frozen=True, eq=False)
class MemoryFrame:
    """One moment; rows as the cells of a race, a column a network.

    Attributes
    ----------
    step : int
    accuracy : ndarray, shape (3, seeds)
        How often the first symbol is named, on sequences that no training draws.
    solved : ndarray, shape (3,)
        The share of the networks that have reached 99 % at some measurement.
    """

    step: int
    accuracy: Array
    solved: Array

    @property
    def band(self) -> Array:
        """The 10 % quantile, the median and the 90 % quantile over the networks, shape (3, 3)."""
        band: Array = np.nanquantile(self.accuracy, BAND, axis=-1)
        return band


@dataclass(frozen=True, eq=False)
class MemoryRace(CellRace[MemoryTask, MemoryFrame]):
    """The comparison up to some step."""

    @staticmethod
    def measure(state: tuple[Training, ...]) -> MemoryFrame:
        """Return how often the networks name the first symbol."""
        accuracy = np.stack([one.end.score for one in state])
        solved = np.array([one.solved / one.recipe.seeds for one in state])
        return MemoryFrame(max(one.step for one in state), accuracy, solved)


def begin_memory(task: MemoryTask) -> MemoryRace:
    """Draw the weights of all networks, and measure them.

    Parameters
    ----------
    task : MemoryTask

    Examples
    --------
    >>> race = begin_memory(MemoryTask(length=6, bias="3", steps=200, seeds=3)).run_to_end()
    >>> [race.of(cell).solved for cell in ("elman", "gru", "lstm")]
    [3, 3, 3]
    """
    state = at_the_start(task)
    return MemoryRace(state, (MemoryRace.measure(state),), task)


@lru_cache(maxsize=64)
def kept(task: MemoryTask, cell: Cell) -> Array:
    """Return the share of its content that each unit keeps over the T - 1 steps after the first symbol, by its bias.

    With inputs and states aside the gate is at sigma(b), and what the carousel keeps is ``sigma(b) ** (T - 1)``
    (Hochreiter and Schmidhuber 1997).

    Parameters
    ----------
    task : MemoryTask
    cell : {'gru', 'lstm'}

    Returns
    -------
    ndarray, shape (seeds, units)

    Examples
    --------
    >>> print(kept(MemoryTask(length=21, bias="3", seeds=1), "lstm")[0, 0].round(2))
    0.38
    """
    layer = task.recipe(cell).networks().layers[0]
    assert isinstance(layer, GRU | LSTM)
    k = layer.gates.index(KEEPING[cell]) * layer.units
    b = np.atleast_2d(layer.b)[..., k : k + layer.units].reshape(-1, layer.units)
    share: Array = (1.0 + np.exp(-b)) ** -(task.length - 1.0)
    return share


def vanished(race: MemoryRace, cell: Cell) -> NDArray[np.bool_]:
    """Return in which networks of a cell the gradient vanishes through time by now, shape (seeds,).

    Parameters
    ----------
    race : MemoryRace
    cell : {'elman', 'gru', 'lstm'}
    """
    training = race.of(cell)
    data = training.recipe.measured
    found = shares_through_time(training.state.network, training.recipe.loss, data.X[:PROBED], data.Y[:PROBED])
    return np.atleast_1d(found.vanishes)


def rows(race: MemoryRace) -> list[dict[str, Any]]:
    """Return a line for each network: its accuracy, and when it had solved the task."""
    return [
        {
            "cell": CELL_TITLES[cell],
            "network": race.task.seed + k,
            "steps_taken": training.step,
            "accuracy": float(training.end.score[k]),
            "solved_at": None if np.isnan(training.solved_at[k]) else int(training.solved_at[k]),
        }
        for cell, training in zip(CELLS, race.state, strict=True)
        for k in range(race.task.seeds)
    ]
