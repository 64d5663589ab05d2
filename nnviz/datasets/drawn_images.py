"""Images drawn by hand, one at a time: they begin as a few bars, or are added to images that are there."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from nnviz.datasets.record import Dataset, place_names
from nnviz.datasets.tables.images import LEAST_SIDE, MOST_SIDE
from nnviz.engine.arrays import Array
from nnviz.engine.heads import one_hot
from nnviz.engine.parameters import is_whole

INK = 16.0
"""The grey value of a pixel that is drawn, as in the digits; 0 is paper."""

MIN_IMAGES_PER_CLASS = 2
MAX_DRAWN_IMAGES = 20_000
MIN_CLASSES, MAX_CLASSES = 2, 6
"""How many classes drawn images may begin with."""


def first_images(side: int, classes: int) -> Dataset:
    """Return two images of each class: bars through the middle and beside it, in evenly spaced directions.

    Parameters
    ----------
    side : int
        Pixels along the side of an image.
    classes : int

    Raises
    ------
    ValueError
        If a number is out of its range.
    """
    for value, low, high, what in (
        (side, LEAST_SIDE, MOST_SIDE, "pixels along the side of an image"),
        (classes, MIN_CLASSES, MAX_CLASSES, "classes"),
    ):
        if not is_whole(value) or not low <= value <= high:
            raise ValueError(f"expected {low} to {high} {what}, got {value!r}; choose another number")
    labels = np.repeat(np.arange(classes), MIN_IMAGES_PER_CLASS)
    X = np.stack([_bar(side, np.pi * k / classes, shift) for k in range(classes) for shift in (0.0, 2.0)])
    return Dataset(
        name="own",
        title="Drawn images",
        kind="classes",
        X=X,
        Y=one_hot(labels, classes),
        labels=labels,
        feature_names=place_names((side, side, 1)),
        class_names=tuple(f"class {k + 1}" for k in range(classes)),
        shape=(side, side, 1),
        x_range=(0.0, INK),
        source="drawn by hand",
    )


def with_drawn_image(data: Dataset, pixels: ArrayLike, label: int) -> Dataset:
    """Return images of several classes with one more.

    Parameters
    ----------
    data : Dataset
    pixels : array, shape (rows, columns) or (rows * columns,)
        Grey values, in the range of the others.
    label : int
        The position of its class, from 0.

    Raises
    ------
    ValueError
        If the data are no such images, the pixels do not fit, there is no such class, or there are too many images.
    """
    _check_images(data)
    image = _pixels(data, pixels)
    if not is_whole(label) or not 0 <= label < data.n_classes:
        raise ValueError(f"expected one of the classes 0 to {data.n_classes - 1}, got {label!r}; choose one of them")
    if data.n_samples >= MAX_DRAWN_IMAGES:
        raise ValueError(f"at most {MAX_DRAWN_IMAGES:,} images can be trained on; take some back first")
    labels = np.append(data.labels, label)
    return replace(
        _own(data), X=np.concatenate([data.X, image[None]]), Y=one_hot(labels, data.n_classes), labels=labels
    )


def without_last_image(data: Dataset) -> Dataset:
    """Return images without the last one.

    Raises
    ------
    ValueError
        If the data are no such images, or a class would keep fewer than two.
    """
    _check_images(data)
    kept = _own(data).take(range(data.n_samples - 1))
    counts = np.bincount(kept.labels, minlength=data.n_classes)
    if counts.min() < MIN_IMAGES_PER_CLASS:
        few = data.class_names[int(counts.argmin())]
        raise ValueError(
            f"every class needs at least {MIN_IMAGES_PER_CLASS} images, one to train on and one to test, and {few!r} "
            "would have fewer; add one to it first"
        )
    return kept


def _own(data: Dataset) -> Dataset:
    """Return data as a person's own: where others are added, they are no longer those of their source."""
    return data if data.name == "own" else replace(data, name="own", source=f"{data.source}, and drawn by hand")


def _check_images(data: Dataset) -> None:
    if data.image_shape is None or data.x_range is None or data.kind != "classes":
        raise ValueError(
            f"images can be added to grey images of several classes, but {data.title!r} is of another kind; choose the "
            "digits, or begin with two images of each class"
        )


def _pixels(data: Dataset, pixels: ArrayLike) -> Array:
    """Return the grey values of an image in a row."""
    given = np.asarray(pixels, np.float64)
    if given.size != data.n_features:
        raise ValueError(
            f"expected {data.n_features} pixels, got {given.size}; draw an image of the size of the others"
        )
    low, high = data.x_range or (0.0, INK)
    if not (np.isfinite(given).all() and (given >= low).all() and (given <= high).all()):
        raise ValueError(f"expected grey values from {low:g} to {high:g}, got others; draw the image again")
    if (given == given.flat[0]).all():
        raise ValueError("expected an image with something on it, got an empty one; draw on it first")
    return given.ravel()


def _bar(side: int, angle: float, shift: float) -> Array:
    """Return a bar in a direction, moved sideways by so many pixels; shape (side * side,)."""
    y, x = np.mgrid[:side, :side] - (side - 1) / 2.0
    across, along = x * np.sin(angle) - y * np.cos(angle), x * np.cos(angle) + y * np.sin(angle)
    bar: Array = INK * ((np.abs(across - shift) < 0.75) & (np.abs(along) < 0.4 * side))
    return bar.ravel()
