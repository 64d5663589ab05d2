"""docs/own_data.md says the limits of the code, and its example runs."""

import inspect
import re
from pathlib import Path

from nnviz.datasets import read_table
from nnviz.datasets.tables.table import MAX_BYTES, MAX_CATEGORIES, MAX_CLASSES, MAX_COLUMNS, MAX_ROWS, MIN_ROWS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "own_data.md").read_text(encoding="utf-8")


def test_the_limits_are_those_of_the_code():
    limits = PAGE.split("## Limits")[1].split("##")[0]
    assert (
        f"At most {MAX_BYTES / 1e6:g} MB, {MAX_ROWS:,} rows, {MAX_COLUMNS} columns and {MAX_CLASSES} classes; "
        f"at least {MIN_ROWS} rows."
    ) in limits
    assert MAX_CATEGORIES == 20 and "up\nto twenty texts" in PAGE


def test_every_question_is_listed_with_the_keyword_that_answers_it():
    answers = inspect.signature(read_table).parameters.keys() - {"source", "accepted", "rng"}
    rows = PAGE.split("## How a table is read")[1].split("##")[0].split("\n|")[1:]
    assert {word for row in rows for word in re.findall("`([a-z]+)`", row.split("|")[-2])} == answers


def test_the_example_runs_as_written(capsys):
    names = {}
    exec(PAGE.split("```python\n")[1].split("```")[0], names)
    assert names["target"] == "kind" and names["converted"].data.X[:, 0].tolist() == [1.5, 2.25, 3.0, 4.75]
    assert "decimal comma: '1,5' in row 2, column 'length'" in capsys.readouterr().out
