"""Runs the cells of a sweep, those left out that are done already."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from nnviz.experiments.sweep.sweep import Cell, CellResult, Sweep

Executor: TypeAlias = Callable[[Sequence[Cell]], Iterable[CellResult]]
"""Runs cells and yields their results, in whatever order they come."""


def run_cell(cell: Cell) -> CellResult:
    """Run one cell: the unit of work. The same numbers wherever it runs."""
    return CellResult(cell, cell.task.run(cell.seeds))


def in_process(cells: Sequence[Cell]) -> Iterator[CellResult]:
    """Run cells one after the other in this process."""
    return map(run_cell, cells)


def run(
    sweep: Sweep,
    *,
    done: Iterable[CellResult] = (),
    executor: Executor = in_process,
    progress: Callable[[int, int], None] | None = None,
) -> Generator[CellResult, None, None]:
    """Run what is not done yet of a sweep, and yield results as they come.

    Parameters
    ----------
    sweep : Sweep
    done : iterable of CellResult
        Seeds of cells that are not run again; they are not yielded. Of other sweeps: ignored.
    executor : callable
    progress : callable, optional
        Called with the cells that are done and the cells in all, before the first and after each.

    Yields
    ------
    CellResult
        Of the seeds that were missing.
    """
    todo = remaining(sweep, done)
    finished = sweep.n_cells - len(todo)
    if progress is not None:
        progress(finished, sweep.n_cells)
    for result in executor(todo) if todo else ():
        finished += 1
        if progress is not None:
            progress(finished, sweep.n_cells)
        yield result


def remaining(sweep: Sweep, done: Iterable[CellResult]) -> list[Cell]:
    """Return the cells of a sweep that are not done, each with the seeds that are missing."""
    known: dict[str, set[int]] = {}
    for result in done:
        known.setdefault(result.cell.key, set()).update(result.cell.seeds)
    todo = []
    for cell in sweep.cells():
        seeds = tuple(seed for seed in cell.seeds if seed not in known.get(cell.key, ()))
        if seeds:
            todo.append(cell if seeds == cell.seeds else replace(cell, seeds=seeds))
    return todo


def gathered(sweep: Sweep, results: Iterable[CellResult]) -> list[CellResult]:
    """Return one result for each cell that has any, in the order of the sweep, its seeds in the sweep's order.

    Parameters
    ----------
    sweep : Sweep
    results : iterable of CellResult
        In whatever order; of one cell there may be several with different seeds. Of other sweeps: ignored.
    """
    found: dict[str, dict[int, tuple[float, ...]]] = {}
    for result in results:
        found.setdefault(result.cell.key, {}).update(zip(result.cell.seeds, result.rows, strict=True))
    whole = []
    for cell in sweep.cells():
        rows: Mapping[int, tuple[float, ...]] = found.get(cell.key, {})
        seeds = tuple(seed for seed in cell.seeds if seed in rows)
        if seeds:
            whole.append(CellResult(replace(cell, seeds=seeds), tuple(rows[seed] for seed in seeds)))
    return whole
