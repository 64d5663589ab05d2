"""Points drawn by hand in the plane, one click each, become a data set."""

import math
from dataclasses import dataclass, replace

import numpy as np

from nnviz.datasets.record import Dataset
from nnviz.engine.heads import one_hot

MAX_POINTS = 2000
MAX_DRAWN_CLASSES = 10
MIN_POINTS_PER_CLASS = 2
PLANE_LIMIT = 6.0
"""The plane goes from minus this to plus this, as for the toy data."""


@dataclass(frozen=True)
class Point:
    """A point of the plane and its class, counted from 0."""

    x: float
    y: float
    label: int


@dataclass(frozen=True)
class DrawnPoints:
    """The points so far, in the order in which they were drawn, and the names of their classes.

    Attributes
    ----------
    points : tuple of Point
    class_names : tuple of str
        At least as many as the points need; empty means class 1, class 2 and so on.
    """

    points: tuple[Point, ...] = ()
    class_names: tuple[str, ...] = ()

    @property
    def n_classes(self) -> int:
        """Classes up to the highest that has a point, at least two."""
        return max(2, len(self.class_names), *(point.label + 1 for point in self.points))

    def add(self, x: float, y: float, label: int) -> "DrawnPoints":
        """Return the points with one more.

        Raises
        ------
        ValueError
            If the point is outside the plane, the class is not legal, or there are too many points.
        """
        if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= PLANE_LIMIT and abs(y) <= PLANE_LIMIT):
            raise ValueError(
                f"a point must lie between -{PLANE_LIMIT:g} and {PLANE_LIMIT:g}, but ({x:g}, {y:g}) was given"
            )
        if isinstance(label, bool) or not isinstance(label, int) or not 0 <= label < MAX_DRAWN_CLASSES:
            raise ValueError(
                f"the class must be a whole number from 0 to {MAX_DRAWN_CLASSES - 1}, but {label!r} was given"
            )
        if len(self.points) >= MAX_POINTS:
            raise ValueError(f"at most {MAX_POINTS:,} points can be drawn; remove some first")
        return replace(self, points=(*self.points, Point(float(x), float(y), label)))

    def remove_last(self) -> "DrawnPoints":
        """Return the points without the one drawn last; none if there is none."""
        return replace(self, points=self.points[:-1])

    def clear(self) -> "DrawnPoints":
        """Return no points at all."""
        return DrawnPoints()

    @property
    def shortage(self) -> str:
        """Which points are still needed before a network can be trained; empty when there are enough."""
        counts = self._counts()
        few = [k for k, n in enumerate(counts) if n < MIN_POINTS_PER_CLASS]
        if not few:
            return ""
        names = " and ".join(self._name(k) for k in few)
        return (
            f"every class needs at least {MIN_POINTS_PER_CLASS} points, one to train on and one to test; add to {names}"
        )

    def to_dataset(self) -> Dataset:
        """Make the data set: binary for two classes, else of several classes.

        Raises
        ------
        ValueError
            If a class has too few points.
        """
        if self.shortage:
            raise ValueError(self.shortage)
        labels = np.array([point.label for point in self.points], dtype=np.int64)
        binary = self.n_classes == 2
        return Dataset(
            name="own",
            title="Drawn points",
            kind="binary" if binary else "classes",
            X=np.array([(point.x, point.y) for point in self.points]),
            Y=labels[:, None].astype(np.float64) if binary else one_hot(labels, self.n_classes),
            labels=labels,
            feature_names=("x", "y"),
            class_names=tuple(self._name(k) for k in range(self.n_classes)),
            x_range=(-PLANE_LIMIT, PLANE_LIMIT),
            source="drawn by hand",
        )

    def _counts(self) -> list[int]:
        counts = [0] * self.n_classes
        for point in self.points:
            counts[point.label] += 1
        return counts

    def _name(self, k: int) -> str:
        return self.class_names[k] if k < len(self.class_names) else f"class {k + 1}"


def drawn_from(data: Dataset) -> DrawnPoints:
    """Return the points of a plane as if they had been drawn, so that more can be added.

    Raises
    ------
    ValueError
        If the data are no classes of points in the plane, or too many.
    """
    if data.kind == "regression" or data.x_range != (-PLANE_LIMIT, PLANE_LIMIT) or data.n_features != 2:
        raise ValueError(
            f"points can be added to classes on a plane, but {data.title!r} is of another kind; choose other data"
        )
    if data.n_samples > MAX_POINTS:
        raise ValueError(f"points can be added to at most {MAX_POINTS:,} others, but there are {data.n_samples:,}")
    inside = np.clip(data.X, -PLANE_LIMIT, PLANE_LIMIT).tolist()
    points = tuple(Point(x, y, label) for (x, y), label in zip(inside, data.labels.tolist(), strict=True))
    return DrawnPoints(points, data.class_names)
