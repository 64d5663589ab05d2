"""A sweep that is run while somebody looks at it, cell by cell."""

from dataclasses import dataclass

from nnviz.experiments.run.stepwise import Trajectory
from nnviz.experiments.sweep import Cell, CellResult, Sweep, run_cell


@dataclass(frozen=True, eq=False)
class OwnMap(Trajectory[tuple[Cell, ...], tuple[CellResult, ...]]):
    """A sweep as far as it has been run: a frame is what has come with a cell, the first one is empty.

    Attributes
    ----------
    sweep : Sweep
    """

    sweep: Sweep

    @property
    def results(self) -> tuple[CellResult, ...]:
        """What has been run."""
        return tuple(result for frame in self.frames for result in frame)

    @property
    def step(self) -> int:
        """Cells that have been run."""
        return len(self.frames) - 1

    @property
    def total(self) -> int:
        """Cells of the sweep."""
        return self.sweep.n_cells

    @property
    def done(self) -> bool:
        """Whether all of them have been run."""
        return not self.state

    def next_frame(self) -> "OwnMap":
        """Run the next cell, all its seeds."""
        if self.done:
            return self
        result = run_cell(self.state[0])
        return OwnMap(self.state[1:], (*self.frames, (result,)), self.sweep)


def begin_own_map(sweep: Sweep) -> OwnMap:
    """Return a sweep of which nothing has been run yet."""
    return OwnMap(tuple(sweep.cells()), ((),), sweep)
