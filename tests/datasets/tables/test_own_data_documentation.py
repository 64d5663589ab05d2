"""docs/own_data.md says the limits of the code, and its example runs."""

import inspect
import re
from pathlib import Path

from nnviz.datasets import read_table
from nnviz.datasets.tables.defaults import MOSTLY_EMPTY
from nnviz.datasets.tables.ids import NEARLY_ALL, SURPRISING
from nnviz.datasets.tables.table import MAX_BYTES, MAX_CATEGORIES, MAX_CLASSES, MAX_COLUMNS, MAX_ROWS, MIN_ROWS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "own_data.md").read_text(encoding="utf-8")


def test_the_limits_are_those_of_the_code():
    limits = PAGE.split("## Limits")[1].split("##")[0]
    assert (
        f"At most {MAX_BYTES / 1e6:g} MB, {MAX_ROWS:,} rows, {MAX_COLUMNS} columns and {MAX_CLASSES} classes; "
        f"at least {MIN_ROWS} rows."
    ) in limits
    assert MAX_CATEGORIES == 20 and "up to twenty texts" in " ".join(PAGE.split())


def test_every_question_is_listed_with_the_keyword_that_answers_it():
    answers = inspect.signature(read_table).parameters.keys() - {"source", "accepted", "rng"}
    rows = PAGE.split("## How a table is read")[1].split("##")[0].split("\n|")[1:]
    assert {word for row in rows for word in re.findall("`([a-z]+)`", row.split("|")[-2])} == answers


def test_the_example_runs_as_written(capsys):
    names = {}
    exec(PAGE.split("```python\n")[1].split("```")[0], names)
    assert names["target"] == "kind" and names["converted"].data.X[:, 0].tolist() == [1.5, 2.25, 3.0, 4.75]
    told = capsys.readouterr().out
    assert "decimal comma: '1,5' in row 2, column 'length'" in told
    assert "kind target the last column 2 texts: a, b" in told


def test_the_numbers_of_the_roles_are_those_of_the_code():
    roles = PAGE.split("## How columns become inputs and targets")[1].split("##")[0]
    assert (MAX_CLASSES, MAX_CATEGORIES, MAX_COLUMNS) == (10, 20, 260)
    for words in ("up to ten texts", "more than twenty values", "more than 260 inputs", "from eleven values on"):
        assert words in " ".join(roles.split())
    assert MOSTLY_EMPTY == 0.5 and "more than half of the rows" in roles and "half of the rows are complete" in roles
    assert NEARLY_ALL == 0.9 and "nine of ten differ" in roles
    assert SURPRISING == 4.0 and "where four or more are to be expected" in roles
