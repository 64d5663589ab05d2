"""The examples of docs/experiments.md about recurrence run as written, and show what the text says."""

import ast
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs" / "experiments.md"


SECTION = DOCS.read_text(encoding="utf-8").split("## Recurrence")[1].split("\n## ")[0]
EXAMPLES = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)


def test_all_that_the_examples_import_is_there():
    lines = [line for block in EXAMPLES for line in ast.parse(block).body if isinstance(line, ast.ImportFrom)]
    exec(compile(ast.Module(lines, []), str(DOCS), "exec"), {})
    assert lines


@pytest.mark.long
def test_the_examples_run_and_show_what_they_are_for(capsys):
    scope: dict = {}
    for block in EXAMPLES:
        exec(block, scope)
    printed = capsys.readouterr().out
    assert "forget bias 0: 0 of 3" in printed and "forget bias 3: 3 of 3" in printed
    assert scope["found"].survives < 0.9**49
    assert scope["model"].end.loss < 2.4
    assert "these lengths on: {'dW_xh': 2, 'dW_hh': 3, 'db': 2, 'dx': 2}" in printed and "together: {}" in printed
