"""The examples of docs/experiments.md run as written."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs" / "experiments.md"


def test_the_examples_of_the_race_run_and_say_what_the_text_says(capsys):
    section = DOCS.read_text(encoding="utf-8").split("## Activation race")[1].split("\n## ")[0]
    for block in re.findall(r"```python\n(.*?)```", section, re.DOTALL):
        exec(block, {})
    said = capsys.readouterr().out
    assert "solved in 20 of 20 seeds" in said
    assert "No winner: " in said and "within the spread" in said
    assert "2.0 (2, 20) (20, 5)" in said
    assert "(2, 8)" in said
