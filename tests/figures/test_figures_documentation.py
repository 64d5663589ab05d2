"""Each example of docs/figures.md runs as written and gives a figure; every figure module has one."""

import re
from pathlib import Path

import plotly.graph_objects as go
import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
NO_FIGURES = {"__init__", "theme", "names", "log_axis", "tensor_picture"}
"""What figures are made with."""


def name_of(example: str) -> str:
    return re.search(r"from nnviz\.figures import (\w+)", example)[1]


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_an_example_makes_a_figure_that_plotly_can_write(example):
    statements, last = example.strip().rsplit("\n", 1)
    names: dict[str, object] = {}
    exec(statements, names)
    chart = eval(last, names)
    assert isinstance(chart, go.Figure)
    assert len(chart.data) > 0
    assert chart.to_json()


def test_every_figure_module_is_there():
    modules = {path.stem for path in (ROOT / "nnviz" / "figures").glob("*.py")} - NO_FIGURES
    assert modules <= set(re.findall(r"`(\w+)`", TEXT)), "a figure module without a word in docs/figures.md"
