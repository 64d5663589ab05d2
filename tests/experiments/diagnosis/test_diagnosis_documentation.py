"""docs/diagnosis.md lists the signs, with the limits that the code has."""

import re
from pathlib import Path

import pytest

from nnviz.experiments.diagnosis import SIGNS, divergence
from nnviz.experiments.diagnosis.measuring import SATURATED_BELOW

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "diagnosis.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("`"): cells[1:]
    for line in PAGE.splitlines()
    if line.startswith("| `") and (cells := [cell.strip() for cell in line.replace(r"\|", "/").strip("|").split("|")])
}


def test_the_table_lists_every_sign_in_the_order_of_the_code():
    assert list(ROWS) == [sign.name for sign in SIGNS]


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.name)
def test_a_row_has_the_title_and_every_limit(sign):
    title, _, found_if, _ = ROWS[sign.name]
    assert title == sign.title
    numbers = {float(number) for number in re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", found_if)}
    assert set(map(float, sign.limits)) <= numbers


def test_the_numbers_of_other_columns_are_those_of_the_code():
    assert f"last {divergence.RECENT} points" in ROWS["too_large"][1]
    assert f"below {100 * SATURATED_BELOW:g} %" in ROWS["saturated"][1]


def test_the_example_runs_as_written(capsys):
    exec(PAGE.split("```python\n")[1].split("```")[0], {})
    assert "copies of a single one" in capsys.readouterr().out
