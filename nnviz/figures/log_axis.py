"""A logarithmic axis with few plain numbers on it: 0.02, 0.05, 0.1, ..."""

from collections.abc import Iterable
from math import ceil, floor, isfinite, log10
from typing import Any

MOST_TICKS = 8

_ROOM = 0.06
"""Share of the axis that stays free beyond the outermost values."""


def log_axis(values: Iterable[float]) -> dict[str, Any]:
    """Return what `update_yaxes` takes for an axis on which all positive finite values are seen.

    Parameters
    ----------
    values : iterable of float
        Others, which a logarithm does not have, are left out.
    """
    kept = [value for value in values if isfinite(value) and value > 0] or [1.0]
    low, high = log10(min(kept)), log10(max(kept))
    if high - low < 0.3:  # a factor of two at the least
        middle = (low + high) / 2
        low, high = middle - 0.15, middle + 0.15
    low, high = low - _ROOM * (high - low), high + _ROOM * (high - low)
    ticks = _ticks(low, high)
    return {
        "type": "log",
        "range": [low, high],
        "tickvals": ticks,
        "ticktext": [f"{tick:g}" for tick in ticks],
    }


def _ticks(low: float, high: float) -> list[float]:
    """Return the finest of several series of round numbers that has not too many between 10^low and 10^high."""
    decades = range(floor(low), ceil(high) + 1)
    for parts in ((1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 5), (1, 3), (1,)):
        ticks = [float(f"{part}e{k}") for k in decades for part in parts if low <= log10(part) + k <= high]
        if 2 <= len(ticks) <= MOST_TICKS:
            return ticks
    every = max(1, ceil(len(decades) / MOST_TICKS))
    return [float(f"1e{k}") for k in decades if k % every == 0 and low <= k <= high]
