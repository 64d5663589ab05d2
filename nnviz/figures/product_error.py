"""How far built networks are from a product, over the scale of their inputs: a straight line on a log-log plot."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.experiments.width_and_depth.products import ProductErrors
from nnviz.figures.log_axis import log_axis
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class ProductErrorInfo:
    """What the figure shows: errors of the tree and of one layer by scale (None where there is no such network)."""

    inputs: int
    scales: tuple[float, ...]
    tree: tuple[float, ...]
    flat: tuple[float | None, ...]
    at: float


def info(errors: ProductErrors, at: float) -> ProductErrorInfo:
    """Take the numbers as they are; `at` is the scale that is chosen."""
    flat = tuple(None if np.isnan(one) else float(one) for one in errors.flat)
    return ProductErrorInfo(errors.inputs, tuple(errors.scales.tolist()), tuple(errors.tree.tolist()), flat, at)


def figure(shown: ProductErrorInfo, dark: bool) -> "go.Figure":
    """Draw both errors and a line of slope 2."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    kinds: list[tuple[str, tuple[float | None, ...], str, str]] = [
        ("tree of gates", shown.tree, colours.lines[0], "solid")
    ]
    if shown.inputs > 2 and any(one is not None for one in shown.flat):
        kinds.append(("one hidden layer", shown.flat, colours.lines[1], "dash"))
    for name, values, colour, dash in kinds:
        chart.add_scatter(
            x=list(shown.scales),
            y=list(values),
            name=name,
            mode="lines+markers",
            line={"color": colour, "width": 3, "dash": dash},
            hovertemplate="scale %{x:.3g}: %{y:.3g}<extra></extra>",
        )
    told = [value for _, values, _, _ in kinds for value in values if value]
    chart.add_vline(x=shown.at, line={"color": colours.muted, "dash": "dot"})
    chart.update_layout(
        template=template(dark),
        title=f"Largest error of the product of {shown.inputs} numbers",
        height=330,
        legend={"orientation": "h", "x": 0, "y": -0.28},
    )
    chart.update_xaxes(title_text="scale of the inputs", type="log", tickvals=[0.003, 0.01, 0.03, 0.1, 0.3, 1])
    chart.update_yaxes(title_text="share of the largest product", **log_axis(told))
    return chart
