"""Precision, recall and F1 of each class, one row per class."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.experiments.run.results import ClassResults
from nnviz.figures.names import short
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

MEASURES = ("precision", "recall", "F1")
_SYMBOLS = ("diamond", "circle", "line-ns")


@dataclass(frozen=True)
class ClassScores:
    """What the figure shows; None where a number does not exist.

    Attributes
    ----------
    names : tuple of str
    support : tuple of int
        Samples of each class.
    precision, recall, f1 : tuple of float or None
    """

    names: tuple[str, ...]
    support: tuple[int, ...]
    precision: tuple[float | None, ...]
    recall: tuple[float | None, ...]
    f1: tuple[float | None, ...]


def info(results: ClassResults) -> ClassScores:
    """Take the numbers of each class."""
    measures = (_known(values.tolist()) for values in (results.precision, results.recall, results.f1))
    return ClassScores(results.class_names, tuple(results.support.tolist()), *measures)


def _known(values: list[float]) -> tuple[float | None, ...]:
    return tuple(None if value != value else value for value in values)


def figure(scores: ClassScores, dark: bool) -> "go.Figure":
    """Draw three points per class on one line from 0 to 1."""
    import plotly.graph_objects as go

    colours = theme(dark)
    names = [short(name) for name in scores.names]
    places = list(range(len(names)))
    paints = (colours.lines[0], colours.lines[1], colours.ink)
    chart = go.Figure()
    rows = (scores.precision, scores.recall, scores.f1)
    for title, values, symbol, colour in zip(MEASURES, rows, _SYMBOLS, paints, strict=True):
        line = {"width": 3 if symbol == "line-ns" else 1.5, "color": colour}
        chart.add_scatter(
            x=values,
            y=places,
            name=title,
            mode="markers",
            cliponaxis=False,
            marker={"symbol": symbol, "size": 14, "color": colour, "line": line, "opacity": 0.9},
            hovertemplate=f"{title} %{{x:.3f}}<extra></extra>",
        )
    chart.update_layout(
        template=template(dark),
        title="Scores by class",
        height=180 + 34 * min(max(len(names), 3), 16),
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"},
    )
    chart.update_xaxes(title_text="score", range=[-0.03, 1.03], tickformat=".1f", dtick=0.2)
    chart.update_yaxes(tickvals=places, ticktext=names, autorange="reversed")
    return chart
