"""The information plane: what each layer is said to keep of the input and of the class while a network trains."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.engine import Array
from nnviz.figures.names import whole
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class InformationPlane:
    """What the figure shows.

    Attributes
    ----------
    title : str
        Which network, and how its numbers were put in bins.
    names : tuple of str
        Of the layers.
    steps : tuple of int
    input, target : tuple of tuple of float
        I(X; T) and I(T; Y) in bits, a row for each layer.
    """

    title: str
    names: tuple[str, ...]
    steps: tuple[int, ...]
    input: tuple[tuple[float, ...], ...]
    target: tuple[tuple[float, ...], ...]


def info(title: str, names: Sequence[str], steps: Sequence[int], plane: Array) -> InformationPlane:
    """Take the numbers as they are.

    Parameters
    ----------
    title : str
    names : sequence of str
    steps : sequence of int
    plane : ndarray, shape (steps, layers, 2)
    """
    x, y = (tuple(tuple(row) for row in plane[:, :, k].T.tolist()) for k in (0, 1))
    return InformationPlane(title, tuple(names), tuple(int(step) for step in steps), x, y)


def figure(plane: InformationPlane, dark: bool) -> "go.Figure":
    """Draw a trail for each layer, with a larger mark at its end."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    for k, (name, x, y) in enumerate(zip(plane.names, plane.input, plane.target, strict=True)):
        chart.add_scatter(
            x=list(x),
            y=list(y),
            customdata=list(plane.steps),
            name=whole(name),
            mode="lines+markers",
            line={"color": colours.classes[k % len(colours.classes)], "width": 2},
            marker={"size": [4] * (len(x) - 1) + [12]},
            hovertemplate=f"step %{{customdata}}<br>{whole(name)}: %{{x:.3f}} and %{{y:.3f}} bits<extra></extra>",
        )
    chart.update_layout(
        template=template(dark),
        title=whole(plane.title),
        height=420,
        legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
    )
    chart.update_xaxes(title_text="I(X; T) in bits", rangemode="tozero")
    chart.update_yaxes(title_text="I(T; Y) in bits", rangemode="tozero")
    return chart
