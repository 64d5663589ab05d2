"""A function of the unit square beside the towers that were built for it, as maps of one scale."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.engine import Array
from nnviz.experiments.width_and_depth.towers import SURFACES, Towers, square_grid
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

CELLS = 64
"""Along each side of a map, about."""


@dataclass(frozen=True, eq=False)
class TowersInfo:
    """What the figure shows.

    Attributes
    ----------
    title : str
        Of the function.
    at : ndarray, shape (n,)
        The middles of the cells, along both sides.
    wanted, built : ndarray, shape (n, n)
        Heights of the function and of the network; x changes along the last axis.
    """

    title: str
    at: Array
    wanted: Array
    built: Array


def info(towers: Towers) -> TowersInfo:
    """Compute both on a grid whose cells no tower's edge cuts."""
    n = towers.side * max(1, CELLS // towers.side)
    X = square_grid(n)
    title, f = SURFACES[towers.surface]
    A = towers.network.forward(X).A[:, 0]
    return TowersInfo(title, X[:n, 0], f(X[:, 0], X[:, 1]).reshape(n, n), A.reshape(n, n))


def figure(shown: TowersInfo, dark: bool) -> "go.Figure":
    """Draw two maps beside each other."""
    from plotly.subplots import make_subplots

    colours = theme(dark)
    chart = make_subplots(1, 2, horizontal_spacing=0.09)
    reach = float(abs(shown.wanted).max()) or 1.0
    scale = [[0.0, colours.negative], [0.5, colours.zero], [1.0, colours.positive]]
    maps = ((shown.wanted, f"x; heights: {shown.title}"), (shown.built, "x; heights: built of towers"))
    for column, (values, foot) in enumerate(maps, start=1):
        chart.add_heatmap(
            x=shown.at.tolist(),
            y=shown.at.tolist(),
            z=values.round(4).tolist(),
            zmin=-reach,
            zmax=reach,
            colorscale=scale,
            showscale=column == 2,
            hovertemplate="x %{x:.2f}, y %{y:.2f}: %{z:.3f}<extra></extra>",
            row=1,
            col=column,
        )
        chart.update_xaxes(title_text=foot, range=[0, 1], row=1, col=column)
    chart.update_layout(template=template(dark), title="The function, and the towers built for it", height=360)
    chart.update_yaxes(title_text="y", range=[0, 1])
    return chart
