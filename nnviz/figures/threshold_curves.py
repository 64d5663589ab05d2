"""Accuracy, precision and recall of a binary classifier at every threshold from 0 to 1."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.forward_pass.decisions import Thresholds
from nnviz.figures.names import whole
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class ThresholdCurves:
    """What the figure shows; None where a number does not exist.

    Attributes
    ----------
    yes : str
        The class that is asked for.
    cuts : tuple of float
    accuracy, precision, recall : tuple of float or None
    """

    yes: str
    cuts: tuple[float, ...]
    accuracy: tuple[float | None, ...]
    precision: tuple[float | None, ...]
    recall: tuple[float | None, ...]


def info(curve: Thresholds) -> ThresholdCurves:
    """Take the numbers as they are, and leave gaps where no sample is classified as 1.

    Examples
    --------
    >>> from nnviz.experiments.forward_pass.decisions import thresholds
    >>> from nnviz.experiments.trained.networks import trained_network
    >>> curves = info(thresholds(trained_network("pair", cat=8, other=1, hidden=(4,), activation_name="relu")))
    >>> chart = figure(curves, dark=False)
    >>> [line.name for line in chart.data]
    ['accuracy', 'precision', 'recall']
    """
    rows = (_known(values) for values in (curve.accuracy, curve.precision, curve.recall))
    return ThresholdCurves(curve.class_names[1], tuple(curve.cuts.tolist()), *rows)


def _known(values: Array) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else value for value in values.tolist())


def figure(curves: ThresholdCurves, dark: bool) -> "go.Figure":
    """Draw three curves over the threshold."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    rows = {"accuracy": curves.accuracy, "precision": curves.precision, "recall": curves.recall}
    for (name, values), colour, dash in zip(rows.items(), colours.lines, ("solid", "dash", "dot"), strict=False):
        chart.add_scatter(
            x=curves.cuts,
            y=values,
            name=name,
            mode="lines",
            line={"color": colour, "width": 3, "dash": dash},
            hovertemplate=f"threshold %{{x:.2f}}: {name} %{{y:.3f}}<extra></extra>",
        )
    chart.update_layout(template=template(dark), title=f"Predicting {whole(curves.yes)} at every threshold", height=340)
    chart.update_xaxes(title_text="threshold on the probability", range=[0, 1])
    chart.update_yaxes(title_text="value of the measure", range=[-0.02, 1.04])
    return chart
