"""A slice through a network's loss as contour lines and as a surface, with the path of the training on both."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.gradient_descent.loss_slice import LossSlice
from nnviz.figures.theme import Theme, template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 400


@dataclass(frozen=True, eq=False)
class LossSliceInfo:
    """What the figures show.

    Attributes
    ----------
    along : ndarray, shape (M,)
    losses : ndarray, shape (M, M)
    u, v, heights : ndarray, shape (E + 1,)
        The path on the plane, and its own losses.
    at : int
        The epoch in the middle.
    titles : tuple of str
        Of the two axes.
    """

    along: Array
    losses: Array
    u: Array
    v: Array
    heights: Array
    at: int
    titles: tuple[str, str]


def info(loss_slice: LossSlice) -> LossSliceInfo:
    """Take the numbers as they are; the path's heights are its own losses, off the plane or not."""
    u, v = loss_slice.projected_path.T
    return LossSliceInfo(
        loss_slice.offsets, loss_slice.losses, u, v, loss_slice.path.losses, loss_slice.at, loss_slice.titles
    )


def contour(seen: LossSliceInfo, dark: bool) -> "go.Figure":
    """Draw lines of equal loss from above; dark is low."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure(
        go.Contour(
            x=seen.along,
            y=seen.along,
            z=np.log10(np.maximum(seen.losses, 1e-12)),
            customdata=seen.losses,
            colorscale=_scale(colours),
            ncontours=16,
            showscale=False,
            line={"width": 1, "color": colours.muted},
            hovertemplate="loss %{customdata:.4g}<extra></extra>",
        )
    )
    shared = {"hovertemplate": "epoch %{text}: loss %{customdata:.4g}<extra></extra>", "showlegend": False}
    every = list(range(len(seen.u)))
    chart.add_scatter(
        x=seen.u,
        y=seen.v,
        text=every,
        customdata=seen.heights,
        mode="lines+markers",
        line={"color": colours.test, "width": 3},
        marker={"size": 6, "color": colours.test},
        **shared,
    )
    chart.add_scatter(
        x=[seen.u[0]],
        y=[seen.v[0]],
        mode="text",
        text=["start"],
        textposition="top center",
        hoverinfo="skip",
        showlegend=False,
    )
    chart.add_scatter(
        x=[seen.u[seen.at]],
        y=[seen.v[seen.at]],
        text=[seen.at],
        customdata=[seen.heights[seen.at]],
        mode="markers",
        marker={"size": 15, "color": colours.paper, "line": {"color": colours.ink, "width": 4}},
        **shared,
    )
    chart.update_layout(template=template(dark), title="From above", height=HEIGHT, margin={"t": 48, "r": 8})
    chart.update_xaxes(title_text=seen.titles[0], showgrid=False)
    chart.update_yaxes(title_text=seen.titles[1], showgrid=False)
    return chart


def surface(seen: LossSliceInfo, dark: bool) -> "go.Figure":
    """Draw the landscape; what is far above the path is cut off, so that the valley is seen."""
    import plotly.graph_objects as go

    colours = theme(dark)
    top = 1.6 * float(seen.heights.max())
    heights = np.minimum(seen.losses, top)
    chart = go.Figure(
        go.Surface(
            x=seen.along,
            y=seen.along,
            z=heights,
            surfacecolor=np.log10(np.maximum(heights, 1e-12)),
            customdata=seen.losses,
            colorscale=_scale(colours),
            showscale=False,
            opacity=0.93,
            hovertemplate="loss %{customdata:.4g}<extra></extra>",
        )
    )
    shared: dict[str, Any] = {"hovertemplate": "epoch %{text}: loss %{z:.4g}<extra></extra>", "showlegend": False}
    every = list(range(len(seen.u)))
    chart.add_scatter3d(
        x=seen.u,
        y=seen.v,
        z=seen.heights,
        text=every,
        mode="lines+markers",
        line={"color": colours.test, "width": 6},
        marker={"size": 3, "color": colours.test},
        **shared,
    )
    here = {"x": [seen.u[seen.at]], "y": [seen.v[seen.at]], "z": [seen.heights[seen.at]], "text": [seen.at]}
    chart.add_scatter3d(**here, mode="markers", marker={"size": 7, "color": colours.ink}, **shared)
    axis = {"gridcolor": colours.grid, "backgroundcolor": colours.paper, "color": colours.muted, "nticks": 5}
    chart.update_layout(
        template=template(dark),
        title="As a landscape (drag to rotate)",
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 48, "b": 0},
        scene={
            "xaxis": {**axis, "title": {"text": _short(seen.titles[0])}},
            "yaxis": {**axis, "title": {"text": _short(seen.titles[1])}},
            "zaxis": {**axis, "title": {"text": "loss"}, "range": [0, top]},
            "camera": {"eye": {"x": -1.45, "y": -1.45, "z": 0.9}, "center": {"x": 0, "y": 0, "z": -0.15}},
            "aspectmode": "manual",
            "aspectratio": {"x": 1.1, "y": 1.1, "z": 0.75},
        },
    )
    return chart


def _scale(colours: Theme) -> list[list[Any]]:
    """Low is dark, high is the paper: a loss has no sign, so it has neither of the colours of signs."""
    return [[0.0, colours.gradient], [0.55, colours.update], [1.0, colours.paper]]


def _short(title: str) -> str:
    return title.removeprefix("along ").removeprefix("change of ").removeprefix("the ").removeprefix("a ")
