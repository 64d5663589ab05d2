"""Statistics and histogram of a tensor; NaN and infinite entries are counted, never ignored in silence."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array

BINS = 41
"""Bars of a histogram, at most one more than this; the middle of one of them is zero."""

COUNTED = 1_000_000
"""Of larger tensors the histogram counts every second, third, ... entry."""


@dataclass(frozen=True)
class Statistics:
    """A tensor in a few numbers. NaN and infinite entries are counted; the other numbers leave them out.

    Attributes
    ----------
    size : int
        All entries.
    minimum, mean, maximum : float or None
        None where no entry is finite.
    norm : float
        The root of the sum of the squares.
    zeros, nan, infinite : int
        How many entries are exactly 0, NaN, infinite.
    """

    size: int
    minimum: float | None
    mean: float | None
    maximum: float | None
    norm: float
    zeros: int
    nan: int
    infinite: int


@dataclass(frozen=True)
class Histogram:
    """The distribution of the values.

    Attributes
    ----------
    centres : tuple of float
        The middle of each bar, from the left; one of them is 0 if the values lie on both sides of it.
    counts : tuple of int
    width : float
        Of a bar; 0 if all values are the same.
    every : int
        The stride of the entries that were counted; 1 counts all of them.
    """

    centres: tuple[float, ...]
    counts: tuple[int, ...]
    width: float
    every: int


def statistics(values: Array) -> Statistics:
    """Measure a tensor of any shape."""
    nan, infinite = int(np.isnan(values).sum()), int(np.isinf(values).sum())
    finite = values[np.isfinite(values)] if nan or infinite else np.ravel(values)
    zeros = values.size - int(np.count_nonzero(values))
    if finite.size == 0:
        return Statistics(values.size, None, None, None, 0.0, zeros, nan, infinite)
    low, high = float(finite.min()), float(finite.max())
    largest = max(abs(low), abs(high))
    scaled = finite / largest if 0.0 < largest and not 1e-100 < largest < 1e100 else finite  # the squares stay finite
    scale = largest if scaled is not finite else 1.0
    mean = min(max(float(scaled.mean()) * scale, low), high)
    with np.errstate(over="ignore"):
        norm = float(np.float64(np.linalg.norm(scaled)) * scale)
    return Statistics(values.size, low, mean, high, norm, zeros, nan, infinite)


def histogram(values: Array) -> Histogram:
    """Count the finite entries of a tensor in bars of one width, one of them centred on zero."""
    every = -(-values.size // COUNTED) if values.size else 1
    counted = np.ravel(values)[::every]
    finite = counted[np.isfinite(counted)]
    if finite.size == 0:
        return Histogram((), (), 0.0, every)
    low, high = float(finite.min()), float(finite.max())
    scale = max(abs(low), abs(high)) or 1.0
    width = (high / scale - low / scale) / BINS
    if width * scale == 0.0 or width < 1e-15:  # all the same, as far as bars can tell
        return Histogram((low,), (int(finite.size),), 0.0, every)
    bar = np.rint(finite / scale / width)
    first = bar.min()
    counts = np.bincount((bar - first).astype(np.intp))
    centres = (first + np.arange(len(counts))) * (width * scale)
    return Histogram(tuple(centres.tolist()), tuple(counts.tolist()), width * scale, every)
