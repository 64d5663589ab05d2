"""By how much a product of weight matrices stretches its most and its least favoured direction, layer by layer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.engine import Array
from nnviz.experiments.vanishing_gradients.singular_values import RESOLVED
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

FLOOR = 1e-20
"""Below this the axis ends."""


@dataclass(frozen=True)
class Stretch:
    """One initializer: the largest, the middle and the smallest singular value of W2, W2 W3, ...

    A value that is lost in rounding is None.
    """

    title: str
    largest: tuple[float | None, ...]
    middle: tuple[float | None, ...]
    smallest: tuple[float | None, ...]


@dataclass(frozen=True)
class Stretches:
    """What the figure shows: an entry for each initializer."""

    entries: tuple[Stretch, ...]


def info(found: Sequence[tuple[str, Array]]) -> Stretches:
    """Take the largest, the median and the smallest singular value of each product.

    Parameters
    ----------
    found : sequence of (title, ndarray of shape (products, width))
        Singular values, falling along the last axis.
    """
    return Stretches(tuple(_stretch(title, values) for title, values in found))


def _stretch(title: str, values: Array) -> Stretch:
    columns = []
    for place in (0, values.shape[-1] // 2, values.shape[-1] - 1):
        pairs = zip(values[:, place].tolist(), values[:, 0].tolist(), strict=True)
        columns.append(tuple(value if value > RESOLVED * top and value > FLOOR else None for value, top in pairs))
    return Stretch(title, *columns)


def figure(stretches: Stretches, dark: bool) -> "go.Figure":
    """Draw three lines for each initializer on a logarithmic axis: solid, dashed and dotted."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    for k, entry in enumerate(stretches.entries):
        for values, dash, what in (
            (entry.largest, "solid", "largest"),
            (entry.middle, "dash", "middle"),
            (entry.smallest, "dot", "smallest"),
        ):
            chart.add_scatter(
                x=list(range(1, len(values) + 1)),
                y=list(values),
                name=f"{entry.title}: {what}",
                legendgroup=entry.title,
                mode="lines",
                line={"color": colours.lines[k % len(colours.lines)], "width": 3, "dash": dash},
                hovertemplate=f"{entry.title}, {what}: %{{y:.4g}} after %{{x}} matrices<extra></extra>",
            )
    chart.update_layout(
        template=template(dark),
        title="Singular values of the product of the first k hidden weight matrices",
        height=400,
        legend={"x": 1.01, "y": 1},
    )
    chart.update_xaxes(title_text="matrices multiplied, k")
    chart.update_yaxes(title_text="singular value", type="log", exponentformat="power", nticks=7)
    return chart
