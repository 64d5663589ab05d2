"""A sweep that takes a second, for tests of what runs it and of what is kept of it."""

from collections.abc import Iterator, Sequence

from nnviz.experiments.sweep import Axis, Cell, CellResult, Sweep, run, run_cell
from nnviz.experiments.sweep.reading import sweep_yaml
from nnviz.experiments.sweep.table import table_bytes

SWEEP = Sweep(
    "playground",
    (Axis("activation", ("tanh", "relu")), Axis("depth", (1, 2)), Axis("weight_scale", (0.5, 2))),
    (("dataset", "circle"), ("units", 5), ("max_epochs", 3)),
    (0, 1),
)
FILE = sweep_yaml(SWEEP)


def whole_table(ending: str = ".csv") -> bytes:
    """The table of an uninterrupted sweep in one process."""
    return table_bytes(SWEEP, run(SWEEP), ending)


class Counted:
    """Runs cells in this process and remembers which; may fail before some cell."""

    def __init__(self, fail_at: int | None = None, error: type[BaseException] = KeyboardInterrupt) -> None:
        self.cells: list[Cell] = []
        self.fail_at, self.error = fail_at, error

    def __call__(self, cells: Sequence[Cell]) -> Iterator[CellResult]:
        for cell in cells:
            if len(self.cells) == self.fail_at:
                raise self.error
            self.cells.append(cell)
            yield run_cell(cell)
