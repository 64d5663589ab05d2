"""Results of a sweep as a table: CSV or Parquet, a row for each network, the same bytes whatever ran them."""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import isnan
from pathlib import Path
from typing import Any

from nnviz.experiments.address.codecs import number_text
from nnviz.experiments.address.echo import echo
from nnviz.experiments.sweep.reading import read_sweep, sweep_yaml, value_text
from nnviz.experiments.sweep.running import gathered
from nnviz.experiments.sweep.sweep import Cell, CellResult, Sweep
from nnviz.experiments.yaml_files.problem import FileError

FIRST_LINE = "# nnviz sweep 1 "
"""How a table in CSV begins; behind it stands the sweep, and below it the names of the columns."""

METADATA = b"nnviz sweep 1"
"""Where a table in Parquet holds its sweep."""

ENDINGS = (".csv", ".parquet")

MAX_BYTES = 50_000_000
"""Bytes of a table that is read."""

MAX_ROWS = 200_000
"""Networks of a table that is read."""

PACKAGED = Path(__file__).parent / "data" / "where_networks_learn.csv"


@dataclass(frozen=True)
class Results:
    """A table: a sweep, and what is known of it.

    Attributes
    ----------
    sweep : Sweep
    cells : tuple of CellResult
        In the order of the sweep, each with the seeds that are there.
    """

    sweep: Sweep
    cells: tuple[CellResult, ...]

    @property
    def n_networks(self) -> int:
        """Rows."""
        return sum(len(one.rows) for one in self.cells)

    @property
    def complete(self) -> bool:
        """Whether every seed of every cell is there."""
        return self.n_networks == self.sweep.n_cells * len(self.sweep.seeds)


def packaged() -> Results:
    """Return the sweep that comes with the app; it is not checked, for a test has done so."""
    return _from_csv(PACKAGED.read_text(encoding="utf-8"), PACKAGED.name, checked=False)


def check_ending(path: Path) -> None:
    """Refuse a file whose ending names no form of table.

    Raises
    ------
    ValueError
        With those that there are.
    """
    if path.suffix not in ENDINGS:
        raise ValueError(f"expected a file that ends in {' or '.join(ENDINGS)}, got {echo(path.name)}; rename it")


def table_bytes(sweep: Sweep, results: Iterable[CellResult], ending: str = ".csv") -> bytes:
    """Return the table of what is known of a sweep, sorted by the sweep's grid and seeds.

    Parameters
    ----------
    sweep : Sweep
    results : iterable of CellResult
        In whatever order.
    ending : {'.csv', '.parquet'}
    """
    rows = list(_rows(sweep, gathered(sweep, results)))
    return _parquet(sweep, rows) if ending == ".parquet" else _csv(sweep, rows)


def write_table(path: Path, sweep: Sweep, results: Iterable[CellResult]) -> None:
    """Write a table in place of the one that may be there: whoever reads it finds the old or the new one, never a half.

    Raises
    ------
    ValueError
        If the file ends neither in .csv nor in .parquet.
    """
    check_ending(path)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as stream:
        stream.write(table_bytes(sweep, results, path.suffix))
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)


def read_table(data: bytes, name: str) -> Results:
    """Read a table that `nnviz sweep` wrote on this machine, CSV or Parquet by the ending of its name.

    Parquet is compressed, and a small file may unpack into a large one: from strangers take CSV, by `read_csv`.

    Raises
    ------
    ValueError
        As `read_csv`.
    """
    return _from_parquet(data, name) if name.endswith(".parquet") else read_csv(data, name)


