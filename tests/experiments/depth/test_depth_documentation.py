"""The examples of docs/experiments.md about deep networks run as written, and say what the text says."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs" / "experiments.md"
SAID = {
    "Vanishing gradients": ("5.1e-07 of dZ reaches", "9.5e-07", "'remedy': 'no remedy'", "0.012 / 0.06 = 0.20", "True"),
    "Initialization and dropout": ("zero 2.3", "Xavier 0.", "of 3 seeds, within the spread: False", "1000 masks"),
}


@pytest.mark.parametrize("title", SAID)
def test_the_examples_run(title, capsys):
    section = DOCS.read_text(encoding="utf-8").split(f"## {title}\n")[1].split("\n## ")[0]
    for block in re.findall(r"```python\n(.*?)```", section, re.DOTALL):
        exec(block, {})
    said = capsys.readouterr().out
    assert all(words in said for words in SAID[title]), said
