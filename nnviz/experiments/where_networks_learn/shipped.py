"""The packaged sweep: read once, as all visitors look at the same one."""

from functools import cache

from nnviz.experiments.sweep import CellResult, Sweep
from nnviz.experiments.sweep.table import packaged


@cache
def shipped_sweep() -> tuple[Sweep, tuple[CellResult, ...]]:
    """Return the packaged sweep and its results."""
    found = packaged()
    return found.sweep, found.cells
