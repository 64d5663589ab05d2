"""A table holds a sweep and its results: the same bytes in whatever order they came, and refused where changed."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.experiments.sweep import Axis, Sweep, gathered, run, run_cell
from nnviz.experiments.sweep.table import read_csv, read_table, table_bytes, write_table

SWEEP = Sweep(
    "playground",
    (Axis("hidden", ("3:relu,3:relu", "3:tanh")), Axis("learning_rate", (0.1, 50))),
    (("dataset", "circle"), ("max_epochs", 2)),
    (1, 0),
    "Two shapes",
)
ENDINGS = [".csv", ".parquet"]


@pytest.fixture(scope="module")
def results():
    return list(run(SWEEP))


def same(one, other):
    return [cell.cell for cell in one] == [cell.cell for cell in other] and all(
        np.array_equal(a.rows, b.rows, equal_nan=True) for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_table_is_read_back_to_the_last_bit(results, ending):
    data = table_bytes(SWEEP, results, ending)
    found = read_table(data, f"x{ending}")
    assert found.sweep == SWEEP and found.sweep.title == "Two shapes"
    assert same(found.cells, gathered(SWEEP, results))
    assert found.complete and found.n_networks == 8


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_order_of_results_changes_no_byte(results, ending):
    singly = [run_cell(replace(one.cell, seeds=(seed,))) for seed in (0, 1) for one in reversed(results)]
    assert table_bytes(SWEEP, singly, ending) == table_bytes(SWEEP, results, ending)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_table_that_is_not_complete_says_so(results, ending):
    found = read_table(table_bytes(SWEEP, results[1:2], ending), f"x{ending}")
    assert not found.complete and [one.cell for one in found.cells] == [results[1].cell]
    assert read_table(table_bytes(SWEEP, [], ending), f"x{ending}").cells == ()


def changed(data, old, new):
    assert data.count(old) >= 1
    return data.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: b"a,b\n1,2\n", "line 1: expected a table of nnviz sweep"),
        (lambda d: b"\xff\xfe", "expected text in UTF-8"),
        (lambda d: changed(d, b"playground", b"playgrounds"), "the sweep that it holds cannot be used"),
        (lambda d: changed(d, b'"sweep: 1', b'["sweep: 1'), "expected the settings of the sweep"),
        (
            lambda d: changed(d, b"max_epochs: 2", b"max_epochs: 3"),
            "line 3: expected numbers measured with these settings",
        ),
        (lambda d: changed(d, b"test_loss", b"loss"), "line 2: expected the columns key, hidden"),
        (lambda d: changed(d, b",0.1,1,", b",0.1,2,"), "line 3: expected a cell and a seed"),
        (lambda d: changed(d, b",0.1,1,", b",0.1,0,"), "line 4: expected each network once"),
        (lambda d: changed(d, b",0.1,1,", b",0.1,1,x,"), "line 3: expected 14 entries, got 15"),
        (lambda d: d + b'"', "expected a table in CSV"),
        (lambda d: changed(d, b",nan,", b",=1+1,"), "expected numbers, got"),
    ],
)
def test_a_table_that_was_changed_is_refused_in_words(results, change, words):
    with pytest.raises(ValueError, match="^x.csv") as refused:
        read_table(change(table_bytes(SWEEP, results)), "x.csv")
    assert words in str(refused.value)


def test_a_table_of_too_many_rows_is_refused_before_they_are_kept(results, monkeypatch):
    monkeypatch.setattr("nnviz.experiments.sweep.table.MAX_ROWS", 9)
    data = table_bytes(SWEEP, results)
    assert read_csv(data, "x.csv").n_networks == 8
    with pytest.raises(ValueError, match="line 3: expected at most 9 rows, got 10"):
        read_csv(data + b"\n" * 1000, "x.csv")
    monkeypatch.setattr("nnviz.experiments.sweep.table.MAX_BYTES", 1000)
    with pytest.raises(ValueError, match="expected a table of at most"):
        read_csv(data, "x.csv")


def test_other_parquet_files_are_refused():
    with pytest.raises(ValueError, match="expected a table in Parquet"):
        read_table(b"PAR1 no", "x.parquet")


def test_a_table_is_written_as_a_whole(results, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("before")
    write_table(path, SWEEP, results)
    assert path.read_bytes() == table_bytes(SWEEP, results)
    assert [one.name for one in tmp_path.iterdir()] == ["x.csv"]
    with pytest.raises(ValueError, match=r"ends in \.csv or \.parquet, got x\.txt"):
        write_table(tmp_path / "x.txt", SWEEP, results)
