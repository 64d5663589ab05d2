"""A network need not see x and y alone: squares, products and waves of them can make a hard task easy."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from nnviz.datasets.standardizer import LARGEST_INPUT
from nnviz.engine.arrays import Array


@dataclass(frozen=True)
class Feature:
    """One function of a point (x, y).

    Attributes
    ----------
    name : str
        The name to ask for, such as ``x2``.
    title : str
        The name on a drawing, in Unicode.
    latex : str
        The name in a formula.
    playground_key : str
        Its key in an address of TensorFlow Playground.
    f : callable
        ``f(x, y)``, element by element.
    """

    name: str
    title: str
    latex: str
    playground_key: str
    f: Callable[[Array, Array], Array] = field(repr=False)


_ALL = (
    Feature("x", "x", "x", "x", lambda x, y: x),
    Feature("y", "y", "y", "y", lambda x, y: y),
    Feature("x2", "x²", "x^2", "xSquared", lambda x, y: x * x),
    Feature("y2", "y²", "y^2", "ySquared", lambda x, y: y * y),
    Feature("xy", "xy", "x y", "xTimesY", lambda x, y: x * y),
    Feature("sin_x", "sin x", r"\sin x", "sinX", lambda x, y: np.sin(x)),
    Feature("sin_y", "sin y", r"\sin y", "sinY", lambda x, y: np.sin(y)),
    Feature("cos_x", "cos x", r"\cos x", "cosX", lambda x, y: np.cos(x)),
    Feature("cos_y", "cos y", r"\cos y", "cosY", lambda x, y: np.cos(y)),
)

FEATURES: Mapping[str, Feature] = MappingProxyType({feature.name: feature for feature in _ALL})


def expand(X: Array, names: Sequence[str]) -> Array:
    """Compute the chosen features of every point.

    Parameters
    ----------
    X : ndarray, shape (..., N, 2)
        Points.
    names : sequence of str
        At least one of `FEATURES`, each once; they become the columns, in this order.

    Returns
    -------
    ndarray, shape (..., N, len(names))

    Raises
    ------
    ValueError
        If a name is unknown or given twice, none is given, or X holds no finite points.
    """
    chosen = chosen_features(names)
    points = np.asarray(X, dtype=np.float64)
    if points.ndim < 2 or points.shape[-1] != 2:
        raise ValueError(
            f"X must have shape (..., N, 2), but has shape {points.shape}; features are made from two columns, x and y"
        )
    if not (np.abs(points) <= LARGEST_INPUT).all():
        raise ValueError(
            f"X must be finite and at most {LARGEST_INPUT:g} in size, but holds NaN or a larger number; "
            "leave those points out"
        )
    x, y = points[..., 0], points[..., 1]
    return np.stack([feature.f(x, y) for feature in chosen], axis=-1)


def chosen_features(names: Sequence[str]) -> tuple[Feature, ...]:
    """Return the features of these names, in their order; ValueError for unknown, repeated or no names."""
    given = (names,) if isinstance(names, str) else tuple(names)
    unknown = [name for name in given if name not in tuple(FEATURES)]
    if unknown:
        raise ValueError(f"features must be among {', '.join(FEATURES)}, but {unknown[0]!r} was given; choose there")
    if not given:
        raise ValueError(f"at least one feature is needed, but none was given; choose from {', '.join(FEATURES)}")
    if len(set(given)) < len(given):
        raise ValueError(f"each feature may be given once, but {', '.join(given)} was given; leave out repeats")
    return tuple(FEATURES[name] for name in given)
