"""`nnviz sweep FILE` runs a grid of settings of an experiment, here or on a cluster, and keeps a table of results."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from nnviz.commands.command import Command

if TYPE_CHECKING:
    from nnviz.experiments.sweep import Executor, Sweep

EVERY = 2.0
"""Seconds between two lines of progress."""

SAMPLED = 8
"""Cells that an estimate times."""

SPREAD = (5**0.5 - 1) / 2
"""Steps of this share of a grid, taken again and again, come near every part of it and fall into no period of it."""


def arguments(parser: ArgumentParser) -> None:
    """Add the settings file, where results go, and what runs the cells."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the settings of the sweep (docs/sweeps.md)")
    parser.add_argument(
        "--results",
        type=Path,
        metavar="TABLE",
        help="a .csv or .parquet file (FILE with .csv); what it holds already is not computed again",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--cores", type=_cores, default=1, metavar="N", help="so many processes of this machine, or all (1)"
    )
    where.add_argument("--cluster", metavar="ADDRESS", help="the workers of a Dask scheduler: tcp://10.0.0.1:8786")
    parser.add_argument(
        "--dry-run", action="store_true", help="run nothing: say how many cells there are and about how long they take"
    )


def _cores(text: str) -> int | None:
    if text == "all":
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1024):
        raise ArgumentTypeError("expected a whole number from 1 to 1024, or all")
    return int(text)


def run(options: Namespace) -> int:
    """Run what is missing of the sweep, and say how to go on where it is interrupted."""
    from nnviz.experiments.sweep.journal import run_into
    from nnviz.experiments.sweep.reading import read_sweep
    from nnviz.experiments.sweep.table import check_ending

    sweep = read_sweep(options.file.read_bytes(), options.file.name)
    table = options.results or options.file.with_suffix(".csv")
    check_ending(table)
    executor, cores = _executor(options)
    if options.dry_run:
        _estimate(sweep, table, cores)
        return 0
    progress = Progress()
    try:
        run_into(table, sweep, executor, progress)
    except KeyboardInterrupt:
        stand = (
            f"{progress.done} of {progress.cells} cells are done and stand in {table}"
            if progress.done
            else "no cell is done"
        )
        print(f"\n{stand}; the same command goes on.")
        return 130
    print(f"{sweep.n_cells} cells, {sweep.n_cells * len(sweep.seeds)} networks: {table}")
    return 0


def _executor(options: Namespace) -> "tuple[Executor, int]":
    """Return what runs the cells, and how many it runs at once as far as that is known."""
    from nnviz.experiments.sweep import in_process
    from nnviz.experiments.sweep.cluster import on_cluster
    from nnviz.experiments.sweep.cores import all_cores, on_cores

    if options.cluster:
        return on_cluster(options.cluster), 1
    cores = options.cores or all_cores()
    return (on_cores(cores), cores) if cores > 1 else (in_process, 1)


class Progress:
    """Lines of progress on a terminal: cells, rate, the time that is left; nothing where there is no terminal."""

    def __init__(self) -> None:
        self.done = self.cells = self.before = 0
        self.began = self.told = 0.0

    def __call__(self, done: int, cells: int) -> None:
        """Tell it, every few seconds."""
        now = monotonic()
        if not self.cells:
            self.began, self.before, self.told = now, done, now
            if done:
                self._tell(f"{done} of {cells} cells are done already")
        self.done, self.cells = done, cells
        if now - self.told >= EVERY and done > self.before:
            self.told = now
            rate = (done - self.before) / (now - self.began)
            left = in_words((cells - done) / rate)
            self._tell(f"{done} of {cells} cells, {rate:.2g} a second, {left} left")

    def _tell(self, line: str) -> None:
        if sys.stdout.isatty():
            print(line, flush=True)


def in_words(seconds: float) -> str:
    """Return a time as a person says it.

    Examples
    --------
    >>> in_words(7.2), in_words(100), in_words(9000)
    ('8 s', '1 min 40 s', '2 h 30 min')
    """
    whole = int(seconds) + (seconds > int(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _estimate(sweep: "Sweep", table: Path, cores: int) -> None:
    """Say how many cells are missing, about how long they take, and which network the first one opens."""
    from urllib.parse import urlencode

    from nnviz.experiments.sweep import address_of, remaining
    from nnviz.experiments.sweep.journal import known

    todo = remaining(sweep, known(sweep, table))
    counts = " x ".join(f"{axis.name} {len(axis.values)}" for axis in sweep.axes)
    print(f"{sweep.n_cells} cells ({counts}), {len(sweep.seeds)} seeds each; {len(todo)} are missing in {table}")
    if todo:
        sampled = [todo[int(k * SPREAD % 1 * len(todo))] for k in range(1, SAMPLED + 1)]
        each = sum(cell.task.seconds(len(cell.seeds)) for cell in sampled) / len(sampled)
        on = f"on {cores} cores" if cores > 1 else "on one core"
        print(
            f"at most about {in_words(each * len(todo) / cores)} {on}: {each:.2g} s a cell, by {len(sampled)} of them"
        )
    cell = next(iter(sweep.cells()))
    page, query = address_of(cell, sweep.seeds[0])
    print(f"the first network: {page}?{urlencode(query, safe=':,()=;')}")


COMMAND = Command("run a grid of settings of an experiment, here, on all cores or on a cluster", arguments, run)
