"""What the README shows runs as written, and what it names is there."""

import re
from pathlib import Path

import pytest

from nnviz.ui.shell.catalogue import CATALOGUE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_engine_example_is_ten_lines_long_or_a_little_more_and_learns_xor(capsys):
    example, check = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    names: dict = {}
    exec(compile(example, "README.md", "exec"), names)
    printed = capsys.readouterr().out
    assert names["record"].loss.P.round().ravel().tolist() == [0.0, 1.0, 1.0, 0.0]
    assert "layers[0].dW" in printed and "dW = X.mT @ dZ" in printed
    assert len([line for line in example.splitlines() if line.strip()]) <= 13
    exec(compile(check, "README.md", "exec"), names)
    assert names["check"].passed()


@pytest.mark.parametrize("target", re.findall(r"\]\(((?:docs|nnviz|CONTRIBUTING)[^)]*)\)", README))
def test_every_file_that_the_readme_links_to_exists(target):
    assert (ROOT / target).exists()


def test_every_page_of_the_app_stands_in_the_readme():
    missing = [entry.title for entry in CATALOGUE if entry.name != "home" and f"| {entry.title} |" not in README]
    assert not missing
