"""Typed numbers become a matrix, or an error message that says what is wrong with them."""

import math
import re

import numpy as np

from nnviz.datasets.standardizer import LARGEST_INPUT
from nnviz.engine.arrays import Array


def parse_matrix(text: str, max_rows: int = 12, max_columns: int = 12) -> Array:
    """Read a matrix: a row a line (or up to a semicolon), numbers apart by spaces or commas.

    Parameters
    ----------
    text : str
        Such as ``1 -2 0.5; 3 0 1e2``. A true minus sign counts as one.
    max_rows, max_columns : int
        More is refused.

    Returns
    -------
    ndarray, shape (N, n)

    Raises
    ------
    ValueError
        If an entry is no finite number, rows differ in length, or there is nothing or too much.
    """
    lines = [line.strip() for line in re.split(r"[;\n]", text.replace("\N{MINUS SIGN}", "-")) if line.strip()]
    rows = [_row(line, i) for i, line in enumerate(lines, start=1)]
    if not rows:
        raise ValueError("expected at least one number, got nothing; type rows such as 1 -2 0.5")
    for i, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise ValueError(
                f"expected rows of one length, got {len(rows[0])} numbers in row 1 and {len(row)} in row {i}; "
                "give every row the same number"
            )
    if len(rows) > max_rows or len(rows[0]) > max_columns:
        raise ValueError(
            f"expected at most {max_rows} rows of {max_columns} numbers, got {len(rows)} of {len(rows[0])}; "
            "leave some out"
        )
    return np.array(rows, dtype=np.float64)


def _row(line: str, i: int) -> list[float]:
    return [_number(word, i) for word in re.split(r"[,\s]+", line) if word]


def _number(word: str, i: int) -> float:
    try:
        value = float(word)
    except ValueError:
        raise ValueError(
            f"expected numbers, got {word[:20]!r} in row {i}; write decimals with a point, such as 0.5"
        ) from None
    if not math.isfinite(value) or abs(value) > LARGEST_INPUT:
        raise ValueError(f"expected a finite number of ordinary size, got {word[:20]} in row {i}; type a smaller one")
    return value
