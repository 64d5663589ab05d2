"""Points drawn by hand: each change of them gives new data, and the settings that describe these."""

import math
from typing import NamedTuple

from nnviz.datasets import Dataset, DrawnPoints, drawn_from
from nnviz.experiments.run.settings import Settings

FEWEST_CLASSES, MOST_CLASSES = 2, 6
"""How many classes an empty plane may begin with."""

_RADIUS, _APART = 3.0, 0.4


class Drawn(NamedTuple):
    """Data drawn by hand, with settings for them: what `start` and `with_settings` ask for."""

    settings: Settings
    data: Dataset


def can_draw(settings: Settings) -> bool:
    """Return whether points can be added to the data of these settings: classes on a plane."""
    return settings.plane and settings.info.kind != "regression"


def with_point(settings: Settings, data: Dataset, x: float, y: float, label: int) -> Drawn:
    """Add a point to the data; toy data become a person's own by that.

    Parameters
    ----------
    settings : Settings
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


def without_last_point(settings: Settings, data: Dataset) -> Drawn:
    """Take the point away that was added last.

    Raises
    ------
    ValueError
        If the data are no classes on a plane, or a class would keep fewer than two points.
    """
    return _drawn(settings, drawn_from(data).remove_last())


def starting_points(settings: Settings, classes: int) -> Drawn:
    """Begin with two points of each class, one to learn from and one to test, around the middle of the plane.

    Raises
    ------
    ValueError
        If the number of classes is out of range.
    """
    if not FEWEST_CLASSES <= classes <= MOST_CLASSES:
        raise ValueError(f"expected {FEWEST_CLASSES} to {MOST_CLASSES} classes, got {classes}; choose another number")
    points = DrawnPoints()
    for label in range(classes):
        angle = math.tau * label / classes
        x, y = _RADIUS * math.cos(angle), _RADIUS * math.sin(angle)
        points = points.add(x, y + _APART, label).add(x, y - _APART, label)
    return _drawn(settings, points)


def _drawn(settings: Settings, points: DrawnPoints) -> Drawn:
    data = points.to_dataset()
    return Drawn(settings.with_own(data), data)
