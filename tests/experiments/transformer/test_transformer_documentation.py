"""The examples of docs/experiments.md about transformers run as written, and show what the text says."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs" / "experiments.md"


def test_the_examples_run_and_show_what_they_are_for(capsys):
    section = DOCS.read_text(encoding="utf-8").split("## Transformers")[1].split("\n## ")[0]
    scope: dict = {}
    for block in re.findall(r"```python\n(.*?)```", section, re.DOTALL):
        exec(block, scope)
    printed = capsys.readouterr().out
    assert "symbols" in printed and "one layer, two layers: (1, 1)" in printed
