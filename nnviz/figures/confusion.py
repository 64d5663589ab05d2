"""The confusion matrix: each row is a true class, each column a predicted class."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.experiments.run.results import ClassResults
from nnviz.figures.names import short, whole
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

MOST_WRITTEN = 20
"""With more classes the numbers do not fit into the cells."""

FEW = 3
"""Up to so many classes zeros are written too."""

CELL = 34
"""The height of a row, in pixels."""


@dataclass(frozen=True)
class Confusion:
    """What the figure shows.

    Attributes
    ----------
    names : tuple of str
    counts : tuple of tuple of int
        A row a true class.
    shares : tuple of tuple of float
        The counts over their row's sum; 0 in a row without samples.
    """

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    shares: tuple[tuple[float, ...], ...]


def info(results: ClassResults) -> Confusion:
    """Take the counts, and each as a share of its row."""
    counts = results.counts.tolist()
    sums = [max(1, sum(row)) for row in counts]
    shares = tuple(tuple(n / total for n in row) for row, total in zip(counts, sums, strict=True))
    return Confusion(results.class_names, tuple(map(tuple, counts)), shares)


def figure(confusion: Confusion, dark: bool) -> "go.Figure":
    """Draw what is right and what is wrong in two colours, each the deeper the larger its share of the row."""
    import plotly.graph_objects as go

    colours = theme(dark)
    k = len(confusion.names)
    places = list(range(k))
    chart = go.Figure()
    for right, colour in ((True, colours.right), (False, colours.warning)):
        chart.add_heatmap(
            x=places,
            y=places,
            z=_where(confusion.shares, right),
            text=_texts(confusion, right),
            customdata=_hover(confusion),
            texttemplate="%{text}" if k <= MOST_WRITTEN else "",
            hovertemplate="%{customdata}<extra></extra>",
            hoverongaps=False,
            colorscale=[[0.0, colours.paper], [1.0, colour]],
            zmin=0.0,
            zmax=1.0,
            showscale=False,
            xgap=2,
            ygap=2,
        )
    chart.update_layout(template=template(dark), title="Confusion matrix", height=180 + CELL * min(max(k, 3), 16))
    ticks = {"tickvals": places, "ticktext": [short(name) for name in confusion.names], "showgrid": False}
    chart.update_xaxes(title_text="predicted class", constrain="domain", zeroline=False, **ticks)
    chart.update_yaxes(title_text="true class", autorange="reversed", zeroline=False, **ticks)
    return chart


def _where(shares: tuple[tuple[float, ...], ...], right: bool) -> list[list[float | None]]:
    """Keep the diagonal, or all but the diagonal."""
    return [[share if (i == j) == right else None for j, share in enumerate(row)] for i, row in enumerate(shares)]


def _texts(confusion: Confusion, right: bool) -> list[list[str]]:
    """Write the counts, but no zeros where they would be many."""
    zeros = len(confusion.names) <= FEW
    return [
        [str(n) if (i == j) == right and (n or zeros) else "" for j, n in enumerate(row)]
        for i, row in enumerate(confusion.counts)
    ]


def _hover(confusion: Confusion) -> list[list[str]]:
    return [
        [
            f"{n} of {sum(row)} samples of {whole(confusion.names[i])} ({share:.1%})<br>"
            f"predicted as {whole(confusion.names[j])}"
            for j, (n, share) in enumerate(zip(row, confusion.shares[i], strict=True))
        ]
        for i, row in enumerate(confusion.counts)
    ]
