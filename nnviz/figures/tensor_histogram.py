"""The distribution of the values in a tensor: bars to the right of zero are blue, to the left orange."""

from typing import TYPE_CHECKING, Any

from nnviz.experiments.inspection import Histogram
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 160


def figure(counted: Histogram, dark: bool) -> "go.Figure":
    """Draw a histogram.

    Parameters
    ----------
    counted : Histogram
        Made by `nnviz.experiments.inspection.histogram`.
    dark : bool

    Returns
    -------
    plotly.graph_objects.Figure
    """
    import plotly.graph_objects as go

    colours = theme(dark)
    half = counted.width / 2
    signs = [0 if abs(x) < half or x == 0.0 else 1 if x > 0 else -1 for x in counted.centres]
    bar: dict[str, Any] = {
        "type": "bar",
        "x": counted.centres,
        "y": counted.counts,
        "marker": {"color": [(colours.muted, colours.positive, colours.negative)[sign] for sign in signs]},
        "hovertemplate": "about %{x:.3g}: %{y} entries<extra></extra>",
    }
    if counted.width:
        bar["width"] = counted.width * 0.92
    where = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
    empty = [] if counted.centres else [{"text": "no finite entries", "showarrow": False, **where}]
    layout = {
        "template": template(dark),
        "height": HEIGHT,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "dragmode": False,
        "showlegend": False,
        "annotations": empty,
        "xaxis": {"title": {"text": "value", "standoff": 2}, "nticks": 5, "zeroline": True},
        "yaxis": {"title": {"text": "entries", "standoff": 4}, "dtick": _step(counted), "rangemode": "tozero"},
    }
    return go.Figure({"data": [bar], "layout": layout})


def _step(counted: Histogram) -> int:
    """Whole numbers between two ticks, at most four ticks: 1, 2, 5, 10, 20, 50, ..."""
    most, step = max(counted.counts, default=1), 1
    while most / step > 4:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return step
