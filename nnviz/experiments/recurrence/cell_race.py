"""Elman, GRU and LSTM trained in lockstep on the same sequences, several networks of each."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Generic, Protocol, Self, TypeVar

from nnviz.experiments.recurrence.network_settings import CELL_TITLES, Cell
from nnviz.experiments.recurrence.recipe import Recipe, Training, begin
from nnviz.experiments.run.stepwise import EvenTrajectory

CELLS: tuple[Cell, ...] = tuple(CELL_TITLES)
"""The rows of every array of a race."""

STRIDE = 10
"""Steps from one frame to the next."""


class RaceTask(Protocol):
    """What decides a race."""

    @property
    def steps(self) -> int:
        """Of training, at most."""

    def recipe(self, cell: Cell) -> Recipe:
        """Return how the networks of one cell are trained; measured every `STRIDE` steps."""


T = TypeVar("T", bound=RaceTask)
F = TypeVar("F")


def at_the_start(task: RaceTask) -> tuple[Training, ...]:
    """Draw the weights of the networks of all cells, and measure them."""
    return tuple(begin(task.recipe(cell)) for cell in CELLS)


@dataclass(frozen=True, eq=False)
class CellRace(EvenTrajectory[tuple[Training, ...], F], Generic[T, F]):
    """A race up to some step; a cell whose networks have all solved the task rests.

    Attributes
    ----------
    task : RaceTask
    """

    task: T

    @staticmethod
    @abstractmethod
    def measure(state: tuple[Training, ...]) -> F:
        """Return what a frame shows of the trainings."""

    @property
    def step(self) -> int:
        """Steps taken."""
        return max(one.step for one in self.state)

    @property
    def total(self) -> int:
        """Steps at most."""
        return self.task.steps

    @property
    def stride(self) -> int:
        """Steps from one frame to the next."""
        return STRIDE

    @property
    def done(self) -> bool:
        """Whether every network has solved the task, or all steps are taken."""
        return all(one.done for one in self.state)

    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        if self.done:
            return self
        state = tuple(one.next_frame() for one in self.state)
        return replace(self, state=state, frames=(*self.frames, self.measure(state)))

    def of(self, cell: Cell) -> Training:
        """Return the training of one cell."""
        return self.state[CELLS.index(cell)]


def tally(training: Training) -> str:
    """Return how many networks have solved the task, and their median steps."""
    return f"{training.solved}" + (f" (median {training.median:.0f} steps)" if training.solved else "")
