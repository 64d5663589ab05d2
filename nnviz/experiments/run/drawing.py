"""Points and images drawn by hand: each change gives new data, and settings that describe them."""

import math
from typing import NamedTuple

from numpy.typing import ArrayLike

from nnviz.datasets import Dataset, DrawnPoints, drawn_from
from nnviz.datasets.drawn_images import first_images, with_drawn_image, without_last_image
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


def can_draw_images(settings: RunSettings) -> bool:
    """Return whether images can be added to the data of these settings: grey images of several classes."""
    shape = settings.info.shape
    return shape is not None and len(shape) == 3 and shape[-1] == 1 and settings.info.kind == "classes"


def with_image(settings: RunSettings, data: Dataset, pixels: ArrayLike, label: int) -> DrawnData:
    """Add an image to the data; the digits and bars become own data by it.

    Parameters
    ----------
    settings : RunSettings
    data : Dataset
        The data of these settings.
    pixels : array, shape (rows, columns)
        Grey values in the range of the others.
    label : int
        The position of its class.

    Raises
    ------
    ValueError
        If the data are no grey images of classes, or the image does not fit.
    """
    return _own(settings, with_drawn_image(data, pixels, label))


def without_image(settings: RunSettings, data: Dataset) -> DrawnData:
    """Remove the image that was added last.

    Raises
    ------
    ValueError
        If a class would keep fewer than two images.
    """
    return _own(settings, without_last_image(data))


def starting_images(settings: RunSettings, side: int, classes: int) -> DrawnData:
    """Begin with two images of each class, which are bars of a direction each.

    Raises
    ------
    ValueError
        If the side or the number of classes is out of range.
    """
    return _own(settings, first_images(side, classes))


def _own(settings: RunSettings, data: Dataset) -> DrawnData:
    return DrawnData(settings.with_own(data), data)


def _drawn(settings: RunSettings, points: DrawnPoints) -> DrawnData:
    return _own(settings, points.to_dataset())
