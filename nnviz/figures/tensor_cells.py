"""The cells of a tensor's heatmap: their colours, the numbers in them, and what they show under the mouse."""

from html import escape
from typing import Any

import numpy as np

from nnviz.experiments.inspection.formula import cell
from nnviz.figures.tensor_picture import TensorPicture
from nnviz.figures.theme import TEXT_SIZE, theme


def cells(picture: TensorPicture, dark: bool) -> dict[str, Any]:
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
            "ticktext": [cell(-limit), "0", cell(limit)],
        },
    }
    if picture.with_numbers:
        trace["text"] = [[_in_cell(x, columns) for x in row] for row in picture.values.tolist()]
        trace["texttemplate"] = "%{text}"
        trace["textfont"] = {"size": TEXT_SIZE if columns <= 6 else 13 if columns <= 9 else 11}
    if picture.clickable:
        trace["hoverinfo"] = "skip"
    else:
        whole = bool(np.isfinite(picture.values).all())
        if not whole:  # the colour of an infinity is that of the largest number: the text tells them apart
            trace["text"] = [[f"{x:.6g}" for x in row] for row in picture.values.tolist()]
        trace["hovertemplate"] = _hover(picture, "%{y}", "%{x}", "%{z:.6g}" if whole else "%{text}")
    return trace


def points(picture: TensorPicture, dark: bool) -> list[dict[str, Any]]:
    """A point in the middle of each cell that can be clicked: unseen, but where a number is missing it says why."""
    if not picture.clickable:
        return []
    missing, places = [], []
    for i, row in enumerate(picture.values.tolist()):
        for j, x in enumerate(row):
            seen = np.isfinite(x) or (picture.with_numbers and not np.isnan(x))
            missing.append("" if seen else cell(x))
            at = (i * picture.every[0], j * picture.every[1])
            places.append([*at, escape(picture.row_names[i]), escape(picture.column_names[j]), f"{x:.6g}"])
    return [
        {
            "type": "scatter",
            "x": picture.column_numbers * len(picture.row_numbers),
            "y": [i for i in picture.row_numbers for _ in picture.column_numbers],
            "mode": "markers+text",
            "marker": {"opacity": 0, "size": 18, "symbol": "square"},
            "text": missing,
            "textfont": {"color": theme(dark).warning, "size": 13},
            "customdata": places,
            "hovertemplate": _hover(picture, *(f"%{{customdata[{k}]}}" for k in (2, 3, 4))),
        }
    ]


def _hover(picture: TensorPicture, row: str, column: str, value: str) -> str:
    axes = ((picture.row_axis, row), (picture.column_axis, column))
    where = ", ".join(f"{axis} {name}" for axis, name in axes if axis)
    return f"{where}: <b>{value}</b><extra></extra>" if where else f"<b>{value}</b><extra></extra>"


def _in_cell(x: float, columns: int) -> str:
    if np.isnan(x):
        return ""
    text = cell(x, 3 if columns <= 6 else 2)
    return cell(x, 1) if len(text) > 7 and columns > 6 else text
