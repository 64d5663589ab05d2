"""The example of docs/concept_pages.md runs as written."""

import re
from pathlib import Path

import plotly.graph_objects as go


def test_the_example_makes_a_figure():
    text = (Path(__file__).parents[2] / "docs" / "concept_pages.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    statements, last = example.strip().rsplit("\n", 1)
    names: dict[str, object] = {}
    exec(statements, names)
    chart = eval(last, names)
    assert isinstance(chart, go.Figure)
    assert [trace.name for trace in chart.data if trace.showlegend is not False] == ["sigmoid", "tanh", "ReLU"]