def read_csv(data: bytes, name: str) -> Results:
    """Read a table in CSV that somebody hands over: every setting, key and number in it is checked.

    Parameters
    ----------
    data : bytes
    name : str
        What messages call the file.

    Raises
    ------
    ValueError
        If it is no such table, its sweep is none, or its numbers were measured in another way. For a person.
    """
    if len(data) > MAX_BYTES:
        raise ValueError(f"expected a table of at most {MAX_BYTES // 10**6} MB, got {len(data) / 1e6:.0f}; sweep less")
    try:
        return _from_csv(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise ValueError(f"{echo(name)}: expected text in UTF-8, got other bytes; write it with nnviz sweep") from None


def _columns(sweep: Sweep) -> list[str]:
    return ["key", *(axis.name for axis in sweep.axes), "seed", *(one.name for one in sweep.kind.measures)]


def _rows(sweep: Sweep, results: Sequence[CellResult]) -> Iterator[list[Any]]:
    for result in results:
        for seed, row in zip(result.cell.seeds, result.rows, strict=True):
            yield [result.cell.key, *result.cell.place, seed, *row]


def _csv(sweep: Sweep, rows: Sequence[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    text.write(f"{FIRST_LINE}{json.dumps(sweep_yaml(sweep))}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_columns(sweep))
    writer.writerows([one if isinstance(one, str) else number_text(one) for one in row] for row in rows)
    return text.getvalue().encode()


def _from_csv(text: str, name: str, checked: bool = True) -> Results:
    first, _, rest = text.partition("\n")
    if not first.startswith(FIRST_LINE):
        raise _refused(name, 1, f"expected a table of nnviz sweep, which begins with '{FIRST_LINE.strip()}'")
    sweep = _sweep(first.removeprefix(FIRST_LINE), name, checked)
    try:
        rows = list(islice(csv.reader(io.StringIO(rest), strict=True), MAX_ROWS + 2))
    except csv.Error as error:
        raise _refused(name, 2, f"expected a table in CSV: {error}") from None
    if not rows or rows[0] != _columns(sweep):
        raise _refused(name, 2, f"expected the columns {', '.join(_columns(sweep))}, got others")
    return _results(sweep, rows[1:], name, 3, checked)


def _sweep(written: str, name: str, checked: bool = True) -> Sweep:
    """Return the sweep that a table holds as the text of its settings file."""
    try:
        text = json.loads(written)
    except (ValueError, RecursionError):
        text = None
    if not isinstance(text, str):
        raise _refused(name, 1, "expected the settings of the sweep behind it")
    try:
        return read_sweep(text, name, checked)
    except FileError as error:
        raise ValueError(f"{echo(name)}: the sweep that it holds cannot be used: {error}") from None


def _results(sweep: Sweep, rows: Sequence[Sequence[str]], name: str, line: int, checked: bool) -> Results:
    """Return the results of rows of texts; the first stands on a line of the file."""
    if len(rows) > MAX_ROWS:
        raise _refused(name, line, f"expected at most {MAX_ROWS:,} rows, got {len(rows):,} or more; sweep less")
    n_axes, n_columns = len(sweep.axes), len(_columns(sweep))
    cells = {tuple(map(value_text, cell.place)): cell for cell in sweep.cells()}
    found: dict[tuple[str, ...], dict[int, tuple[float, ...]]] = {}
    checked_cells = set[tuple[str, ...]]()
    seeds = {str(seed): seed for seed in sweep.seeds}
    for number, row in enumerate(rows, line):
        if len(row) != n_columns:
            raise _refused(name, number, f"expected {n_columns} entries, got {len(row)}")
        place, seed = tuple(row[1 : 1 + n_axes]), seeds.get(row[1 + n_axes])
        cell = cells.get(place)
        if cell is None or seed is None:
            raise _refused(name, number, "expected a cell and a seed of the sweep that the table holds, got others")
        if checked and place not in checked_cells:
            _check_key(cell, row[0], name, number)
            checked_cells.add(place)
        of_cell = found.setdefault(place, {})
        if seed in of_cell:
            raise _refused(name, number, f"expected each network once, got seed {seed} of this cell again")
        of_cell[seed] = _numbers(row[2 + n_axes :], name, number)
    return Results(sweep, tuple(_ordered(cells, found)))


def _ordered(
    cells: Mapping[tuple[str, ...], Cell], found: Mapping[tuple[str, ...], Mapping[int, tuple[float, ...]]]
) -> Iterator[CellResult]:
    for place, cell in cells.items():
        rows = found.get(place, {})
        seeds = tuple(seed for seed in cell.seeds if seed in rows)
        if seeds:
            whole = cell if seeds == cell.seeds else Cell(cell.experiment, cell.place, cell.settings, seeds)
            yield CellResult(whole, tuple(rows[seed] for seed in seeds))


def _check_key(cell: Cell, key: str, name: str, line: int) -> None:
    if key != cell.key:
        wanted = "expected numbers measured with these settings by this version of nnviz"
        raise _refused(name, line, f"{wanted}, got others (key {echo(key)} instead of {cell.key}); run the sweep anew")


def _numbers(texts: Sequence[str], name: str, line: int) -> tuple[float, ...]:
    try:
        numbers = tuple(map(float, texts))
    except ValueError:
        raise _refused(name, line, f"expected numbers, got {echo(', '.join(texts), 80)}") from None
    if numbers[0] not in (0.0, 1.0):
        raise _refused(name, line, f"expected 1 or 0 as solved, got {echo(texts[0])}")
    return numbers


def _refused(name: str, line: int, message: str) -> ValueError:
    return ValueError(f"{echo(name)}, line {line}: {message}")


def _parquet(sweep: Sweep, rows: Sequence[Sequence[Any]]) -> bytes:
    """Return a table in Parquet; an axis whose values are not all numbers is a column of texts."""
    pa, pq = _arrow()
    arrays, names = [], _columns(sweep)
    for i, name in enumerate(names):
        values = [row[i] for row in rows]
        if name == "seed":
            arrays.append(pa.array(values, pa.int64()))
        elif i > len(sweep.axes):
            arrays.append(pa.array(values, pa.float64()))
        elif i and not any(isinstance(value, str) for value in sweep.axes[i - 1].values):
            arrays.append(pa.array([float(value) for value in values], pa.float64()))
        else:
            arrays.append(pa.array([one if isinstance(one, str) else value_text(one) for one in values], pa.string()))
    table = pa.table(arrays, names=names).replace_schema_metadata({METADATA: sweep_yaml(sweep).encode()})
    stream = io.BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()


def _from_parquet(data: bytes, name: str) -> Results:
    pa, pq = _arrow()
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        if file.metadata.num_rows > MAX_ROWS:
            raise _refused(name, 0, f"expected at most {MAX_ROWS:,} rows, got {file.metadata.num_rows:,}; sweep less")
        held = (file.schema_arrow.metadata or {}).get(METADATA)
        if held is None:
            raise _refused(name, 0, "expected a table of nnviz sweep, got another one")
        sweep = _sweep(json.dumps(held.decode("utf-8", "replace")), name)
        if file.schema_arrow.names != _columns(sweep):
            raise _refused(name, 0, f"expected the columns {', '.join(_columns(sweep))}, got others")
        columns = [column.to_pylist() for column in file.read().columns]
    except (pa.ArrowException, OSError) as error:
        raise ValueError(f"{echo(name)}: expected a table in Parquet: {echo(str(error), 120)}") from None
    texts = [[_text(value) for value in row] for row in zip(*columns, strict=True)]
    return _results(sweep, texts, name, 1, True)


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise ValueError("expected pyarrow, which reads and writes Parquet, got none; write a .csv file") from None
    return pyarrow, pyarrow.parquet


def _text(value: object) -> str:
    """Return an entry of a Parquet table as CSV has it."""
    if isinstance(value, float):
        return "nan" if isnan(value) else number_text(value)
    return str(value)
