"""A function of straight pieces as a network makes it, with a dot at every kink that was found."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.experiments.width_and_depth.tents import Folded
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class PiecesInfo:
    """What the figure shows: where pieces begin and end, the values there, and how many pieces there are."""

    breaks: tuple[float, ...]
    values: tuple[float, ...]
    count: int


def info(both: Folded) -> PiecesInfo:
    """Take the kinks of the deep network."""
    pieces = both.deep_pieces
    return PiecesInfo(tuple(pieces.breaks.tolist()), tuple(pieces.values.tolist()), pieces.count)


def figure(shown: PiecesInfo, dark: bool) -> "go.Figure":
    """Draw the pieces and their ends."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    chart.add_scatter(
        x=list(shown.breaks),
        y=list(shown.values),
        mode="lines+markers",
        line={"color": colours.lines[0], "width": 2.5},
        marker={"size": 7 if shown.count <= 64 else 3},
        hovertemplate="x %{x:.4g}: %{y:.4g}<extra></extra>",
        showlegend=False,
    )
    chart.update_layout(template=template(dark), title="The deep network’s output, a dot at every kink", height=330)
    chart.update_xaxes(title_text="x", range=[-0.02, 1.02])
    chart.update_yaxes(title_text="A", range=[-0.06, 1.08])
    return chart
