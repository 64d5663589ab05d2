"""`nnviz sweep`: what it prints, what it refuses, and its exit codes."""

import pytest

from nnviz.commands import main, sweep
from nnviz.experiments.sweep import journal, table
from tests.experiments.sweep.small_sweep import FILE, Counted, whole_table


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(FILE)
    return path


def test_a_sweep_writes_its_table_beside_its_file(file, capsys):
    assert main(["sweep", str(file)]) == 0
    assert file.with_suffix(".csv").read_bytes() == whole_table()
    assert capsys.readouterr().out == f"8 cells, 16 networks: {file.with_suffix('.csv')}\n"


def test_a_dry_run_runs_nothing_and_says_how_much_there_is(file, tmp_path, capsys):
    found = tmp_path / "found.parquet"
    assert main(["sweep", str(file), "--dry-run", "--results", str(found)]) == 0
    cells, time, first = capsys.readouterr().out.splitlines()
    assert cells == f"8 cells (activation 2 x depth 2 x weight_scale 2), 2 seeds each; 8 are missing in {found}"
    assert time.startswith("at most about ") and "on one core" in time
    assert first == "the first network: playground?hidden=5:tanh&initializer=glorot_uniform(gain=0.5)&max_epochs=3"
    assert [one.name for one in tmp_path.iterdir()] == ["small.yaml"]


def test_a_dry_run_knows_what_is_there(file, capsys):
    main(["sweep", str(file)])
    main(["sweep", str(file), "--dry-run"])
    assert "; 0 are missing in " in capsys.readouterr().out.splitlines()[1]


def test_an_interrupted_sweep_says_how_to_go_on(file, monkeypatch, capsys):
    monkeypatch.setattr(sweep, "_executor", lambda options: (Counted(3), 1))
    assert main(["sweep", str(file)]) == 130
    said = capsys.readouterr().out
    assert said == f"\n3 of 8 cells are done and stand in {file.with_suffix('.csv')}; the same command goes on.\n"
    assert table.read_table(file.with_suffix(".csv").read_bytes(), "small.csv").n_networks == 6


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        (
            FILE.replace("depth", "dept"),
            [],
            "small.yaml, line 10, axes.dept: expected a known key, got dept; did you mean",
        ),
        (FILE, ["--results", "found.xlsx"], "expected a file that ends in .csv or .parquet, got found.xlsx"),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_runs(file, text, options, words, monkeypatch, capsys):
    monkeypatch.setattr(journal, "run", None)
    file.write_text(text)
    assert main(["sweep", str(file), *options]) == 1
    assert capsys.readouterr().err.startswith(f"nnviz sweep: {words}")


@pytest.mark.parametrize("wrong", [["--cores", "0"], ["--cores", "many"], ["--cores", "2", "--cluster", "tcp://x:1"]])
def test_wrong_arguments_are_refused(file, wrong, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["sweep", str(file), *wrong])


def test_all_cores_are_those_of_the_machine(file, monkeypatch, capsys):
    monkeypatch.setattr("nnviz.experiments.sweep.cores.all_cores", lambda: 3)
    main(["sweep", str(file), "--cores", "all", "--dry-run"])
    assert " on 3 cores: " in capsys.readouterr().out


def test_progress_tells_cells_rate_and_the_time_that_is_left(monkeypatch, capsys):
    times = iter([0.0, 1.0, 2.0, 5.0, 6.0])
    monkeypatch.setattr(sweep, "monotonic", lambda: next(times))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    progress = sweep.Progress()
    for done in (2, 3, 4, 7, 8):
        progress(done, 8)
    assert capsys.readouterr().out.splitlines() == [
        "2 of 8 cells are done already",
        "4 of 8 cells, 1 a second, 4 s left",
        "7 of 8 cells, 1 a second, 1 s left",
    ]


def test_progress_is_quiet_without_a_terminal(file, capsys):
    main(["sweep", str(file)])
    assert len(capsys.readouterr().out.splitlines()) == 1
