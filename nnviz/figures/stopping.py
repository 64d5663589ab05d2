"""The losses of a training over its epochs, with the steps at which stop rules would have ended it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from nnviz.experiments.gradient_descent.stop_rules import Ending, History
from nnviz.figures.log_axis import log_axis
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class StoppingInfo:
    """What the figure shows.

    Attributes
    ----------
    train, test : tuple of float
        After each epoch, from 1; infinite and NaN ones are left out at the end.
    endings : tuple of (str, int)
        Reason and epoch of each rule that fires; the earliest first.
    target : float or None
        Where a line is drawn.
    """

    train: tuple[float, ...]
    test: tuple[float, ...]
    endings: tuple[tuple[str, int], ...]
    target: float | None


def info(seen: History, endings: Sequence[Ending] = (), target: float | None = None) -> StoppingInfo:
    """Take the finite losses, and the rules that fire, the earliest first."""
    fired = [(ending.reason, ending.epoch) for ending in endings if ending.epoch is not None]
    train, test = (tuple(x for x in row.tolist() if isfinite(x)) for row in (seen.train, seen.test))
    return StoppingInfo(train, test, tuple(sorted(fired, key=lambda pair: pair[1])), target)


def figure(seen: StoppingInfo, dark: bool) -> "go.Figure":
    """Draw both losses on a logarithmic axis; the first rule to fire is a thick line."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    for name, values, colour in (("train", seen.train, colours.train), ("test", seen.test, colours.test)):
        chart.add_scatter(
            x=list(range(1, len(values) + 1)),
            y=list(values),
            name=name,
            mode="lines",
            line={"color": colour, "width": 2.5, "dash": "solid" if name == "train" else "dash"},
            hovertemplate=f"epoch %{{x}}<br>{name} loss %{{y:.5g}}<extra></extra>",
        )
    for k, (reason, epoch) in enumerate(seen.endings):
        line = {"color": colours.warning, "width": 4 if k == 0 else 1.5, "dash": "solid" if k == 0 else "dot"}
        label = {"text": reason, "font": {"color": colours.warning}, "yanchor": "top", "yshift": -22 * k, "x": epoch}
        chart.add_shape(type="line", x0=epoch, x1=epoch, y0=0, y1=1, yref="paper", line=line)
        chart.add_annotation(**label, y=1, yref="paper", showarrow=False, xanchor="left", xshift=5)
    if seen.target:
        chart.add_shape(
            type="line",
            x0=0,
            x1=1,
            xref="paper",
            y0=seen.target,
            y1=seen.target,
            line={"color": colours.muted, "dash": "dot"},
        )
    chart.update_layout(template=template(dark), title="Mean loss after each epoch", height=330)
    chart.update_layout(legend={"orientation": "h", "x": 0, "y": -0.2})
    chart.update_xaxes(title_text="epoch", rangemode="tozero")
    chart.update_yaxes(title_text="mean loss (log scale)", **log_axis((*seen.train, *seen.test)))
    return chart
