"""A tensor as a heatmap: blue is positive, orange negative, zero the paper; small ones carry their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.inspection import Cut
from nnviz.figures.theme import TEXT_SIZE, template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

NUMBERS = 12
"""Up to so many rows and columns the numbers stand in the cells."""

DRAWN = 120
"""Of longer axes every second, third, ... entry is drawn."""

CLICKED = 1024
"""Up to so many cells each of them can be clicked."""

HEIGHT = 270
TICKS = 12
LONGEST = 14
"""Letters of a tick's name; longer ones are cut."""

WIDEST, HIGHEST = 0.25, 0.34
"""The largest part of the width and of the height that one cell takes, so that a vector is no banner."""


@dataclass(frozen=True, eq=False)
class TensorPicture:
    """What the figure shows.

    Attributes
    ----------
    values : ndarray, shape (rows, columns)
        What is drawn; NaN and infinities as they are.
    row_axis, column_axis : str
        Empty where there is no such axis.
    row_numbers, column_numbers : tuple of int
        Where the drawn rows and columns stand in the tensor.
    row_names, column_names : tuple of str
        What the ticks say: the number, or a name.
    limit : float
        The largest finite size: there the colours end, on both sides.
    every : tuple of int
        Every how manieth row and column is drawn; (1, 1) is all of them.
    chosen : tuple of int or None
        The row and column, among the drawn, that has a frame around it.
    """

    values: Array
    row_axis: str
    column_axis: str
    row_numbers: tuple[int, ...]
    column_numbers: tuple[int, ...]
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    limit: float
    every: tuple[int, int]
    chosen: tuple[int, int] | None

    @property
    def with_numbers(self) -> bool:
        """Whether the numbers stand in the cells."""
        return len(self.row_numbers) <= NUMBERS and len(self.column_numbers) <= NUMBERS

    @property
    def clickable(self) -> bool:
        """Whether each cell can be clicked."""
        return 0 < self.values.size <= CLICKED


def info(
    shown: Cut,
    row_names: Sequence[str] = (),
    column_names: Sequence[str] = (),
    chosen: tuple[int, int] | None = None,
) -> TensorPicture:
    """Thin a long tensor, name its rows and columns, and find where its colours end.

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
        float(finite.max(initial=0.0)) or 1.0,
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
        Each cell carries its row and column in ``picture.values`` as customdata, where cells can be clicked.
    """
    import plotly.graph_objects as go

    rows, columns = picture.values.shape
    across = _axis(picture.column_axis, picture.column_numbers, picture.column_names, picture.every[1])
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
    return go.Figure({"data": [_cells(picture, dark), *_points(picture, dark)], "layout": layout})


def _cells(picture: TensorPicture, dark: bool) -> dict[str, Any]:
    """The heatmap; infinities have the colours of the ends, NaN none."""
    limit = picture.limit
    columns = picture.values.shape[1]
    trace: dict[str, Any] = {
        "type": "heatmap",
        "x": picture.column_numbers,
        "y": picture.row_numbers,
        "z": np.clip(picture.values, -limit, limit),
        "zmin": -limit,
        "zmax": limit,
        "colorscale": theme(dark).diverging,
        "xgap": 1 if picture.with_numbers else 0,
        "ygap": 1 if picture.with_numbers else 0,
        "colorbar": {
            "thickness": 12,
            "outlinewidth": 0,
            "tickvals": [-limit, 0.0, limit],
            "ticktext": [short(-limit), "0", short(limit)],
        },
    }
    if picture.with_numbers:
        trace["text"] = [[_in_cell(x, columns) for x in row] for row in picture.values.tolist()]
        trace["texttemplate"] = "%{text}"
        trace["textfont"] = {"size": TEXT_SIZE if columns <= 6 else 13 if columns <= 9 else 11}
    if picture.clickable:
        trace["hoverinfo"] = "skip"
    else:
        trace["hovertemplate"] = _hover(picture, "%{y}", "%{x}", "%{z:.6g}")
    return trace


def _points(picture: TensorPicture, dark: bool) -> list[dict[str, Any]]:
    """A point in the middle of each cell that can be clicked: unseen, but where a number is missing it says why."""
    if not picture.clickable:
        return []
    missing, cells = [], []
    for i, row in enumerate(picture.values.tolist()):
        for j, x in enumerate(row):
            seen = np.isfinite(x) or (picture.with_numbers and not np.isnan(x))
            missing.append("" if seen else short(x))
            cells.append([i, j, picture.row_names[i], picture.column_names[j], f"{x:.6g}"])
    return [
        {
            "type": "scatter",
            "x": picture.column_numbers * len(picture.row_numbers),
            "y": [i for i in picture.row_numbers for _ in picture.column_numbers],
            "mode": "markers+text",
            "marker": {"opacity": 0, "size": 18, "symbol": "square"},
            "text": missing,
            "textfont": {"color": theme(dark).warning, "size": 13},
            "customdata": cells,
            "hovertemplate": _hover(picture, *(f"%{{customdata[{k}]}}" for k in (2, 3, 4))),
        }
    ]


def _hover(picture: TensorPicture, row: str, column: str, value: str) -> str:
    axes = ((picture.row_axis, row), (picture.column_axis, column))
    where = ", ".join(f"{axis} {name}" for axis, name in axes if axis)
    return f"{where}: <b>{value}</b><extra></extra>" if where else f"<b>{value}</b><extra></extra>"


def short(x: float, digits: int = 3) -> str:
    """Write a number as a cell does: few digits, a real minus sign, NaN and infinity as such."""
    text = {"nan": "NaN", "inf": "∞", "-inf": "−∞"}.get(f"{x}", f"{x:.{digits}g}").replace("-", "−")
    return text.replace("e−0", "e−").replace("e+0", "e").replace("e+", "e")


def _in_cell(x: float, columns: int) -> str:
    if np.isnan(x):
        return ""
    text = short(x, 3 if columns <= 6 else 2)
    return short(x, 1) if len(text) > 7 and columns > 6 else text


def _axis(axis: str, numbers: tuple[int, ...], names: tuple[str, ...], every: int) -> dict[str, Any]:
    """An axis of cells: names where they fit, its own name beside them, no grid."""
    shown = range(0, len(names), max(1, -(-len(names) // TICKS))) if axis else range(0)
    ends = (numbers[0], numbers[-1]) if numbers else (0, 0)
    return {
        "title": {"text": axis, "standoff": 4},
        "tickvals": [numbers[i] for i in shown],
        "ticktext": [names[i] if len(names[i]) <= LONGEST else f"{names[i][: LONGEST - 1]}…" for i in shown],
        "showgrid": False,
        "zeroline": False,
        "range": [ends[0] - every / 2, ends[1] + every / 2],
        "ticks": "",
    }


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
