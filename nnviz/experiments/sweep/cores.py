"""Runs cells in several processes of this machine."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from threading import Thread, current_thread, main_thread

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
    pool, others = ProcessPoolExecutor(n, get_context("spawn"), initializer=_follow_the_parent), active_children()
    with _deaf_to_interrupts():
        futures: dict[Future[CellResult], int] = {pool.submit(run_cell, cell): i for i, cell in cells.items()}
    own = [process for process in active_children() if process not in others]
    try:
        for future in as_completed(futures):
            yield futures.pop(future), future.result()
    except BaseException:  # Ctrl-C, or nobody wants the rest: cells that are running are not waited for
        for process in own:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start processes that leave Ctrl-C, which a terminal sends to all of them, to this one; it then sends no cells."""
    if current_thread() is not main_thread():  # only there signals can be set
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _follow_the_parent() -> None:
    """End where the process that sends cells was killed."""
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
