"""What is left of a gradient after 1 to 20 activations: the product of their slopes, on a logarithmic axis."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.experiments.activation_functions.curve import Chain, activation_title
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

SMALLEST = 1e-20
"""Below this the axis ends."""


@dataclass(frozen=True)
class Line:
    """One activation.

    Attributes
    ----------
    title : str
    products : tuple of float or None
        |g'| multiplied over the first 1, 2, ... neurons; None where it is zero and a logarithm has no place for it.
    bounds : tuple of float or None
        The largest slope to the same powers.
    """

    title: str
    products: tuple[float | None, ...]
    bounds: tuple[float | None, ...]


@dataclass(frozen=True)
class SlopeProduct:
    """What the figure shows: where the row of neurons starts, and a line for each activation."""

    z: float
    lines: tuple[Line, ...]


def info(chains: Sequence[Chain]) -> SlopeProduct:
    """Take sizes, and leave gaps where nothing is left."""
    lines = tuple(
        Line(activation_title(chain.activation), _sizes(chain.products.tolist()), _sizes(chain.bounds.tolist()))
        for chain in chains
    )
    return SlopeProduct(chains[0].z if chains else 0.0, lines)


def _sizes(values: list[float]) -> tuple[float | None, ...]:
    return tuple(abs(value) or None for value in values)


def figure(product: SlopeProduct, dark: bool) -> "go.Figure":
    """Draw the real products as lines with points, the bounds as thin dotted lines."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    for i, line in enumerate(product.lines):
        colour = colours.lines[i % len(colours.lines)]
        layers = list(range(1, len(line.products) + 1))
        shared = {"x": layers, "legendgroup": line.title, "connectgaps": False}
        hover = "after %{x} neurons: %{y:.3g}"
        chart.add_scatter(
            **shared,
            y=line.products,
            name=line.title,
            mode="lines+markers",
            line={"color": colour, "width": 3},
            marker={"size": 8},
            hovertemplate=f"{line.title}, {hover}<extra></extra>",
        )
        chart.add_scatter(
            **shared,
            y=line.bounds,
            name=f"{line.title}: bound",
            showlegend=False,
            mode="lines",
            line={"color": colour, "width": 2, "dash": "dot"},
            hovertemplate=f"{line.title}, bound: {hover}<extra></extra>",
        )
    chart.update_layout(
        template=template(dark),
        title=f"Gradient remaining after L neurons in a chain, from z = {product.z:.2f} (dotted: upper bound)",
        height=400,
        legend={"orientation": "h", "y": -0.2, "yanchor": "top"},
        showlegend=True,
    )
    chart.update_xaxes(title_text="neurons L", tickvals=[1, 5, 10, 15, 20], range=[0.5, 20.5])
    chart.update_yaxes(
        title_text="fraction remaining", type="log", range=_range(product), exponentformat="power", nticks=6
    )
    return chart


def _range(product: SlopeProduct) -> list[float]:
    """The axis, as powers of ten: all that is there, down to `SMALLEST`."""
    values = [value for line in product.lines for value in (*line.products, *line.bounds) if value]
    lowest = min([value for value in values if value >= SMALLEST], default=0.1)
    return [math.log10(min(lowest, 0.1)) - 0.4, math.log10(max([1.0, *values])) + 0.4]
