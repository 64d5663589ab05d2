"""How far a stack of layers is from the one matrix W*, by the slope of its activation left of zero."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.experiments.linear_collapse.stack import Stack
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class SlopeDeviation:
    """The largest deviation from X W* + b* at every slope, and the widths of the stack."""

    widths: tuple[int, ...]
    slopes: tuple[float, ...]
    deviations: tuple[float, ...]


def info(stack: Stack) -> SlopeDeviation:
    """Take the numbers of a stack."""
    return SlopeDeviation(stack.settings.widths, tuple(stack.slopes.tolist()), tuple(stack.deviations.tolist()))


def figure(deviation: SlopeDeviation, dark: bool) -> "go.Figure":
    """Draw the deviation as a line with points."""
    import plotly.graph_objects as go

    chart = go.Figure()
    chart.add_scatter(
        x=list(deviation.slopes),
        y=list(deviation.deviations),
        mode="lines+markers",
        line={"color": theme(dark).lines[0], "width": 3},
        hovertemplate="slope %{x:.2f}: %{y:.3g}<extra></extra>",
    )
    widths = "–".join(map(str, deviation.widths))
    title = f"Largest deviation of a {widths} stack from X W* + b*"
    chart.update_layout(template=template(dark), title=title, height=400)
    chart.update_xaxes(title_text="slope left of 0 (0 is ReLU, 1 the identity)")
    chart.update_yaxes(title_text="largest deviation", rangemode="tozero")
    return chart
