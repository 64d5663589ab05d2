"""The output of a network over the plane of its data, with the samples on top and the wrong ones marked."""

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array
from nnviz.experiments import Run
from nnviz.figures.theme import Theme, diverging_colorscale, template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

SIDE = 81
"""Cells of the map along each side."""


@dataclass(frozen=True, eq=False)
class PointsInfo:
    """The samples of one part.

    Attributes
    ----------
    at : ndarray, shape (N, 2)
    labels : ndarray of int, shape (N,)
        Empty for regression.
    values : ndarray, shape (N,)
        Targets of a regression; empty otherwise.
    wrong : ndarray of bool, shape (N,)
    """

    at: Array
    labels: NDArray[np.int64]
    values: Array
    wrong: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class OutputPlaneInfo:
    """A map of the output and the samples.

    Attributes
    ----------
    kind : {'one', 'classes', 'values'}
        One output between two classes, several classes, or a number.
    ticks : ndarray, shape (SIDE,)
        Where the cells' middles lie on either axis.
    output : ndarray, shape (SIDE, SIDE)
        The output, or the index of the most probable class; row 0 at the lowest y.
    cut : float
        Where one output changes its decision.
    low : float
        The smallest output that is possible; 1 is the largest. Not used for numbers.
    names : tuple of str
        Of the classes, with < and & written as HTML has it: Plotly reads tags in names.
    train, test : PointsInfo
    """

    kind: Literal["one", "classes", "values"]
    ticks: Array
    output: Array
    cut: float
    low: float
    names: tuple[str, ...]
    train: PointsInfo
    test: PointsInfo


def info(run: Run) -> OutputPlaneInfo | None:
    """Compute the map; None where the data are no points of a plane."""
    if not run.settings.plane:
        return None
    low, high = run.data.data.x_range or (-6.0, 6.0)
    ticks = low + (high - low) * (np.arange(SIDE) + 0.5) / SIDE
    x, y = np.meshgrid(ticks, ticks)
    said = run.output(run.data.features(np.stack([x.ravel(), y.ravel()], -1)))
    several = run.head.output_activation == "softmax"
    output = run.head.decide(said).astype(float) if several else said[:, 0]
    signs = run.head.targets == "signs"
    return OutputPlaneInfo(
        kind="classes" if several else "values" if run.head.targets == "values" else "one",
        ticks=ticks,
        output=output.reshape(SIDE, SIDE),
        cut=0.0 if signs else 0.5,
        low=-1.0 if signs else 0.0,
        names=tuple(map(escape, run.data.data.class_names)),
        train=_points(run, "train"),
        test=_points(run, "test"),
    )


def _points(run: Run, which: Literal["train", "test"]) -> PointsInfo:
    part = run.data.train if which == "train" else run.data.test
    if run.head.targets == "values":
        return PointsInfo(part.raw, part.labels, part.Y[:, 0], np.zeros(len(part.raw), bool))
    wrong = run.head.decide(run.output(part.X)) != part.labels
    return PointsInfo(part.raw, part.labels, np.empty(0), wrong)


