"""A plane that can be drawn: the data's own, or a cut through more than two features, with its points and its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.functions import DOMAIN
from nnviz.engine import Array
from nnviz.experiments import Run
from nnviz.experiments.run.preparation import Part
from nnviz.experiments.run.view import COMPONENTS, ONE_FEATURE, view_columns

MOST_POINTS = 600
"""Points that are drawn of the training part, and of the test part; evenly chosen rows of more."""

CURVE_POINTS = 241
"""Places at which a curve over one feature is computed."""

_MARGIN = 0.06
_OUTSIDE = 0.1
"""How much is shown on either side of a function's data, where the network was never taught."""
_TOY_PLANE = (-6.0, 6.0)
_NAME = 30
_SIZES = (1e-30, 1e30)
"""Outside of these, or where the range is tiny beside the numbers, the browser's numbers do not tell places apart."""
_NARROW = 1e-5
_OFF_PLANE = (
    "Points lie off this plane, so one may differ in colour from the background and still be correct; rings "
    "mark errors."
)


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane in the space of the samples.

    Attributes
    ----------
    edges : tuple of float
        (x_min, x_max, y_min, y_max).
    titles : tuple of str
        What the two axes are called.
    caption : str
        What a person must know to read the picture; empty for the data's own plane.
    inputs : callable
        Turns places, shape (k, 2), into what the network sees there, shape (k, n_features).
    train, test : ndarray, shape (n, 2)
        Where the drawn samples lie.
    train_rows, test_rows : ndarray of int, shape (n,)
        Which samples of their part these are.
    heights : callable, optional
        Where the plane is a graph over one feature: turns what the network says, shape (k, 1), into heights (k,). None
        where it is not, or where several classes have no one height.
    truth : ndarray, shape (CURVE_POINTS,), optional
        There: the heights of the function that is to be fitted, without noise, where it is known.
    """

    edges: tuple[float, float, float, float]
    titles: tuple[str, str]
    caption: str
    inputs: Callable[[Array], Array]
    train: Array
    test: Array
    train_rows: NDArray[np.intp]
    test_rows: NDArray[np.intp]
    heights: Callable[[Array], Array] | None = None
    truth: Array | None = None

    def line(self, n: int) -> Array:
        """Return what the network sees at n evenly spaced places from the left edge to the right one, at height 0."""
        across = np.linspace(*self.edges[:2], n)
        return self.inputs(np.stack([across, np.zeros(n)], -1))

    def grid(self, side: int) -> Array:
        """Return what the network sees in the middle of side x side cells, row 0 at the lowest y."""
        x0, x1, y0, y1 = self.edges
        middles = (np.arange(side) + 0.5) / side
        x, y = np.meshgrid(x0 + (x1 - x0) * middles, y0 + (y1 - y0) * middles)
        return self.inputs(np.stack([x.ravel(), y.ravel()], -1))


def plane(run: Run, view: str) -> Plane:
    """Return the plane of a view.

    Parameters
    ----------
    run : Run
    view : str
        As `RunSettings.view_name`, and not "samples".
    """
    columns = None if view in ("plane", ONE_FEATURE) else view_columns(view)
    if columns is not None:
        return _two_features(run, *columns)
    return {"plane": _whole, ONE_FEATURE: _one_feature, COMPONENTS: _components}[view](run)


def _whole(run: Run) -> Plane:
    """The plane of points in the plane: nothing is left out."""
    low, high = run.data.data.x_range or _TOY_PLANE
    return _drawn((low, high, low, high), ("x", "y"), "", run.data.features, [part.raw for part in _parts(run)])


def _two_features(run: Run, i: int, j: int) -> Plane:
    """A cut along two features through the mean of the others."""
    names = run.data.feature_titles
    middle = run.data.train.raw.mean(axis=0)
    axes = (_axis(run, i), _axis(run, j))

    def inputs(places: Array) -> Array:
        raw = np.tile(middle, (len(places), 1))
        for axis, at in zip(axes, places.T, strict=True):
            raw[:, axis.column] = axis.values(at)
        return run.data.features(raw)

    points = [np.stack([axis.places(part.raw) for axis in axes], -1) for part in _parts(run)]
    others = len(names) - 2
    held = (
        "The other feature is fixed at its mean."
        if others == 1
        else f"The other {others} features are fixed at their means."
    )
    caption = f"{held} {_OFF_PLANE}" if others else ""
    return _drawn(_edges(*points), (axes[0].title, axes[1].title), caption, inputs, points)


def _components(run: Run) -> Plane:
    """A cut along the two directions in which the training part varies most, through its mean."""
    X = run.data.train.X
    middle = X.mean(axis=0)
    spread, directions = np.linalg.eigh((X - middle).T @ (X - middle))
    across = directions[:, [-1, -2]]  # shape (n_features, 2), longest first
    across = across * np.where(across[np.abs(across).argmax(axis=0), [0, 1]] < 0.0, -1.0, 1.0)
    shares = np.maximum(spread[[-1, -2]], 0.0) / max(float(spread.clip(0.0).sum()), np.finfo(float).tiny)

    def inputs(places: Array) -> Array:
        lifted: Array = middle + places @ across.T
        return lifted

    points = [(part.X - middle) @ across for part in _parts(run)]
    names = [_short(run.data.feature_titles[k]) for k in np.abs(across).argmax(axis=0)]
    caption = (
        f"The plane of the first two principal components of the training data ({shares.sum():.0%} of the variance). "
        f"Component 1 depends most on {names[0]}, component 2 on {names[1]}. {_OFF_PLANE}"
    )
    return _drawn(_edges(*points), ("component 1", "component 2"), caption, inputs, points)


def _one_feature(run: Run) -> Plane:
    """The only feature across; up stands what is to be learned, which the network does not see."""
    axis = _axis(run, 0)
    parts = _parts(run)
    said: Callable[[Array], Array] | None = None
    if run.head.targets == "values":
        what = run.data.target_title
        up = _axis_of(what, np.concatenate([part.raw_Y[:, 0] for part in parts]))
        heights, title = [up.places(part.raw_Y) for part in parts], up.title

        def number(output: Array) -> Array:
            return up.places(run.predictions(output))

        said = number
    else:
        what = title = "class"
        heights = [_spread(part.labels, run.data.data.n_classes) for part in parts]
        if run.head.output_activation == "sigmoid":
            said = _from_probability
        elif run.head.output_activation == "tanh":
            said = _first_column
    points = [np.stack([axis.places(part.raw), height], -1) for part, height in zip(parts, heights, strict=True)]
    caption = f"Height shows the {what}, which the network does not see."

    def inputs(places: Array) -> Array:
        return run.data.features(axis.values(places[:, :1]))

    edges = _edges(*points)
    if run.head.targets != "values":
        edges = (*edges[:2], -1.2, 1.2)
    truth = None
    if run.settings.function is not None:
        wide = _OUTSIDE * (edges[1] - edges[0])
        edges = (edges[0] - wide, edges[1] + wide, *edges[2:])
        low, high = run.data.data.x_range or DOMAIN
        caption = f"No data outside of {low:g} to {high:g}."
        truth = run.settings.function(axis.values(np.linspace(*edges[:2], CURVE_POINTS)))
        truth = up.places(truth[:, None])
    drawn = _drawn(edges, (axis.title, title), caption, inputs, points)
    return replace(drawn, heights=said, truth=truth)


@dataclass(frozen=True)
class _Axis:
    """How a feature is measured along an axis: in its own unit, or in standard deviations from the mean."""

    column: int
    title: str
    shift: float = 0.0
    scale: float = 1.0

    def places(self, raw: Array) -> Array:
        """Where samples, shape (n, d), lie along the axis, shape (n,)."""
        found: Array = (raw[:, self.column] - self.shift) / self.scale
        return found

    def values(self, places: Array) -> Array:
        """The feature at places along the axis."""
        return places * self.scale + self.shift


def _axis(run: Run, column: int) -> _Axis:
    values = np.concatenate([part.raw[:, column] for part in _parts(run)])
    return _axis_of(run.data.feature_titles[column], values, column)


def _axis_of(title: str, values: Array, column: int = 0) -> _Axis:
    """Measure values in their own unit, where the browser can tell them apart in it."""
    largest, spread = float(np.abs(values).max()), float(np.ptp(values))
    if spread == 0.0 or (_SIZES[0] < spread and largest < _SIZES[1] and spread > _NARROW * largest):
        return _Axis(column, title)
    shift = float(values.mean())
    return _Axis(column, f"{title} (in σ)", shift, float((values - shift).std()) or 1.0)


def _parts(run: Run) -> tuple[Part, Part]:
    """Return the training and the test part; nothing for the test where that would draw the same points twice."""
    train, test = run.data.train, run.data.test
    if not run.data.test_is_train:
        return train, test
    return train, Part(train.X[:0], train.Y[:0], train.labels[:0], train.raw[:0], train.raw_Y[:0])


def _drawn(
    edges: tuple[float, float, float, float],
    titles: tuple[str, str],
    caption: str,
    inputs: Callable[[Array], Array],
    points: Sequence[Array],
) -> Plane:
    """Make a plane; of very many points some are drawn, and that is said."""
    rows = [np.linspace(0, len(part) - 1, min(len(part), MOST_POINTS)).astype(np.intp) for part in points]
    if max(map(len, points)) > MOST_POINTS:
        drawn = f"{sum(map(len, rows)):,} of {sum(map(len, points)):,} samples are shown."
        caption = f"{caption} {drawn}".strip()
    return Plane(edges, titles, caption, inputs, points[0][rows[0]], points[1][rows[1]], rows[0], rows[1])


def _edges(train: Array, test: Array) -> tuple[float, float, float, float]:
    """Return edges with room for all points."""
    points = np.concatenate([train, test])
    low, high = points.min(axis=0), points.max(axis=0)
    wide = np.where(high > low, high - low, np.maximum(1.0, np.abs(high)))
    low, high = low - _MARGIN * wide, high + _MARGIN * wide
    return float(low[0]), float(high[0]), float(low[1]), float(high[1])


def _from_probability(P: Array) -> Array:
    """The height of a probability, shape (n, 1): -1 for the first class, 1 for the second."""
    heights: Array = 2.0 * P[:, 0] - 1.0
    return heights


def _first_column(A: Array) -> Array:
    return A[:, 0]


def _spread(labels: NDArray[np.int64], classes: int) -> Array:
    """Give every class a height of its own, from -1 to 1."""
    heights: Array = 2.0 * labels / max(1, classes - 1) - 1.0
    return heights


def _short(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"
