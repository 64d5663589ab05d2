"""The largest error of built networks over the number of their units: on a log-log plot a power is a straight line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.experiments.width_and_depth.bumps import KINDS, ErrorCurve
from nnviz.figures.log_axis import log_axis
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class UnitErrors:
    """What the figure shows: for each kind of units its title with the slope, the numbers of units, and the errors."""

    titles: tuple[str, ...]
    units: tuple[tuple[int, ...], ...]
    errors: tuple[tuple[float, ...], ...]


def info(curves: Sequence[ErrorCurve]) -> UnitErrors:
    """Take the numbers as they are."""
    titles = tuple(f"{KINDS[curve.kind]}: slope {curve.slope:.2f}" for curve in curves)
    return UnitErrors(titles, tuple(c.units for c in curves), tuple(tuple(c.errors.tolist()) for c in curves))


def figure(shown: UnitErrors, dark: bool) -> "go.Figure":
    """Draw a line for each kind of units."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    for k, (title, units, errors) in enumerate(zip(shown.titles, shown.units, shown.errors, strict=True)):
        chart.add_scatter(
            x=list(units),
            y=list(errors),
            name=title,
            mode="lines+markers",
            line={"color": colours.lines[k % len(colours.lines)], "width": 3},
            hovertemplate="%{x} units: %{y:.4g}<extra></extra>",
        )
    chart.update_layout(
        template=template(dark),
        title="Largest error of built networks",
        height=380,
        legend={"orientation": "h", "x": 0, "y": -0.25},
    )
    chart.update_xaxes(
        title_text="hidden units n", type="log", tickvals=sorted({n for row in shown.units for n in row})
    )
    chart.update_yaxes(title_text="largest error", **log_axis([error for row in shown.errors for error in row]))
    return chart
