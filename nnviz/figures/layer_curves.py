"""Shares over the steps of training, a curve each: probes of layers, pairs that are right, networks that succeed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.figures.names import whole
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class LayerCurves:
    """What the figure shows.

    Attributes
    ----------
    title : str
    steps : tuple of int
    names : tuple of str
        Of the curves.
    curves : tuple of tuple of float
        A share for every step, a row a curve.
    """

    title: str
    steps: tuple[int, ...]
    names: tuple[str, ...]
    curves: tuple[tuple[float, ...], ...]


def info(title: str, steps: Sequence[int], curves: Mapping[str, Sequence[float]]) -> LayerCurves:
    """Take the numbers as they are.

    Parameters
    ----------
    title : str
    steps : sequence of int
    curves : mapping of str to sequence of float
        By their names.
    """
    rows = tuple(tuple(float(v) for v in values) for values in curves.values())
    return LayerCurves(title, tuple(int(step) for step in steps), tuple(curves), rows)


def figure(shown: LayerCurves, dark: bool) -> "go.Figure":
    """Draw all curves on one axis from 0 to 100 %."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    for k, (name, values) in enumerate(zip(shown.names, shown.curves, strict=True)):
        chart.add_scatter(
            x=list(shown.steps),
            y=list(values),
            name=whole(name),
            mode="lines+markers" if len(values) == 1 else "lines",
            line={"color": colours.classes[k % len(colours.classes)], "width": 2.5},
            hovertemplate=f"step %{{x}}<br>{whole(name)}: %{{y:.1%}}<extra></extra>",
        )
    chart.update_layout(
        template=template(dark),
        title=whole(shown.title),
        height=380,
        legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
    )
    chart.update_xaxes(title_text="step")
    chart.update_yaxes(title_text="share", range=[-0.02, 1.02], tickformat=".0%")
    return chart
