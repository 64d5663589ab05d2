"""Learning curves: loss or accuracy over the epochs, on the training and on the test part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from nnviz.figures.log_axis import log_axis
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

_COLUMNS = {"loss": (2, 3), "accuracy": (4, 5)}


@dataclass(frozen=True)
class LearningCurvesInfo:
    """Two curves.

    Attributes
    ----------
    quantity : {'loss', 'accuracy'}
    epochs, train, test : tuple of float
        A point each.
    """

    quantity: Literal["loss", "accuracy"]
    epochs: tuple[float, ...]
    train: tuple[float, ...]
    test: tuple[float, ...]


def info(rows: Iterable[Sequence[float]], quantity: Literal["loss", "accuracy"]) -> LearningCurvesInfo:
    """Take the curves out of a history.

    Parameters
    ----------
    rows : iterable of sequence of float
        step, epoch, train_loss, test_loss, train_accuracy, test_accuracy.
    quantity : {'loss', 'accuracy'}
    """
    train, test = _COLUMNS[quantity]
    points = [(row[1], row[train], row[test]) for row in rows]
    epochs, first, second = zip(*points, strict=True) if points else ((), (), ())
    return LearningCurvesInfo(quantity, tuple(map(float, epochs)), tuple(map(float, first)), tuple(map(float, second)))


def figure(curves: LearningCurvesInfo, dark: bool) -> "go.Figure":
    """Draw both curves; a loss on a logarithmic axis."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    for name, values, colour in (("train", curves.train, colours.train), ("test", curves.test, colours.test)):
        chart.add_scatter(
            x=curves.epochs,
            y=values,
            name=name,
            mode="lines+markers" if len(values) == 1 else "lines",
            line={"color": colour, "width": 2.5, "dash": "solid" if name == "train" else "dash"},
            hovertemplate=f"epoch %{{x:.4~g}}<br>{name} {curves.quantity} %{{y:.6g}}<extra></extra>",
        )
    chart.update_layout(
        template=template(dark),
        title=f"{curves.quantity.capitalize()} by epoch",
        height=380,
        legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
    )
    chart.update_xaxes(title_text="epoch")
    if curves.quantity == "loss":
        chart.update_yaxes(title_text="mean loss (log scale)", **log_axis((*curves.train, *curves.test)))
    else:
        chart.update_yaxes(title_text="fraction correct", range=[-0.02, 1.02], tickformat=".0%")
    return chart
