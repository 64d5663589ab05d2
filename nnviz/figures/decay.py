"""Learning rate schedules, and beside them the loss that noisy gradient descent reaches with each."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.engine import SCHEDULES
from nnviz.experiments.gradient_descent.batch_noise import ScheduleComparison
from nnviz.figures.log_axis import log_axis
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


@dataclass(frozen=True)
class Curve:
    """One schedule: its title, its rate at each step, and the mean loss above the minimum before each step."""

    title: str
    rates: tuple[float, ...]
    excess: tuple[float, ...]


@dataclass(frozen=True)
class DecayInfo:
    """What the figure shows: a curve for each schedule, averaged over so many runs."""

    curves: tuple[Curve, ...]
    runs: int


def info(decay: ScheduleComparison) -> DecayInfo:
    """Take the numbers as they are."""
    rows = zip(decay.names, decay.rates.tolist(), decay.excess.tolist(), strict=True)
    return DecayInfo(
        tuple(Curve(SCHEDULES[name].title, tuple(rates), tuple(excess)) for name, rates, excess in rows), decay.runs
    )


def figure(decay: DecayInfo, dark: bool) -> "go.Figure":
    """Draw the rates on the left and the losses, on a logarithmic axis, on the right."""
    import plotly.graph_objects as go

    colours = theme(dark)
    palette = (colours.ink, *colours.lines)
    chart = go.Figure()
    for k, curve in enumerate(decay.curves):
        line = {"color": palette[k % len(palette)], "width": 2.5, "dash": DASHES[k % len(DASHES)]}
        for side, values, what in (("", curve.rates, "rate"), ("2", curve.excess, "loss above the minimum")):
            chart.add_scatter(
                x=list(range(len(values))),
                y=list(values),
                xaxis=f"x{side}",
                yaxis=f"y{side}",
                name=curve.title,
                legendgroup=curve.title,
                showlegend=not side,
                mode="lines",
                line=line,
                hovertemplate=f"{curve.title}, step %{{x}}<br>{what} %{{y:.4g}}<extra></extra>",
            )
    chart.update_layout(
        template=template(dark),
        title=f"Learning rate by step, and the resulting loss (mean of {decay.runs} runs)",
        height=360,
        xaxis={"domain": [0.0, 0.42], "title": {"text": "step"}},
        xaxis2={"domain": [0.54, 1.0], "title": {"text": "step"}, "anchor": "y2"},
        yaxis={"title": {"text": "learning rate η"}, "rangemode": "tozero"},
        legend={"orientation": "h", "x": 0, "y": -0.22},
    )
    every = [value for curve in decay.curves for value in curve.excess]
    chart.update_layout(yaxis2={"title": {"text": "loss above the minimum"}, "anchor": "x2", **log_axis(every)})
    return chart
