"""The example of docs/experiments.md about linear collapse runs as written."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs" / "experiments.md"


def test_the_example_runs(capsys):
    section = DOCS.read_text(encoding="utf-8").split("## Linear collapse\n")[1].split("\n## ")[0]
    (block,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    exec(block, {})
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("(4, 3) 2 2 ")
    assert said[1].startswith("all living things 1.323 of 1.323 0.00")
    assert said[2] == "(2, 6)"
