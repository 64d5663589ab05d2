"""A layer is p linear models at once: each is a line over one feature, a plane over two."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.matrices.product import affine

MARGIN = 0.25
"""How far the drawn part goes beyond the samples, as a share of their spread."""


@dataclass(frozen=True, eq=False)
class LinearModels:
    """The p models over the first feature, or the first two.

    Attributes
    ----------
    features : int
        1 or 2: how many features the drawing has.
    low, high : ndarray, shape (features,)
        The drawn part.
    X : ndarray, shape (n, features)
        The samples.
    Z : ndarray, shape (n, p)
        What the models say of them, from all features.
    corners : ndarray, shape (corners, features)
        The two ends, or the four corners, of the drawn part.
    heights : ndarray, shape (corners, p)
        Each model there; further features stand as in the fixed sample.
    zeros : ndarray, shape (p, 2, features)
        The two ends of the line (for one feature: twice the point) on which a model is 0; NaN where there is none.
    fixed : int
        The sample whose further features are used.
    """

    features: int
    low: Array
    high: Array
    X: Array
    Z: Array
    corners: Array
    heights: Array
    zeros: Array
    fixed: int


def linear_models(X: Array, W: Array, b: Array, fixed: int = 0) -> LinearModels:
    """Measure the p models ``X W + b`` over their first one or two features.

    Parameters
    ----------
    X : ndarray, shape (n, d)
    W : ndarray, shape (d, p)
    b : ndarray, shape (p,)
    fixed : int
        With more than two features: the sample at whose further features the cut is made.
    """
    features = min(2, X.shape[1])
    seen = X[:, :features]
    low, high = np.minimum(seen.min(0), 0.0), np.maximum(seen.max(0), 0.0)
    room = MARGIN * np.maximum(high - low, 1.0)
    low, high = low - room, high + room
    corners = _corners(low, high)
    full = np.repeat(X[fixed][None, :], len(corners), axis=0)
    full[:, :features] = corners
    zeros = np.stack([_zero(corners, heights) for heights in affine(full, W, b).Z.T])
    return LinearModels(features, low, high, seen, affine(X, W, b).Z, corners, affine(full, W, b).Z, zeros, fixed)


def _corners(low: Array, high: Array) -> Array:
    """The ends of an interval, or the corners of a rectangle in order around it."""
    if len(low) == 1:
        return np.stack([low, high])
    (a, c), (b, d) = low, high
    return np.array([[a, c], [b, c], [b, d], [a, d]])


def _zero(corners: Array, heights: Array) -> Array:
    """Where a model is 0 inside the drawn part: the two points of its edge, by linear interpolation (it is linear)."""
    found: list[Array] = []
    edges = len(corners) if len(corners) > 2 else 1
    for k in range(edges):
        here, there = heights[k], heights[(k + 1) % len(corners)]
        if here == there or not min(here, there) <= 0.0 <= max(here, there):
            continue
        point = corners[k] + (corners[(k + 1) % len(corners)] - corners[k]) * (here / (here - there))
        if not any(np.allclose(point, other) for other in found):
            found.append(point)
    if len(found) == 1:
        found *= 2
    return np.stack(found[:2]) if found else np.full((2, corners.shape[1]), np.nan)
