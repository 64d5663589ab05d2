"""What a network of one input says as a curve, with the samples and, where it is known, the function to be fitted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine import Array
from nnviz.experiments import Run
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

POINTS = 401
"""Places at which the curve is computed."""

BESIDE = 0.1
"""How much is shown on either side of the data, as a share of their range."""


@dataclass(frozen=True, eq=False)
class FittedCurve:
    """A curve, the function and the samples, in the target's own units.

    Attributes
    ----------
    x, curve : ndarray, shape (POINTS,)
    truth : ndarray, shape (POINTS,), or None
        The function without noise.
    train, test : ndarray, shape (N, 2)
        x and target of each sample; of the test none where it is the training part.
    feature, target : str
    """

    x: Array
    curve: Array
    truth: Array | None
    train: Array
    test: Array
    feature: str
    target: str


def info(run: Run) -> FittedCurve | None:
    """Compute the curve; None where there is more than one input, or no number to predict."""
    data = run.data
    if run.head.targets != "values" or run.settings.n_features != 1:
        return None
    low, high = float(data.data.X.min()), float(data.data.X.max())
    wide = BESIDE * (high - low or 1.0)
    x = np.linspace(low - wide, high + wide, POINTS)
    f = run.settings.function
    train, test = (np.column_stack([part.raw, part.raw_Y]) for part in (data.train, data.test))
    return FittedCurve(
        x=x,
        curve=run.predictions(run.output(data.features(x[:, None])))[:, 0],
        truth=None if f is None else f(x),
        train=train,
        test=test[:0] if data.test_is_train else test,
        feature=data.feature_titles[0],
        target=data.target_title,
    )


def figure(fitted: FittedCurve, dark: bool) -> "go.Figure":
    """Draw samples as points (training filled, test hollow), the function dashed, the network's curve above them."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    for name, points, symbol in (("train", fitted.train, "circle"), ("test", fitted.test, "circle-open")):
        if len(points):
            marker = {"color": colours.lines[0], "size": 7, "symbol": symbol}
            chart.add_scatter(x=points[:, 0], y=points[:, 1], name=name, mode="markers", marker=marker)
    if fitted.truth is not None:
        line = {"color": colours.muted, "width": 2, "dash": "dash"}
        chart.add_scatter(x=fitted.x, y=fitted.truth, name="function", mode="lines", line=line)
    line = {"color": colours.ink, "width": 4}
    chart.add_scatter(x=fitted.x, y=fitted.curve, name="network", mode="lines", line=line)
    chart.update_layout(template=template(dark), title="The fitted curve", height=460)
    chart.update_xaxes(title_text=fitted.feature)
    chart.update_yaxes(title_text=fitted.target)
    return chart
