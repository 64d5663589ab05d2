"""A map of a sweep: what its runs measured in each cell, the measured border, and the one that theory predicts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.where_networks_learn.learning_map import SHARES, LearningMap, measured_border
from nnviz.experiments.where_networks_learn.theory import Theory
from nnviz.experiments.where_networks_learn.words import axis_title, fixed_text, labels, measures_of
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True, eq=False)
class LearningMapInfo:
    """What the figure shows.

    Attributes
    ----------
    title : str
    rows, columns : str
        Titles of the axes.
    row_labels, column_labels : tuple of str
    measure : str
        What is coloured.
    values : ndarray, shape (rows, columns)
        NaN where nothing was run, or no run has the number.
    border : ndarray, shape (sides, 4)
        x and y of both ends of each side of the measured border, in columns and rows.
    predicted : tuple of ndarray, shape (points, 2)
        Lines of the predicted border; none without theory.
    share : bool
        Whether the measure is a share, 0 to 1; other measures are coloured by their logarithms.
    """

    title: str
    rows: str
    columns: str
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    measure: str
    values: Array
    border: Array
    predicted: tuple[Array, ...]
    share: bool


def info(shown: LearningMap, measure: str = "solved", told: Theory | None = None) -> LearningMapInfo:
    """Sum up the runs of each cell of a map.

    Parameters
    ----------
    shown : LearningMap
    measure : str
        One of `measures_of` its experiment.
    told : Theory, optional
        What is predicted of the map.
    """
    return LearningMapInfo(
        fixed_text(shown),
        axis_title(shown.rows.name),
        axis_title(shown.columns.name),
        tuple(labels(shown.rows)),
        tuple(labels(shown.columns)),
        measures_of(shown.sweep.kind)[measure],
        shown.summary(measure),
        measured_border(shown.learns, shown.run),
        told.lines if told is not None else (),
        measure in SHARES,
    )


def figure(shown: LearningMapInfo, dark: bool) -> "go.Figure":
    """Draw the map, its first row at the bottom."""
    import plotly.graph_objects as go

    colours = theme(dark)
    values = shown.values if shown.share else np.log10(np.where(shown.values > 0, shown.values, np.nan))
    span = {"zmin": 0.0, "zmax": 1.0} if shown.share else {}
    texts = [["" if np.isnan(value) else f"{value:.3g}" for value in row] for row in shown.values.tolist()]
    chart = go.Figure()
    chart.add_heatmap(
        z=[[value if np.isfinite(value) else None for value in row] for row in values.tolist()],
        text=texts,
        texttemplate="%{text}",
        colorscale=[[0.0, colours.paper], [1.0, colours.positive]],
        colorbar_title=shown.measure if shown.share else f"log₁₀ of {shown.measure}",
        hovertemplate=f"{shown.columns} %{{x}}, {shown.rows} %{{y}}: %{{text}}<extra></extra>",
        xgap=1,
        ygap=1,
        **span,
    )
    gaps = [[*side[[0, 2]], None] for side in shown.border], [[*side[[1, 3]], None] for side in shown.border]
    x, y = ([number for side in sides for number in side] for sides in gaps)
    if x:
        chart.add_scatter(x=x, y=y, mode="lines", line={"color": colours.ink, "width": 4}, name="measured border")
    for k, line in enumerate(shown.predicted):
        chart.add_scatter(
            x=line[:, 0].tolist(),
            y=line[:, 1].tolist(),
            mode="lines",
            line={"color": colours.warning, "width": 3, "dash": "dash"},
            name="mean-field theory",
            showlegend=k == 0,
        )
    for update, names, title in (
        (chart.update_xaxes, shown.column_labels, shown.columns),
        (chart.update_yaxes, shown.row_labels, shown.rows),
    ):
        places = list(range(len(names)))
        update(title_text=title, tickvals=places, ticktext=list(names), range=[-0.5, len(names) - 0.5], showgrid=False)
    title = f"Where networks learn: {shown.title}" if shown.title else "Where networks learn"
    chart.update_layout(template=template(dark), title=title, height=460, legend={"orientation": "h", "y": -0.22})
    return chart
