"""A table may hold one image a row: its pixels from left to right and from top to bottom, and a class beside them."""

from collections.abc import Sequence
from math import isqrt

import numpy as np

from nnviz.datasets.tables.ids import reason_for_id, words
from nnviz.datasets.tables.table import MAX_CLASSES, Table, TableColumn, TableError, quoted

LEAST_SIDE, MOST_SIDE = 8, 16
"""Pixels along the side of an image."""

NEARLY = 7 * 7
"""From so many columns of numbers on, a table that holds no images is told why."""

CLASS_NAMES = frozenset(("label", "labels", "class", "target", "digit", "category", "y"))
"""Usual names of the column beside the pixels."""


def image_side(pixels: int) -> int | None:
    """Return the side of a square image of so many pixels; None if that is no image of 8 x 8 to 16 x 16."""
    side = isqrt(pixels)
    return side if side * side == pixels and LEAST_SIDE <= side <= MOST_SIDE else None


def pixel_columns(table: Table, target: str) -> tuple[str, ...]:
    """Return the columns that would be pixels: all of numbers but the target; without row numbers where that fits.

    Parameters
    ----------
    table : Table
    target : str
        The column to predict.
    """
    numbers = [column for column in table.columns if column.name != target and column.kind == "number"]
    if image_side(len(numbers)) is None:
        pixels = [column for column in numbers if not reason_for_id(table, column)]
        numbers = pixels if image_side(len(pixels)) else numbers
    return tuple(column.name for column in numbers)


def why_no_images(pixels: int) -> str:
    """Say why so many columns of numbers are no image, and which would be; empty where they are, or hardly were meant.

    Examples
    --------
    >>> why_no_images(64)
    ''
    """
    if pixels < NEARLY or image_side(pixels) is not None:
        return ""
    sides = [max(LEAST_SIDE, min(side, MOST_SIDE)) for side in (isqrt(pixels), isqrt(pixels) + 1)]
    fitting = " or ".join(f"{side * side} ({side} × {side})" for side in dict.fromkeys(sides))
    return (
        f"{pixels} columns of numbers are no square image of {LEAST_SIDE} × {LEAST_SIDE} to {MOST_SIDE} × {MOST_SIDE} "
        f"pixels, one pixel a column: {fitting} would be. So they are taken as features without places"
    )


def image_target(table: Table) -> str | None:
    """Return the column that is likeliest the class of the image in its row; None where the rows hold no images.

    That is the only column of texts; or else the first or the last one, whichever is named like a class, or has
    few values that are spread more evenly, as those of a pixel at the edge are not.
    """
    texts = [column for column in table.columns if column.kind == "category"]
    ends = texts if len(texts) == 1 else [table.columns[-1], table.columns[0]]
    fitting = [one for one in ends if image_side(len(pixel_columns(table, one.name))) and not one.constant]
    named = [column for column in fitting if words(column.name) & CLASS_NAMES]
    few = [column for column in fitting if len(column.values) <= MAX_CLASSES]
    likeliest = named or sorted(few, key=_share_of_the_commonest) or fitting
    return likeliest[0].name if likeliest else None


def _share_of_the_commonest(column: TableColumn) -> float:
    values = column.numbers if column.kind == "number" else column.codes
    _, counts = np.unique(values[~column.missing], return_counts=True)
    return float(counts.max() / counts.sum())


def check_pixels(columns: Sequence[TableColumn]) -> int:
    """Return the side of the image that these columns are.

    Raises
    ------
    TableError
        If one holds texts, or their number is none of a square.
    """
    for column in columns:
        if column.kind != "number":
            raise TableError(
                f"expected a grey value in every cell of an image, but column {quoted(column.name)} holds texts; leave "
                "it out",
                column=column.name,
            )
    side = image_side(len(columns))
    if side is None:
        squares = f"{LEAST_SIDE * LEAST_SIDE} ({LEAST_SIDE} × {LEAST_SIDE})"
        most = f"{MOST_SIDE * MOST_SIDE} ({MOST_SIDE} × {MOST_SIDE})"
        raise TableError(
            f"expected the pixels of a square image, from {squares} to {most} columns, got {len(columns)}; one pixel a "
            "column, from left to right and from top to bottom"
        )
    return side
