"""Equivariance: an image is shifted, and what a convolution and a pooling make of it are compared."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, AveragePool, Convolution, MaxPool, Network, activation
from nnviz.experiments.convolution.digit_parts import digits
from nnviz.experiments.convolution.equivariance_settings import (
    CANVAS,
    MOST_SHIFT,
    EquivarianceFields,
    ShiftKernel,
    ShiftPadding,
    ShiftPool,
)
from nnviz.experiments.convolution.kernel import named_kernel

KERNEL, POOL = 3, 2
GROUND = 0.4
"""The grey of paper that is not white."""


@dataclass(frozen=True, eq=False)
class Compared:
    """The maps of an image and of the shifted image, and how far the second is from a shifted first.

    Attributes
    ----------
    before, after : ndarray of shape (rows, columns)
    expected : ndarray of shape (rows, columns)
        The first map, shifted: by as many places as the image, or after the pooling by half as many, or by the whole
        number nearest to that which fits best.
    places : tuple of int
        By how many places down and to the right it is shifted.
    compared : boolean ndarray of shape (rows, columns)
        False where a place sees the border of an image, or what came over it.
    """

    before: Array
    after: Array
    expected: Array
    places: tuple[int, int]
    compared: NDArray[np.bool_]

    @property
    def difference(self) -> Array:
        """The map of the shifted image less the shifted map; nan where it is not compared."""
        difference: Array = np.where(self.compared, self.after - self.expected, np.nan)
        return difference

    @property
    def largest(self) -> float:
        """The largest difference."""
        return float(np.abs((self.after - self.expected)[self.compared]).max(initial=0.0))

    @property
    def size(self) -> float:
        """The largest entry that is compared, to which a difference compares."""
        return float(np.abs(self.after[self.compared]).max(initial=0.0))


def difference_text(difference: float) -> str:
    """Return a difference in words: 0.0 only where there is none at all.

    Examples
    --------
    >>> difference_text(0.0), difference_text(1.8125)
    ('0.0', '1.81')
    """
    return f"{difference:.3g}" if difference else "0.0"


@dataclass(frozen=True, eq=False)
class Shifted:
    """An image and its shifted copy, at the input, after the convolution, and after the pooling."""

    image: Compared
    convolved: Compared
    pooled: Compared


def layers(kernel: ShiftKernel, pool: ShiftPool, padding: ShiftPadding) -> Network:
    """Return one filter with ReLU and a pooling of 2 x 2."""
    K = named_kernel(kernel, KERNEL)
    convolution = Convolution(
        K.reshape(KERNEL, KERNEL, 1, 1), np.zeros(1), activation("relu"), (CANVAS, CANVAS), padding=padding
    )
    kind = MaxPool if pool == "max" else AveragePool
    return Network((convolution, kind(convolution.out_shape, POOL)))


def canvas(image: int, ground: bool) -> Array:
    """Return a test digit in the middle of a larger image, shape (16, 16)."""
    digit = digits()[1].X[image].reshape(8, 8)
    paper = np.full((CANVAS, CANVAS), GROUND if ground else 0.0)
    edge = (CANVAS - 8) // 2
    paper[edge : edge + 8, edge : edge + 8] = np.maximum(digit, paper[0, 0])
    return paper


def shifted(map_: Array, down: int, right: int, fill: float = 0.0) -> Array:
    """Return a map moved by whole places; what comes in is the fill, what goes over the border is gone.

    Examples
    --------
    >>> shifted(np.array([[1.0, 2.0], [3.0, 4.0]]), 0, 1)
    array([[0., 1.],
           [0., 3.]])
    """
    rows, columns = map_.shape
    out = np.full_like(map_, fill)
    i, j = np.arange(rows) - down, np.arange(columns) - right
    kept = np.ix_((i >= 0) & (i < rows), (j >= 0) & (j < columns))
    out[kept] = map_[np.ix_(i[(i >= 0) & (i < rows)], j[(j >= 0) & (j < columns)])]
    return out


def shift(settings: EquivarianceFields) -> Shifted:
    """Shift the image of the settings, and compare.

    Examples
    --------
    >>> from nnviz.experiments.convolution.equivariance_settings import EquivarianceFields
    >>> by_one = shift(EquivarianceFields(shift_right=1))
    >>> by_one.convolved.largest, by_one.pooled.largest > 0
    (0.0, True)
    """
    key = (settings.shift_image, settings.shift_kernel, settings.shift_pool, settings.shift_padding)
    return _shift(*key, settings.shift_ground, settings.shift_borders, settings.shift_down, settings.shift_right)


@lru_cache(maxsize=256)
def _shift(
    image: int,
    kernel: ShiftKernel,
    pool: ShiftPool,
    padding: ShiftPadding,
    ground: bool,
    borders: bool,
    down: int,
    right: int,
) -> Shifted:
    network = layers(kernel, pool, padding)
    X = canvas(image, ground)
    fill = float(X[0, 0])
    moved = shifted(X, down, right, fill)
    trace = network.forward(np.stack([X, moved])[..., None])
    (Z, Z2), (P, P2) = (one.A[..., 0] for one in trace.layers)
    zeros = 1 if padding == "same" else 0
    first = np.arange(len(Z)) - zeros
    clear = (first >= 0) & (first + KERNEL <= CANVAS)  # rows whose window sees no padding
    clear_pooled = np.asarray(clear.reshape(len(P), POOL).all(1))
    return Shifted(
        Compared(X, moved, shifted(X, down, right, fill), (down, right), np.ones(X.shape, bool)),
        _compared(Z, Z2, down, right, clear, borders),
        min(
            (
                _compared(P, P2, by_rows, by_columns, clear_pooled, borders)
                for by_rows in _halves(down)
                for by_columns in _halves(right)
            ),
            key=lambda one: one.largest,
        ),
    )


def _halves(places: int) -> tuple[int, ...]:
    """The whole numbers nearest to a half."""
    return (places // POOL,) if places % POOL == 0 else (places // POOL, places // POOL + 1)


def _compared(before: Array, after: Array, down: int, right: int, clear: NDArray[np.bool_], borders: bool) -> Compared:
    if borders:
        places = np.ones(before.shape, bool)
    else:
        # A place is compared where it sees no border, and the place that it is compared with sees none, either.
        rows, columns = (clear & (shifted(clear[None].astype(float), 0, by)[0] > 0) for by in (down, right))
        places = rows[:, None] & columns
    return Compared(before, after, shifted(before, down, right), (down, right), places)


@dataclass(frozen=True, eq=False)
class ByShift:
    """The largest difference after a shift to the right by each number of pixels.

    Attributes
    ----------
    shifts : tuple of int
    convolved, pooled : ndarray, shape (shifts,)
    """

    shifts: tuple[int, ...]
    convolved: Array
    pooled: Array


def by_shift(settings: EquivarianceFields) -> ByShift:
    """Shift the image of the settings to the right by every number of pixels from -4 to 4, and not down."""
    shifts = tuple(range(-MOST_SHIFT, MOST_SHIFT + 1))
    key = (settings.shift_image, settings.shift_kernel, settings.shift_pool, settings.shift_padding)
    found = [_shift(*key, settings.shift_ground, settings.shift_borders, 0, right) for right in shifts]
    return ByShift(
        shifts, np.array([one.convolved.largest for one in found]), np.array([one.pooled.largest for one in found])
    )
