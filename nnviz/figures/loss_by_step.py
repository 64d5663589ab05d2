"""Losses over the steps of gradient descent, a curve each: the same data, learnt by several networks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.engine import Array
from nnviz.figures.log_axis import log_axis
from nnviz.figures.names import whole
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

Pair = tuple[Sequence[float] | Array, Sequence[float] | Array]


@dataclass(frozen=True)
class LossByStep:
    """What the figure shows.

    Attributes
    ----------
    title : str
    names : tuple of str
        Of the networks.
    train, test : tuple of tuple of float
        The loss before every step, a row a network.
    """

    title: str
    names: tuple[str, ...]
    train: tuple[tuple[float, ...], ...]
    test: tuple[tuple[float, ...], ...]


def info(title: str, curves: Mapping[str, Pair]) -> LossByStep:
    """Take the numbers as they are.

    Parameters
    ----------
    title : str
    curves : mapping of str to pair of sequence or ndarray of float
        For each network the losses on the training part and on the test part.
    """
    train, test = (tuple(tuple(map(float, pair[k])) for pair in curves.values()) for k in (0, 1))
    return LossByStep(title, tuple(curves), train, test)


def figure(shown: LossByStep, dark: bool) -> "go.Figure":
    """Draw all curves on one logarithmic axis, those of the test part dashed."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    for part, rows in (("training", shown.train), ("test", shown.test)):
        for k, (name, values) in enumerate(zip(shown.names, rows, strict=True)):
            chart.add_scatter(
                x=list(range(len(values))),
                y=list(values),
                name=f"{whole(name)}, {part}",
                mode="lines+markers" if len(values) == 1 else "lines",
                line={
                    "color": colours.classes[k % len(colours.classes)],
                    "width": 2.5,
                    "dash": "dash" if part == "test" else "solid",
                },
                hovertemplate=f"step %{{x}}<br>{whole(name)}, {part}: %{{y:.4g}}<extra></extra>",
            )
    chart.update_layout(
        template=template(dark),
        title=whole(shown.title),
        height=400,
        legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
    )
    chart.update_xaxes(title_text="step")
    every = [value for rows in (shown.train, shown.test) for row in rows for value in row]
    chart.update_yaxes(title_text="mean loss (log scale)", **log_axis(every))
    return chart
