"""What was measured is kept: after Ctrl-C, an error or a kill a sweep goes on, and computes nothing twice."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest

from nnviz.experiments.sweep import Axis
from nnviz.experiments.sweep.journal import journal_of, opened, run_into
from nnviz.experiments.sweep.table import read_table
from tests.experiments.sweep.small_sweep import SWEEP, Counted, whole_table


def test_a_table_that_is_complete_is_left_as_it_is(tmp_path):
    path = tmp_path / "x.csv"
    run_into(path, SWEEP)
    before = path.read_bytes()
    again = Counted()
    run_into(path, SWEEP, again)
    assert before == whole_table() == path.read_bytes() and again.cells == []
    assert [one.name for one in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_an_interrupted_sweep_goes_on_where_it_was(tmp_path, error, ending):
    path, first, second = tmp_path / f"x{ending}", Counted(3, error), Counted()
    with pytest.raises(error):
        run_into(path, SWEEP, first)
    assert read_table(path.read_bytes(), path.name).n_networks == 6
    run_into(path, SWEEP, second)
    assert [*first.cells, *second.cells] == list(SWEEP.cells())
    assert path.read_bytes() == whole_table(ending)


def test_nothing_is_written_where_nothing_was_measured(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run_into(tmp_path / "x.csv", SWEEP, Counted(0))
    assert list(tmp_path.iterdir()) == []


def test_more_seeds_and_more_values_compute_only_what_is_new(tmp_path):
    path, counted = tmp_path / "x.csv", Counted()
    small = replace(SWEEP, seeds=(1,), axes=(Axis("activation", ("relu",)), *SWEEP.axes[1:]))
    run_into(path, small)
    run_into(path, SWEEP, counted)
    assert [cell.seeds for cell in counted.cells] == [(0, 1)] * 4 + [(0,)] * 4
    assert path.read_bytes() == whole_table()


STUCK = """
import sys, time
from pathlib import Path
from nnviz.experiments.sweep import run_cell
from nnviz.experiments.sweep.journal import run_into
from tests.experiments.sweep.small_sweep import SWEEP

def three_cells(cells):
    yield from map(run_cell, cells[:3])
    time.sleep(1000)

run_into(Path(sys.argv[1]), SWEEP, three_cells)
"""


def test_a_killed_sweep_goes_on_and_a_line_that_was_cut_off_is_dropped(tmp_path):
    path, rest = tmp_path / "x.csv", Counted()
    part = journal_of(path)
    process = subprocess.Popen([sys.executable, "-c", STUCK, str(path)], cwd=Path(__file__).parents[3])
    try:
        while not (part.exists() and part.read_bytes().count(b"\n") == 3):
            assert process.poll() is None
            sleep(0.01)
    finally:
        process.kill()
        process.wait()
    assert not path.exists()
    with part.open("ab") as stream:
        stream.write(b'{"key": "1cf9f821c7b1e6d62f')
    run_into(path, SWEEP, rest)
    assert rest.cells == list(SWEEP.cells())[3:]
    assert path.read_bytes() == whole_table() and not part.exists()


def test_a_line_that_makes_no_sense_is_measured_again(tmp_path):
    path, counted = tmp_path / "x.csv", Counted()
    journal_of(path).write_bytes(b"[1]\nnull\n{\n" + b'{"key": 1}\n')
    run_into(path, SWEEP, counted)
    assert len(counted.cells) == SWEEP.n_cells and path.read_bytes() == whole_table()


@pytest.mark.parametrize("kept", ["table", "journal"])
def test_results_of_another_sweep_are_not_mixed_in_and_stay(tmp_path, kept):
    path = tmp_path / "x.csv"
    other = replace(SWEEP, settings=(("dataset", "xor"), ("max_epochs", 1)))
    if kept == "table":
        run_into(path, other)
    else:
        with opened(journal_of(path)) as journal:
            journal.append(next(iter(Counted()(list(other.cells())))))
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    with pytest.raises(ValueError, match="expected results of this sweep in x.csv.*got some of other settings"):
        run_into(path, SWEEP, Counted())
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_a_file_that_is_no_table_is_refused_and_stays(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("my own numbers\n")
    with pytest.raises(ValueError, match="expected a table of nnviz sweep"):
        run_into(path, SWEEP, Counted())
    assert path.read_text() == "my own numbers\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there")
def test_two_sweeps_never_write_one_table(tmp_path):
    path = tmp_path / "x.csv"
    with opened(journal_of(path)), pytest.raises(ValueError, match="another sweep is writing x.csv.part"):
        run_into(path, SWEEP, Counted())
