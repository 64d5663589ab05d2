"""Information in bins: what a layer is said to know of its input and of the class, once its numbers are put in bins.

A deterministic network forgets nothing that its layers keep apart: without bins, I(X; T) would be the entropy of the
input, whatever the weights. So what is measured is the entropy of the bins, and it depends on how they are cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array

BinKind = Literal["fixed", "range"]


@dataclass(frozen=True)
class Binning:
    """How activations are put in bins.

    Attributes
    ----------
    kind : {'fixed', 'range'}
        Bins of one width everywhere and at all times; or a number of bins over the range that a layer has just now.
    width : float
        Of a fixed bin; positive.
    count : int
        Of the bins over the range; at least 1.
    """

    kind: BinKind = "fixed"
    width: float = 0.5
    count: int = 30

    def __post_init__(self) -> None:
        if self.kind not in ("fixed", "range"):
            raise ValueError(f"expected bins of kind 'fixed' or 'range', got {self.kind!r}")
        if not (self.width > 0 and np.isfinite(self.width)):
            raise ValueError(f"expected a positive bin width, got {self.width}; 0.5 is usual for tanh")
        if self.count < 1:
            raise ValueError(f"expected at least one bin, got {self.count}")

    @property
    def in_words(self) -> str:
        """How bins are cut, in words."""
        if self.kind == "fixed":
            return f"bins of width {self.width:g}"
        return f"{self.count} bins over the range of each layer"

    def bins(self, A: Array) -> NDArray[np.int64]:
        """Return the number of the bin of every activation, of the shape of A."""
        if self.kind == "fixed":
            scaled = A / self.width
        else:
            low, high = float(A.min()), float(A.max())
            scaled = (A - low) * (self.count / (high - low)) if high > low else np.zeros_like(A)
            scaled = np.minimum(scaled, self.count - 0.5)  # the largest belongs to the last bin
        # What lies beyond a million bins is one bin; infinity and NaN have no bin of their own.
        return np.floor(np.maximum(np.fmin(scaled, 1e6), -1e6)).astype(np.int64)


def entropy(rows: NDArray[np.int64]) -> float:
    """Return the entropy in bits of which row occurs, shape (N, n): each sample counts 1/N."""
    _, counts = np.unique(_codes(rows), return_counts=True)
    p = counts / counts.sum()
    return float(-(p * np.log2(p)).sum()) + 0.0  # + 0.0: never a negative zero


def information(T: NDArray[np.int64], labels: NDArray[np.int64]) -> tuple[float, float]:
    """Return I(X; T) and I(T; Y) in bits.

    As T follows from X, ``I(X; T) = H(T)``; and ``I(T; Y) = H(T) - sum_y p(y) H(T | y)``.

    Parameters
    ----------
    T : integer ndarray, shape (N, n)
        The bins of a layer's units; every input occurs once.
    labels : integer ndarray, shape (N,)

    Notes
    -----
    Shwartz-Ziv and Tishby 2017, section 3; the objection to it: Saxe et al. 2018, section 2.
    """
    codes = _codes(T)
    whole = entropy(codes[:, None])
    within = sum(float((labels == y).mean()) * entropy(codes[labels == y, None]) for y in np.unique(labels))
    return whole, whole - within


def layer_information(layers: Sequence[Array], labels: NDArray[np.int64], binning: Binning) -> Array:
    """Return I(X; T) and I(T; Y) of every layer, shape (layers, 2).

    Parameters
    ----------
    layers : sequence of ndarray, each of shape (N, n)
        Activations for all N inputs.
    labels : integer ndarray, shape (N,)
    binning : Binning
    """
    return np.array([information(binning.bins(A), labels) for A in layers])


def _codes(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return one number a row, equal where and only where rows are equal: columns are joined as digits."""
    codes, size = np.zeros(len(rows), np.int64), 1
    for column in rows.T:
        digits = column - column.min()
        base = int(digits.max()) + 1
        if size * base >= 2**62:  # out of numbers: count those that occur, at most N
            codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
            size = int(codes.max()) + 1
        codes = codes * base + digits
        size *= base
    return codes
