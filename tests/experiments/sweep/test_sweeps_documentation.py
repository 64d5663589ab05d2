"""docs/sweeps.md: its example and its program run, and its lists are complete."""

import re
from pathlib import Path

import pandas
import pytest

from nnviz.commands import main
from nnviz.experiments.run.settings import RunSettings
from nnviz.experiments.sweep import EXPERIMENTS, experiment, reading
from nnviz.experiments.sweep.table import read_table, table_bytes

TEXT = (Path(__file__).parents[3] / "docs" / "sweeps.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)[1]


def test_the_example_and_the_program_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("depths.yaml").write_text(EXAMPLE)
    for line in re.findall(r"^nnviz sweep (.*?) +#", TEXT, re.MULTILINE):
        if "--cores" not in line and "--cluster" not in line:
            assert main(["sweep", *line.split()]) == 0
    table, parquet = (read_table(Path(name).read_bytes(), name) for name in ("depths.csv", "depths.parquet"))
    assert table_bytes(parquet.sweep, parquet.cells) == Path("depths.csv").read_bytes()
    assert table.complete and table.sweep.n_cells == 12 and 0 < sum(one.share_solved for one in table.cells) < 12
    frame = eval(re.search(r"`(pandas\.read_csv.*?)`", TEXT)[1], {"pandas": pandas})
    assert len(frame) == 36 and set(frame["solved"]) == {0, 1}
    capsys.readouterr()
    exec(re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1], {})
    assert len(capsys.readouterr().out.splitlines()) == 12


@pytest.mark.parametrize("key", reading._KEYS)
def test_every_key_is_in_the_example_and_in_the_table(key):
    assert re.search(rf"^{key}:", EXAMPLE, re.MULTILINE) and f"| `{key}` |" in TEXT


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_and_what_it_measures_is_named(name):
    row = re.search(rf"^\| `{name}` \|.*\| `(\w+)` \|$", TEXT, re.MULTILINE)
    assert row and row[1] == experiment(name).page
    assert all(f"`{one.name}`" in TEXT for one in experiment(name).measures)
    own = [one for one in experiment("playground").settings if one not in RunSettings.model_fields]
    assert all(f"`{one}`" in TEXT for one in own + list(experiment("initialization").settings))


def test_limits_are_those_of_the_reader():
    assert f"more than {reading.MAX_CELLS:,} cells" in TEXT and f"at most {reading.MAX_SEEDS}" in TEXT
    assert f"1 to {reading.MAX_AXES} settings with their values, at most {reading.MAX_VALUES} each" in TEXT
