"""Gradients beside central differences: the relative error of every entry as a heat map, by its power of ten."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine import Array, TensorCheck
from nnviz.experiments.inspection.checked_gradients import TOLERANCE
from nnviz.experiments.inspection.formula import power

NUDGE = "10⁻⁵ times the larger of 1 and the entry"
"""By how much an entry is moved for a two-sided difference (`engine.gradient_check`), in words."""

LEGEND = ["10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "1"]
"""Of the colours that the view `tensors` gives to errors."""


def checked_tensor(
    name: str, part: TensorCheck, rows: Sequence[str] | None = None, columns: Sequence[str] | None = None
) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return one checked tensor for the view `tensors`: what its header says, and its arrays.

    Parameters
    ----------
    name : str
        Also the symbol.
    part : TensorCheck
        Of a vector or a matrix.
    rows, columns : sequence of str, optional
        What they are called; numbers from 0 if not given.
    """
    error, analytic, numeric = map(np.atleast_2d, (part.error, part.analytic, part.numeric))
    n, m = error.shape
    numbered = [str(i) for i in range(n)] if n > 1 else [""]
    header = {
        "name": name,
        "symbol": name,
        "shape": error.shape,
        "words": f"largest error {power(float(np.nan_to_num(error, nan=np.inf).max()))}",
        "rows": numbered if rows is None else list(rows),
        "columns": [str(j) for j in range(m)] if columns is None else list(columns),
        "tone": "error",
        "state": "wrong" if (~(error <= TOLERANCE)).any() else "right",
        "beside": [
            {"name": f"{name} backward", "symbol": f"backward {name}"},
            {"name": f"{name} numeric", "symbol": f"numeric {name}"},
        ],
    }
    return header, {name: error, f"{name} backward": analytic, f"{name} numeric": numeric}


def agreement(parts: Sequence[TensorCheck]) -> str:
    """Say how many entries are wrong, or that all agree, and what red means.

    Parameters
    ----------
    parts : sequence of TensorCheck
    """
    wrong = sum(int((~(part.error <= TOLERANCE)).sum()) for part in parts)
    count = sum(part.error.size for part in parts)
    largest = max(float(part.error.max()) for part in parts)
    found = (
        f"{wrong} of {count} entries are wrong."
        if wrong
        else f"All {count} entries agree; the largest relative error is {power(largest)}."
    )
    return f"{found} Red: relative error above {power(TOLERANCE)}. Hover over a cell for its numbers."
