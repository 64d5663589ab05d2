"""Predicted against true values: on the diagonal the prediction is exact."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.experiments.run.results import NumberResults
from nnviz.figures.names import whole
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

MOST_POINTS = 2000
"""More points only hide each other."""


@dataclass(frozen=True)
class Predicted:
    """What the figure shows.

    Attributes
    ----------
    truth, said : tuple of float
        One entry a sample; of very many, evenly chosen ones.
    low, high : float
        The ends of the diagonal.
    of : int
        Samples in all.
    target : str
        What is predicted; empty where it has no name.
    """

    truth: tuple[float, ...]
    said: tuple[float, ...]
    low: float
    high: float
    of: int
    target: str = ""


def info(results: NumberResults) -> Predicted:
    """Take the pairs, and the range of both."""
    n = results.n_samples
    rows = np.unique(np.linspace(0, n - 1, min(n, MOST_POINTS)).astype(int)) if n else np.empty(0, int)
    both = np.concatenate([results.truth, results.predicted]) if n else np.array([0.0, 1.0])
    truth, said = results.truth[rows].tolist(), results.predicted[rows].tolist()
    return Predicted(tuple(truth), tuple(said), float(both.min()), float(both.max()), n, results.target)


def title(predicted: Predicted) -> str:
    """Say what is shown, and of how many samples if not of all."""
    shown = len(predicted.truth)
    return "Predicted versus true values" + (f" ({shown} of {predicted.of} samples)" if shown < predicted.of else "")


def figure(predicted: Predicted, dark: bool) -> "go.Figure":
    """Draw one point per sample, and the diagonal."""
    import plotly.graph_objects as go

    colours = theme(dark)
    ends = [predicted.low, predicted.high]
    chart = go.Figure()
    chart.add_scatter(x=ends, y=ends, mode="lines", line={"color": colours.muted, "width": 2}, hoverinfo="skip")
    chart.add_scatter(
        x=predicted.truth,
        y=predicted.said,
        mode="markers",
        marker={"size": 7, "color": colours.lines[0], "opacity": 0.6},
        hovertemplate="true %{x:.4g}<br>predicted %{y:.4g}<extra></extra>",
    )
    chart.update_layout(template=template(dark), title=title(predicted), height=420, showlegend=False)
    name = f"{whole(predicted.target)}: " if predicted.target else ""
    chart.update_xaxes(title_text=f"{name}true")
    chart.update_yaxes(title_text=f"{name}predicted")
    return chart
