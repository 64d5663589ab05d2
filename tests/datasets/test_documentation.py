"""docs/datasets.md lists what the registries hold, and its example runs."""

import re
from pathlib import Path

import pytest

from nnviz.datasets import DATASETS, FEATURES, FUNCTIONS, SCALINGS, SEQUENCES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "datasets.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("`"): cells[1:]
    for line in PAGE.split("## Sources")[0].splitlines()
    if line.startswith("| `") and (cells := [cell.strip() for cell in line.strip("|").split("|")])
}


def test_the_tables_list_every_registered_name_and_no_other():
    assert set(ROWS) == {*DATASETS, *FEATURES, *FUNCTIONS, *SCALINGS, *SEQUENCES}


@pytest.mark.parametrize("name", DATASETS)
def test_a_row_says_what_the_registry_says(name):
    info = DATASETS[name]
    limits = f" ({info.classes_limits[0]} to {info.classes_limits[1]})"
    chosen = ", ".join(info.parameters) + (limits if "classes" in info.parameters else "")
    assert ROWS[name][:5] == [info.kind, str(info.n_samples), str(info.n_features), str(info.n_classes), chosen]


@pytest.mark.parametrize("name", FEATURES)
def test_a_row_of_a_feature_has_its_title_and_playgrounds_key(name):
    assert ROWS[name] == [FEATURES[name].title, FEATURES[name].playground_key]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_row_of_a_function_names_its_setting(name):
    assert ROWS[name][1] == FUNCTIONS[name].setting


@pytest.mark.parametrize("name", SEQUENCES)
def test_a_row_of_a_task_says_what_the_catalogue_says(name):
    info = SEQUENCES[name]
    assert ROWS[name][:3] == [info.kind, str(info.steps), ", ".join(info.settings)]


@pytest.mark.parametrize("name", [name for name, info in DATASETS.items() if not info.parameters])
def test_real_data_have_their_source_and_terms(name):
    sources = PAGE.split("## Sources")[1]
    row = next(line for line in sources.splitlines() if line.startswith(f"| `{name}`"))
    identifier = re.search(r"doi:([\w./]+\w)", DATASETS[name].source)
    assert identifier is not None
    assert identifier[1] in row
    assert "CC BY 4.0" in row


def test_the_example_runs_as_written():
    code = PAGE.split("```python\n")[1].split("```")[0]
    names = {}
    exec(code, names)
    assert names["X_train"].shape == names["X_test"].shape == (250, 2)