def figure(plane: OutputPlaneInfo, dark: bool) -> "go.Figure":
    """Draw the map, the decision boundary, and the samples: training filled, test hollow, wrong ones crossed."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    chart.add_heatmap(x=plane.ticks, y=plane.ticks, z=plane.output, **_map_style(plane, colours, dark))
    if plane.kind == "one" and plane.output.min() < plane.cut < plane.output.max():
        chart.add_contour(
            x=plane.ticks,
            y=plane.ticks,
            z=plane.output,
            contours={"start": plane.cut, "end": plane.cut, "size": 1, "coloring": "none"},
            line={"color": colours.ink, "width": 2},
            showscale=False,
            hoverinfo="skip",
            name="decision",
            showlegend=False,
        )
    for name, points in (("train", plane.train), ("test", plane.test)):
        for trace in _traces(plane, points, name, colours, dark):
            chart.add_scatter(mode="markers", **trace)
    chart.update_layout(
        template=template(dark),
        title="Output over the plane",
        height=680,
        legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
    )
    chart.update_xaxes(title_text="x", constrain="domain", range=_range(plane), showgrid=False)
    chart.update_yaxes(title_text="y", constrain="domain", range=_range(plane), scaleanchor="x", showgrid=False)
    return chart


def _range(plane: OutputPlaneInfo) -> list[float]:
    half = float(plane.ticks[1] - plane.ticks[0]) / 2
    return [float(plane.ticks[0]) - half, float(plane.ticks[-1]) + half]


def _map_style(plane: OutputPlaneInfo, colours: Theme, dark: bool) -> dict[str, Any]:
    hover = "(%{x:.2f}, %{y:.2f})<br>output %{z:.4g}<extra></extra>"
    if plane.kind == "values":
        size = _largest(plane)
        return {
            "colorscale": diverging_colorscale(dark),
            "zmin": -size,
            "zmax": size,
            "colorbar": {"title": {"text": "output"}, "thickness": 14},
            "hovertemplate": hover,
        }
    if plane.kind == "one":
        scale = [[0.0, colours.class_colour(0)], [0.5, colours.paper], [1.0, colours.class_colour(1)]]
        return {
            "colorscale": scale,
            "zmin": plane.low,
            "zmax": 1.0,
            "opacity": 0.55,
            "showscale": False,
            "hovertemplate": hover,
        }
    n = len(plane.names)
    steps = [[edge / n, colours.class_colour(k)] for k in range(n) for edge in (k, k + 1)]
    named = np.array(plane.names, object)[plane.output.astype(int)]
    return {
        "colorscale": steps,
        "zmin": -0.5,
        "zmax": n - 0.5,
        "opacity": 0.35,
        "showscale": False,
        "text": named,
        "hovertemplate": "(%{x:.2f}, %{y:.2f})<br>%{text}<extra></extra>",
    }


def _largest(plane: OutputPlaneInfo) -> float:
    """Return the size of the largest finite output or target, so that both have one scale."""
    values = np.concatenate([plane.output.ravel(), plane.train.values, plane.test.values])
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size and finite.max() > 0 else 1.0


def _traces(plane: OutputPlaneInfo, points: PointsInfo, part: str, colours: Theme, dark: bool) -> list[dict[str, Any]]:
    hollow = part == "test"
    base: dict[str, Any] = {"size": 9, "symbol": "circle-open" if hollow else "circle"}
    edge = {"width": 2.5} if hollow else {"width": 1, "color": colours.paper}
    if plane.kind == "values":
        size = _largest(plane)
        scale = {"color": points.values, "colorscale": diverging_colorscale(dark), "cmin": -size, "cmax": size}
        marker = base | scale | {"symbol": "square" if hollow else "circle", "line": {"width": 1, "color": colours.ink}}
        return [
            {
                "x": points.at[:, 0],
                "y": points.at[:, 1],
                "name": part,
                "marker": marker,
                "customdata": points.values,
                "hovertemplate": f"{part}, target %{{customdata:.4g}}<extra></extra>",
            }
        ]
    traces: list[dict[str, Any]] = []
    for k, name in enumerate(plane.names):
        rows = points.labels == k
        traces.append(
            {
                "x": points.at[rows, 0],
                "y": points.at[rows, 1],
                "name": f"{part}: {name}",
                "marker": base | {"color": colours.class_colour(k), "line": edge},
                "hovertemplate": f"{part}: {name}<br>(%{{x:.2f}}, %{{y:.2f}})<extra></extra>",
            }
        )
    if points.wrong.any():
        traces.append(
            {
                "x": points.at[points.wrong, 0],
                "y": points.at[points.wrong, 1],
                "name": f"{part}: misclassified",
                "marker": {"size": 12, "symbol": "x-thin", "line": {"width": 2, "color": colours.warning}},
                "hoverinfo": "skip",
            }
        )
    return traces
