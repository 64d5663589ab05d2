"""A tensor as a heatmap: blue is positive, orange negative, zero the background; small ones show their numbers."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from nnviz.experiments.inspection import Cut
from nnviz.figures.tensor_cells import cells, points
from nnviz.figures.tensor_picture import TensorPicture
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

DRAWN = 120
"""Of longer axes every second, third, ... entry is drawn."""

HEIGHT = 270
TICKS = 12
LONGEST = 14
"""Characters of a tick's name; longer ones are cut."""

LETTERS = 56
"""Characters of all ticks below a picture: more would overlap."""

WIDEST, HIGHEST = 0.25, 0.34
"""The largest part of the width and of the height that one cell takes, so that a vector's cells stay small."""


def info(
    shown: Cut,
    row_names: Sequence[str] = (),
    column_names: Sequence[str] = (),
    chosen: tuple[int, int] | None = None,
) -> TensorPicture:
    """Thin out a long tensor, name its rows and columns, and find the limits of its colours.

    Parameters
    ----------
    shown : Cut
        Made by `nnviz.experiments.inspection.cut`.
    row_names, column_names : sequence of str
        Names for the entries along the tensor's axes; none means numbers.
    chosen : tuple of int or None
        Row and column of ``shown.values`` to put a frame around.
    """
    rows, columns = shown.values.shape
    every = (max(1, -(-rows // DRAWN)), max(1, -(-columns // DRAWN)))
    values = np.asarray(shown.values[:: every[0], :: every[1]], np.float64)
    finite = np.abs(values[np.isfinite(values)])
    row_numbers = tuple(shown.first_row + i for i in range(0, rows, every[0]))
    column_numbers = tuple(range(0, columns, every[1]))
    on_it = chosen is not None and chosen[0] % every[0] == 0 and chosen[1] % every[1] == 0 and chosen < (rows, columns)
    return TensorPicture(
        values,
        shown.row_axis,
        shown.column_axis,
        row_numbers,
        column_numbers,
        _named(row_numbers, row_names),
        _named(column_numbers, column_names),
        float(finite.max(initial=shown.largest)) or 1.0,
        every,
        (chosen[0] // every[0], chosen[1] // every[1]) if chosen is not None and on_it else None,
    )


def _named(numbers: tuple[int, ...], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(names[i] if i < len(names) else str(i) for i in numbers)


def figure(picture: TensorPicture, dark: bool) -> "go.Figure":
    """Draw a tensor.

    Parameters
    ----------
    picture : TensorPicture
    dark : bool

    Returns
    -------
    plotly.graph_objects.Figure
        Where cells can be clicked, each carries its row and column in what was cut as the first two of its customdata.
    """
    import plotly.graph_objects as go

    rows, columns = picture.values.shape
    across = _axis(picture.column_axis, picture.column_numbers, picture.column_names, picture.every[1], across=True)
    down = _axis(picture.row_axis, picture.row_numbers, picture.row_names, picture.every[0])
    layout = {
        "template": template(dark),
        "height": HEIGHT,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "dragmode": False if picture.clickable else "zoom",
        "hoverdistance": -1,
        "showlegend": False,
        "shapes": _frame(picture, dark),
        "annotations": [] if picture.values.size else [_empty()],
        "xaxis": {**across, "domain": [0.0, _part(columns, WIDEST)]},
        "yaxis": {**down, "range": down["range"][::-1], "domain": [1.0 - _part(rows, HIGHEST), 1.0]},
    }
    return go.Figure({"data": [cells(picture, dark), *points(picture, dark)], "layout": layout})


def _axis(
    axis: str, numbers: tuple[int, ...], names: tuple[str, ...], every: int, across: bool = False
) -> dict[str, Any]:
    """An axis of cells: names where they fit, its own name beside them, no grid."""
    longest = min(max((len(name) for name in names), default=1), LONGEST)
    ticks = min(TICKS, max(2, LETTERS // longest)) if across else TICKS
    shown = range(0, len(names), max(1, -(-len(names) // ticks))) if axis else range(0)
    ends = (numbers[0], numbers[-1]) if numbers else (0, 0)
    return {
        "title": {"text": axis, "standoff": 4},
        "tickvals": [numbers[i] for i in shown],
        "ticktext": [escape(_cut_short(names[i])) for i in shown],
        "showgrid": False,
        "zeroline": False,
        "range": [ends[0] - every / 2, ends[1] + every / 2],
        "ticks": "",
    }


def _cut_short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _part(cells: int, largest: float) -> float:
    """How much of the width or height a tensor with few columns or rows takes."""
    return min(1.0, max(cells, 1) * largest)


def _frame(picture: TensorPicture, dark: bool) -> list[dict[str, Any]]:
    if picture.chosen is None:
        return []
    i, j = picture.chosen
    x, y = picture.column_numbers[j], picture.row_numbers[i]
    down, across = picture.every
    ends = {"x0": x - across / 2, "x1": x + across / 2, "y0": y - down / 2, "y1": y + down / 2}
    return [{"type": "rect", **ends, "line": {"color": theme(dark).ink, "width": 3}}]


def _empty() -> dict[str, Any]:
    where = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
    return {"text": "no entries", "showarrow": False, **where}
