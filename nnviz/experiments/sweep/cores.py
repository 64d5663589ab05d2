"""Runs cells in several processes of this machine."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from nnviz.experiments.sweep.running import Executor, run_cell
from nnviz.experiments.sweep.sweep import Cell, CellResult

ATTEMPTS = 3
"""How often cells are started anew whose process was killed."""


def all_cores() -> int:
    """Return how many processes this machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def on_cores(n: int) -> Executor:
    """Return what runs cells in n processes.

    Each begins afresh (`spawn`), as on every system, and imports nnviz before NumPy, so that it has one BLAS thread.
    """

    def execute(cells: Sequence[Cell]) -> Iterator[CellResult]:
        left = dict(enumerate(cells))
        for _ in range(ATTEMPTS):
            try:
                for number, result in _once(n, left):
                    del left[number]
                    yield result
            except BrokenProcessPool:
                continue
            return
        raise ValueError(
            f"a process that runs cells was killed {ATTEMPTS} times, perhaps for want of memory; "
            "use fewer with --cores, or fewer units"
        )

    return execute


def _once(n: int, cells: dict[int, Cell]) -> Iterator[tuple[int, CellResult]]:
    """Yield results as they come, each with its number."""
    pool = ProcessPoolExecutor(n, get_context("spawn"), initializer=_leave_interrupts_to_the_parent)
    try:
        futures: dict[Future[CellResult], int] = {pool.submit(run_cell, cell): i for i, cell in cells.items()}
        for future in as_completed(futures):
            yield futures.pop(future), future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    """Have Ctrl-C, which a terminal sends to all processes, end the parent alone: it then sends no more cells."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
