"""Inputs of very different size learn badly together, so each column is shifted and scaled: (X - mean) / scale.

The two rows of numbers come from the training part alone. Taken from all samples, they would tell the network
something of the test samples before the test.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nnviz.datasets.record import Dataset, read_only
from nnviz.engine.arrays import Array

LARGEST_INPUT = 1e100
SCALINGS = ("none", "standardize", "unit")
TARGET_SCALINGS = ("none", "standardize", "min_max")


@dataclass(frozen=True, eq=False)
class Standardizer:
    """A shift and a scale for each column.

    Attributes
    ----------
    mean : ndarray, shape (d,)
        What is subtracted.
    scale : ndarray, shape (d,)
        What the difference is divided by; never 0.
    constant : tuple of str
        The columns that had a single value when it was fitted. They carry nothing to learn; their scale is 1.
    latex : str
        The formula.
    """

    mean: Array
    scale: Array
    constant: tuple[str, ...] = ()
    latex: str = r"x' = \frac{x - \mu}{\sigma}"

    def __post_init__(self) -> None:
        """Take read-only copies, and refuse numbers that cannot be applied or undone."""
        object.__setattr__(self, "mean", read_only(self.mean, np.float64))
        object.__setattr__(self, "scale", read_only(self.scale, np.float64))
        if self.mean.ndim != 1 or self.mean.shape != self.scale.shape:
            raise ValueError(
                f"mean and scale must have one shape (d,), but have {self.mean.shape} and {self.scale.shape}; "
                "give a number for every column"
            )
        if not (np.isfinite(self.mean).all() and np.isfinite(self.scale).all() and (self.scale > 0.0).all()):
            raise ValueError(
                f"mean must be finite and scale finite and above 0, but mean {self.mean} and scale {self.scale} "
                "were given; a column that does not vary has scale 1"
            )

    @classmethod
    def fit(cls, X: ArrayLike, feature_names: Sequence[str] = ()) -> "Standardizer":
        """Measure mean and standard deviation (divisor N) of every column.

        Parameters
        ----------
        X : array, shape (N, d)
            The training part, N at least 1, finite and at most 1e100 in size.
        feature_names : sequence of str
            Names for `constant`; ``column 1`` and so on where none are given.

        Raises
        ------
        ValueError
            If X has another shape or holds NaN, infinity or larger numbers, or the names are not d.
        """
        rows = np.asarray(X, dtype=np.float64)
        names = tuple(feature_names) or tuple(f"column {j + 1}" for j in range(rows.shape[-1] if rows.ndim else 0))
        if rows.ndim != 2 or rows.shape[0] == 0 or rows.shape[1] != len(names):
            raise ValueError(
                f"X must have shape (N, {len(names)}) with N at least 1 and a name for every column, but has shape "
                f"{rows.shape} and {len(names)} names; fit on the training part of a data set"
            )
        if not (np.abs(rows) <= LARGEST_INPUT).all():
            raise ValueError(
                f"X must be finite and at most {LARGEST_INPUT:g} in size, but holds NaN or a larger number; "
                "leave those samples out or rescale the column"
            )
        flat = _constant_columns(rows)
        return cls(
            mean=np.where(flat, rows[0], rows.mean(axis=0)),
            scale=np.where(flat, 1.0, rows.std(axis=0)),
            constant=tuple(name for name, is_flat in zip(names, flat, strict=True) if is_flat),
        )

    @classmethod
    def identity(cls, n_features: int) -> "Standardizer":
        """Return the one that changes nothing, for when standardising is off."""
        return cls(np.zeros(n_features), np.ones(n_features), latex="x' = x")

    @classmethod
    def unit(cls, low: float, high: float, n_features: int) -> "Standardizer":
        """Return the one that takes low..high to 0..1 in every column, such as the grey levels 0..16 of the digits."""
        if not low < high:
            raise ValueError(f"low must be below high, but {low!r} and {high!r} were given; exchange them")
        latex = rf"x' = \frac{{x {-low:+g}}}{{{high - low:g}}}" if low else rf"x' = \frac{{x}}{{{high:g}}}"
        return cls(np.full(n_features, float(low)), np.full(n_features, float(high - low)), latex=latex)

    @classmethod
    def min_max(cls, Y: ArrayLike) -> "Standardizer":
        """Return the one that takes the smallest and the largest of Y, shape (N, d), to -1 and 1 in every column."""
        rows = np.asarray(Y, dtype=np.float64)
        low, high, flat = rows.min(axis=0), rows.max(axis=0), _constant_columns(rows)
        return cls(
            mean=np.where(flat, rows[0], low / 2.0 + high / 2.0),
            scale=np.where(flat, 1.0, high / 2.0 - low / 2.0),
            constant=tuple(f"column {j + 1}" for j in np.flatnonzero(flat)),
        )

    @property
    def changes(self) -> bool:
        """Whether it changes any number."""
        return bool((self.mean != 0.0).any() or (self.scale != 1.0).any())

    def apply(self, X: ArrayLike) -> Array:
        """Return (X - mean) / scale; X has shape (..., d)."""
        scaled: Array = (self._checked(X) - self.mean) / self.scale
        return scaled

    def invert(self, X: ArrayLike) -> Array:
        """Return X * scale + mean, which undoes `apply`; X has shape (..., d)."""
        raw: Array = self._checked(X) * self.scale + self.mean
        return raw

    def _checked(self, X: ArrayLike) -> Array:
        rows = np.asarray(X, dtype=np.float64)
        if rows.ndim == 0 or rows.shape[-1] != len(self.mean):
            raise ValueError(
                f"X must have shape (..., {len(self.mean)}), the columns of the fit, but has shape {rows.shape}; "
                "give the same columns in the same order"
            )
        return rows


def scaling(name: str, train: Dataset) -> Standardizer:
    """Make the scaling of this name for a training part.

    Parameters
    ----------
    name : {'none', 'standardize', 'unit'}
        Nothing; mean 0 and variance 1 in each column; the data set's own range of values to 0..1.
    train : Dataset
        The training part, and only that.

    Raises
    ------
    ValueError
        For another name, or for 'unit' where the columns have no range in common.
    """
    if name == "none":
        return Standardizer.identity(train.n_features)
    if name == "standardize":
        return Standardizer.fit(train.X, train.feature_names)
    if name != "unit":
        raise ValueError(f"the scaling must be one of {', '.join(SCALINGS)}, but {name!r} was given; choose one")
    if train.x_range is None:
        raise ValueError(
            f"scaling 'unit' needs one range for all columns, but {train.name!r} has columns in units of their own; "
            "choose 'standardize'"
        )
    return Standardizer.unit(*train.x_range, train.n_features)


def target_scaling(name: str, train: Dataset) -> Standardizer:
    """Make the scaling of the targets of this name for a training part.

    Parameters
    ----------
    name : {'none', 'standardize', 'min_max'}
        Nothing; mean 0 and variance 1; the smallest and the largest target to -1 and 1.
    train : Dataset
        The training part, and only that. Its targets are numbers.

    Raises
    ------
    ValueError
        For another name.
    """
    if name == "none":
        return Standardizer.identity(train.Y.shape[1])
    if name == "standardize":
        return Standardizer.fit(train.Y)
    if name == "min_max":
        return Standardizer.min_max(train.Y)
    known = ", ".join(TARGET_SCALINGS)
    raise ValueError(f"the scaling of the target must be one of {known}, but {name!r} was given; choose one")


def _constant_columns(rows: Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Find columns that vary by no more than rounding does, or by too little to be squared: a mask, shape (d,)."""
    spread = rows.max(axis=0) - rows.min(axis=0)
    mask: np.ndarray[tuple[int], np.dtype[np.bool_]] = spread <= np.maximum(1e-12 * np.abs(rows).max(axis=0), 1e-100)
    return mask
