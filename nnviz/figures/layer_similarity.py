"""How alike the layers of two networks are: a cell for each pair, its CKA from 0 to 1."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.engine import Array
from nnviz.figures.names import short
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class LayerSimilarity:
    """What the figure shows.

    Attributes
    ----------
    names : tuple of str
        Of the layers, which both networks share.
    cells : tuple of tuple of float
        A row for each layer of the first network.
    """

    names: tuple[str, ...]
    cells: tuple[tuple[float, ...], ...]


def info(matrix: Array, names: Sequence[str]) -> LayerSimilarity:
    """Take the numbers as they are.

    Parameters
    ----------
    matrix : ndarray, shape (layers, layers)
    names : sequence of str
    """
    return LayerSimilarity(tuple(names), tuple(tuple(row) for row in matrix.tolist()))


def figure(similarity: LayerSimilarity, dark: bool) -> "go.Figure":
    """Draw the matrix, each number in its cell."""
    import plotly.graph_objects as go

    colours = theme(dark)
    names = [short(name) for name in similarity.names]
    chart = go.Figure()
    chart.add_heatmap(
        z=[list(row) for row in similarity.cells],
        x=names,
        y=names,
        zmin=0.0,
        zmax=1.0,
        colorscale=[[0.0, colours.paper], [1.0, colours.gradient]],
        texttemplate="%{z:.2f}",
        hovertemplate="%{y} and %{x}: CKA %{z:.4f}<extra></extra>",
        colorbar={"title": {"text": "CKA"}},
    )
    chart.update_layout(template=template(dark), title="CKA of every layer with every layer", height=420)
    chart.update_xaxes(title_text="layer of the second network")
    chart.update_yaxes(title_text="layer of the first network", autorange="reversed")
    return chart
