"""A tensor as text: as NumPy, exact to the last bit, and as a table."""

import csv
import io
from collections.abc import Sequence

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.inspection.cutting import Cut

EXECUTED = ("=", "+", "-", "@")
"""First characters by which a spreadsheet recognizes a formula."""


def numpy_text(values: Array) -> str:
    """Write an array as the line of NumPy that evaluates to it, exact to the last bit.

    Parameters
    ----------
    values : ndarray of any shape

    Returns
    -------
    str
        Such as ``np.array([[0.5, -1.0], [np.nan, np.inf]])``; one row of a matrix a line.
    """
    array = np.asarray(values)
    if array.size == 0:
        return f"np.zeros({array.shape}, np.{array.dtype})"
    kind = "" if array.dtype == np.float64 else f", np.{array.dtype}"
    return f"np.array({_nested(array.tolist(), 1)}{kind})"


def _nested(items: object, depth: int) -> str:
    if not isinstance(items, list):
        return _exact(items)
    parts = [_nested(item, depth + 1) for item in items]
    if items and isinstance(items[0], list):
        indent = " " * (len("np.array(") + depth)
        return "[" + f",\n{indent}".join(parts) + "]"
    return "[" + ", ".join(parts) + "]"


def _exact(x: object) -> str:
    """Python's repr of a float gives the same float back; NaN and infinity need their names."""
    return {"nan": "np.nan", "inf": "np.inf", "-inf": "-np.inf"}.get(repr(x), repr(x))


def csv_text(shown: Cut, row_names: Sequence[str] = (), column_names: Sequence[str] = ()) -> str:
    """Write what is shown of a tensor as a table with a row of headings.

    Parameters
    ----------
    shown : Cut
    row_names, column_names : sequence of str
        Names to put behind the numbers of rows and columns, such as the classes; they may be fewer.

    Returns
    -------
    str
        Comma-separated; numbers come back exactly when they are read again. A heading that a spreadsheet would take for
        a formula has an apostrophe in front.
    """
    rows, columns = shown.values.shape
    row_axis, column_axis = shown.row_axis or "row", shown.column_axis or "value"
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    heads = [_heading(column_axis, j, column_names) for j in range(columns)] if shown.column_axis else ["value"]
    writer.writerow([plain_cell(text) for text in (row_axis, *heads)])
    for i in range(rows):
        numbers = [repr(x) for x in shown.values[i].tolist()]
        writer.writerow([plain_cell(_heading("", shown.first_row + i, row_names)), *numbers])
    return file.getvalue()


def _heading(axis: str, i: int, names: Sequence[str]) -> str:
    name = f" {names[i]}" if i < len(names) else ""
    return f"{axis} {i}{name}".strip()


def plain_cell(text: str) -> str:
    """Return a text on one line that no spreadsheet takes for a formula: with an apostrophe in front if it might be."""
    text = " ".join(text.split())
    return f"'{text}" if text.startswith(EXECUTED) else text
