"""Points drawn by hand: each change gives new data, and settings that describe them."""

import math
from typing import NamedTuple

from nnviz.datasets import Dataset, DrawnPoints, drawn_from
from nnviz.experiments.run.settings import RunSettings

MIN_CLASSES, MAX_CLASSES = 2, 6
"""How many classes an empty plane may begin with."""

_RADIUS, _HALF_DISTANCE = 3.0, 0.4


class DrawnData(NamedTuple):
    """Data drawn by hand, with settings for them: what `start` and `with_settings` ask for."""

    settings: RunSettings
    data: Dataset


def can_draw(settings: RunSettings) -> bool:
    """Return whether points can be added to the data of these settings: classes on a plane."""
    return settings.plane and settings.info.kind != "regression"


def with_point(settings: RunSettings, data: Dataset, x: float, y: float, label: int) -> DrawnData:
    """Add a point to the data; toy data become own data by it.

    Parameters
    ----------
    settings : RunSettings
    data : Dataset
        The data of these settings.
    x, y : float
        A place on the plane, from -6 to 6.
    label : int
        The position of its class, from 0; one more than there are begins a class, which needs two points.

    Raises
    ------
    ValueError
        If the data are no classes on a plane, the place is outside of it, there is no such class, or there are too
        many points.
    """
    points = drawn_from(data)
    if isinstance(label, int) and label >= data.n_classes:
        raise ValueError(
            f"expected one of the classes 0 to {data.n_classes - 1}, got {label}; start with an empty plane of more"
        )
    return _drawn(settings, points.add(x, y, label))


def without_last_point(settings: RunSettings, data: Dataset) -> DrawnData:
    """Remove the point that was added last.

    Raises
    ------
    ValueError
        If the data are no classes on a plane, or a class would keep fewer than two points.
    """
    return _drawn(settings, drawn_from(data).remove_last())


def starting_points(settings: RunSettings, classes: int) -> DrawnData:
    """Begin with two points of each class, one to learn from and one to test, around the middle of the plane.

    Raises
    ------
    ValueError
        If the number of classes is out of range.
    """
    if not MIN_CLASSES <= classes <= MAX_CLASSES:
        raise ValueError(f"expected {MIN_CLASSES} to {MAX_CLASSES} classes, got {classes}; choose another number")
    points = DrawnPoints()
    for label in range(classes):
        angle = math.tau * label / classes
        x, y = _RADIUS * math.cos(angle), _RADIUS * math.sin(angle)
        points = points.add(x, y + _HALF_DISTANCE, label).add(x, y - _HALF_DISTANCE, label)
    return _drawn(settings, points)


def _drawn(settings: RunSettings, points: DrawnPoints) -> DrawnData:
    data = points.to_dataset()
    return DrawnData(settings.with_own(data), data)
