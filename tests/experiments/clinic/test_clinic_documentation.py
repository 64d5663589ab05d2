"""The examples of docs/experiments.md run as written."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs" / "experiments.md"


def test_the_examples_of_the_clinic_run_and_say_what_the_text_says(capsys):
    section = DOCS.read_text(encoding="utf-8").split("## Clinic")[1].split("\n## ")[0]
    for block in re.findall(r"```python\n(.*?)```", section, re.DOTALL):
        exec(block, {})
    said = capsys.readouterr().out
    assert "8 of 8 ReLU units of layer 2 are dead" in said
    assert re.search(r"leaky ReLU, same weights: test loss \S+ -> 0\.\d+, found: \(\)", said)
    assert re.search(r"too late: test loss \S+ -> \S+, found: \('dead',\)", said)
    assert "False No: " in said
