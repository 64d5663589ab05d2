"""What a sweep has measured so far, on the disk at once: a line for each cell, so that a kill loses at most one."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from nnviz.experiments.address.echo import echo
from nnviz.experiments.sweep.experiment import experiment
from nnviz.experiments.sweep.running import Executor, in_process, run
from nnviz.experiments.sweep.sweep import Cell, CellResult, Sweep
from nnviz.experiments.sweep.table import check_ending, read_table, write_table


def journal_of(path: Path) -> Path:
    """Return where the results of a table are kept while they are measured."""
    return path.with_name(f"{path.name}.part")


@dataclass(frozen=True)
class Journal:
    """A file with a line for each cell that is done; a line that a kill cut off counts as none."""

    stream: BinaryIO

    def append(self, result: CellResult) -> None:
        """Write what was measured of a cell; when this returns, a kill of the process cannot lose it."""
        told = {"key": result.cell.key, "seeds": result.cell.seeds, "rows": result.rows}
        self.stream.write(json.dumps(told).encode() + b"\n")
        self.stream.flush()

    def read(self, sweep: Sweep) -> Iterator[CellResult]:
        """Yield what is there of a sweep, and end where the last whole line does: there the next one is written.

        Raises
        ------
        ValueError
            If it holds cells of another sweep.
        """
        self.stream.seek(0)
        data = self.stream.read()
        whole = data.rpartition(b"\n")[0] + b"\n" if b"\n" in data else b""
        self.stream.truncate(len(whole))
        self.stream.seek(len(whole))
        cells = {cell.key: cell for cell in sweep.cells()}
        for line in whole.splitlines():
            result = _read(line, cells, Path(self.stream.name).name)
            if result is not None:
                yield result


def _read(line: bytes, cells: dict[str, Cell], name: str) -> CellResult | None:
    """Return the cell of a line; None for a line that is none."""
    try:
        told = json.loads(line)
        key, seeds, rows = told["key"], tuple(told["seeds"]), tuple(tuple(map(float, row)) for row in told["rows"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    cell = cells.get(key)
    if cell is None or not set(seeds) <= set(cell.seeds):
        raise _of_another(name)
    columns = len(experiment(cell.experiment).measures)
    fine = len(rows) == len(seeds) and all(len(row) == columns for row in rows)
    return CellResult(replace(cell, seeds=seeds), rows) if fine else None


def _of_another(name: str) -> ValueError:
    return ValueError(
        f"expected results of this sweep in {echo(name)}, got some of other settings, seeds or measures; write to "
        "another file with --results, or delete this one"
    )


@contextmanager
def opened(path: Path) -> Iterator[Journal]:
    """Open the journal at a path, or begin one; no other process can meanwhile, where the system has locks.

    Raises
    ------
    ValueError
        If another process has it open.
    """
    with path.open("a+b") as stream:
        _lock(stream)
        yield Journal(stream)


def _lock(stream: BinaryIO) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        name = echo(Path(stream.name).name)
        raise ValueError(f"another sweep is writing {name}; wait for its end, or write to another file") from None


def known(sweep: Sweep, path: Path) -> list[CellResult]:
    """Return what a table holds of a sweep; nothing where there is no table.

    Raises
    ------
    ValueError
        If it is no table, or one with cells or seeds that the sweep does not have.
    """
    if not path.exists():
        return []
    found = read_table(path.read_bytes(), path.name)
    seeds = {cell.key: set(cell.seeds) for cell in sweep.cells()}
    for result in found.cells:
        if not set(result.cell.seeds) <= seeds.get(result.cell.key, set()):
            raise _of_another(path.name)
    return list(found.cells)


def run_into(
    path: Path,
    sweep: Sweep,
    executor: Executor = in_process,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Run what a table does not hold yet of a sweep, keep each result at once, and write the table at the end.

    However this ends (all is done, Ctrl-C, an error), the table then holds what was measured. After a kill the journal
    beside it does, and the next call goes on from both.

    Parameters
    ----------
    path : Path
        Of the table; it ends in .csv or .parquet.
    sweep : Sweep
    executor : callable
    progress : callable, optional
        As `run` calls it.

    Raises
    ------
    ValueError
        If the table or the journal holds results of another sweep.
    """
    check_ending(path)
    results, written = known(sweep, path), False
    try:
        with opened(journal_of(path)) as journal:
            results += journal.read(sweep)
            try:
                with closing(run(sweep, done=results, executor=executor, progress=progress)) as running:
                    for result in running:
                        journal.append(result)
                        results.append(result)
            finally:
                if results:
                    write_table(path, sweep, results)
                written = True
    finally:
        if written:
            journal_of(path).unlink(missing_ok=True)
