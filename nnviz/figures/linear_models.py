"""The p linear models of a layer as lines over one feature or planes over two, to be turned with the mouse."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.experiments.matrices.linear_models import LinearModels
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class ModelsInfo:
    """What the figure shows.

    Attributes
    ----------
    features : int
        1 or 2.
    corners : tuple of tuple of float
        The two ends or the four corners of the drawn part, a row a corner.
    heights : tuple of tuple of float
        A row a model: its value at every corner.
    samples : tuple of tuple of float
        A row a sample.
    outputs : tuple of tuple of float
        A row a model: its value for every sample.
    """

    features: int
    corners: tuple[tuple[float, ...], ...]
    heights: tuple[tuple[float, ...], ...]
    samples: tuple[tuple[float, ...], ...]
    outputs: tuple[tuple[float, ...], ...]


def info(models: LinearModels) -> ModelsInfo:
    """Take the numbers as they are, one row per model.

    Examples
    --------
    >>> import numpy as np
    >>> from nnviz.experiments.matrices.linear_models import linear_models
    >>> X, W, b = np.array([[1.0, 2.0], [-1.0, 1.0]]), np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([0.5, -1.0])
    >>> chart = figure(info(linear_models(X, W, b)), dark=False)
    >>> [plane.name for plane in chart.data if plane.type == "mesh3d"]
    ['z0', 'z1']
    """
    rows = (models.corners, models.heights.T, models.X, models.Z.T)
    return ModelsInfo(models.features, *(tuple(tuple(row) for row in array.tolist()) for array in rows))


def figure(models: ModelsInfo, dark: bool) -> "go.Figure":
    """Draw each model in its own colour, and the samples on it."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    for j, (heights, outputs) in enumerate(zip(models.heights, models.outputs, strict=True)):
        colour, name = colours.lines[j % len(colours.lines)], f"z{j}"
        marks = {"mode": "markers", "marker": {"color": colour, "size": 6}, "legendgroup": name, "showlegend": False}
        if models.features == 1:
            line = {"color": colour, "width": 3}
            ends = [corner[0] for corner in models.corners]
            chart.add_scatter(x=ends, y=heights, name=name, mode="lines", line=line, legendgroup=name)
            chart.add_scatter(x=[x[0] for x in models.samples], y=outputs, **marks)
        else:
            x, y = ([corner[k] for corner in models.corners] for k in (0, 1))
            chart.add_mesh3d(
                x=x,
                y=y,
                z=heights,
                i=[0, 0],
                j=[1, 2],
                k=[2, 3],
                color=colour,
                opacity=0.45,
                name=name,
                legendgroup=name,
                showlegend=True,
            )
            chart.add_scatter3d(x=[x[0] for x in models.samples], y=[x[1] for x in models.samples], z=outputs, **marks)
    chart.update_layout(template=template(dark), title=f"{len(models.heights)} linear models", height=480)
    if models.features == 1:
        chart.update_xaxes(title_text="feature x0")
        chart.update_yaxes(title_text="output z")
    else:
        chart.update_scenes(xaxis_title_text="feature x0", yaxis_title_text="feature x1", zaxis_title_text="output z")
    return chart
