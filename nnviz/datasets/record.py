"""A data set is a table of inputs X, a table of targets Y, and the words that explain both."""

import math
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnviz.engine.arrays import Array
from nnviz.engine.heads import one_hot

Kind = Literal["binary", "classes", "regression"]
Labels = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Inputs and targets of one problem; its arrays are its own copies and read-only.

    Attributes
    ----------
    name, title : str
        The name in the registry, and the one for people.
    kind : {'binary', 'classes', 'regression'}
        What the targets are, and so which heads fit.
    X : ndarray, shape (N, d)
        Raw inputs, a sample a row.
    Y : ndarray, shape (N, 1) or (N, k)
        binary: a column of 0 and 1; classes: one-hot; regression: a column of real numbers. Where every step of a
        sequence has a target of its own, (N, T, 1) or (N, T, k), with a row of NaN for a step that has none.
    labels : ndarray of int, shape (N,)
        The class of each sample; shape (0,) for regression. Of every step, (N, T), -1 for one that has no target.
    feature_names : tuple of str
        A name for each of the d columns of X.
    class_names : tuple of str
        A name for each class, in the order of `labels`; empty for regression.
    target_name : str
        What is predicted, such as the column's name in a table; empty where it has no name.
    shape : tuple of int or None
        The shape of one sample where a row of X is an image, (rows, columns, channels), or a signal, (length,
        channels), written out in that order; of a sequence, (steps, features); None where the columns are features
        without places.
    x_range : tuple of float or None
        The range of every input: the plane shown for points, the grey levels of an image; None where the columns
        have units of their own.
    source, licence : str
        Where the data come from, and on what terms they may be passed on.

    Raises
    ------
    ValueError
        Where these do not fit each other, or an input or a target is not finite.
    """

    name: str
    title: str
    kind: Kind
    X: Array
    Y: Array
    labels: Labels
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...] = ()
    target_name: str = ""
    shape: tuple[int, ...] | None = None
    x_range: tuple[float, float] | None = None
    source: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        """Take read-only copies, then refuse what does not fit."""
        object.__setattr__(self, "X", read_only(self.X, np.float64))
        object.__setattr__(self, "Y", read_only(self.Y, np.float64))
        object.__setattr__(self, "labels", read_only(self.labels, np.int64))
        _check_shapes(self)
        _check_targets(self)

    @property
    def n_samples(self) -> int:
        """N, the number of rows."""
        return int(self.X.shape[0])

    @property
    def n_features(self) -> int:
        """d, the number of columns of X."""
        return int(self.X.shape[1])

    @property
    def each_step(self) -> bool:
        """Whether every step of a sequence has a target of its own."""
        return self.Y.ndim == 3

    @property
    def image_shape(self) -> tuple[int, int] | None:
        """(rows, columns) where a sample is an image of one channel."""
        return image_shape(self.shape)

    @property
    def n_classes(self) -> int:
        """How many classes there are; 0 for regression."""
        return len(self.class_names)

    @property
    def signed(self) -> Array:
        """The targets -1 and +1 of a tanh head, shape (N, 1); binary data only."""
        if self.kind != "binary":
            raise ValueError(
                f"targets -1 and +1 need data of kind 'binary', but {self.name!r} is of kind {self.kind!r}; "
                "use Y, or choose a binary data set"
            )
        return 2.0 * self.Y - 1.0

    def take(self, rows: ArrayLike) -> "Dataset":
        """Return the same data set with only these rows, in this order; `rows` are indices, shape (n,)."""
        index = np.asarray(rows, dtype=np.int64)
        labels = self.labels if self.kind == "regression" else self.labels[index]
        return replace(self, X=self.X[index], Y=self.Y[index], labels=labels)


def image_shape(shape: tuple[int, ...] | None) -> tuple[int, int] | None:
    """Return (rows, columns) of a sample that can be drawn as one grey picture; None for any other shape."""
    return shape[:2] if shape is not None and len(shape) == 3 and shape[2] == 1 else None


def place_names(shape: tuple[int, ...]) -> tuple[str, ...]:
    """Name the columns of samples with one channel by their places.

    Examples
    --------
    >>> place_names((8, 8, 1))[9], place_names((40, 1))[9]
    ('pixel 1,1', 't = 9')
    """
    form = "pixel {},{}" if len(shape) == 3 else "t = {}"
    return tuple(form.format(*place) for place in np.ndindex(shape[:-1]))


def read_only(array: ArrayLike, dtype: type[Any]) -> NDArray[Any]:
    """Return a read-only copy of an array."""
    copy = np.array(array, dtype=dtype)
    copy.setflags(write=False)
    return copy


def _check_shapes(data: Dataset) -> None:
    if data.kind not in get_args(Kind):
        raise ValueError(f"kind must be one of {', '.join(get_args(Kind))}, but {data.kind!r} was given; choose one")
    if data.X.ndim != 2 or data.X.shape[1] != len(data.feature_names):
        raise ValueError(
            f"X must have shape (N, {len(data.feature_names)}), a column for each of the feature names, "
            f"but has shape {data.X.shape}; name every column once"
        )
    width = data.n_classes if data.kind == "classes" else 1
    steps = data.shape[:1] if data.each_step and data.shape is not None else ()
    if data.Y.shape != (data.n_samples, *steps, width):
        raise ValueError(
            f"Y must have shape {(data.n_samples, *steps, width)} for kind {data.kind!r}, but has shape "
            f"{data.Y.shape}; give a row of targets for every row of X"
        )
    if data.shape is not None and (len(data.shape) not in (2, 3) or math.prod(data.shape) != data.n_features):
        raise ValueError(
            f"shape {data.shape} must be that of one sample and hold its {data.n_features} features; give (rows, "
            "columns, channels) of an image or (length, channels) of a signal"
        )


def _check_targets(data: Dataset) -> None:
    missing = np.asarray(np.isnan(data.Y).all(-1)) & data.each_step
    for letter, array in (("X", data.X), ("Y", np.where(missing[..., None], 0.0, data.Y))):
        if not np.isfinite(array).all():
            row = int(np.argwhere(~np.isfinite(array))[0][0])
            raise ValueError(
                f"{letter} must be finite, but row {row} has NaN or infinity; leave that sample out or fill it in"
            )
    if data.kind == "regression":
        fits = data.labels.shape == (0,) and not data.class_names
        expected = "no labels and no class names"
    else:
        fits = data.labels.shape == data.Y.shape[:-1] and np.array_equal(data.labels < 0, missing)
        labels, Y = data.labels[~missing] if fits else data.labels, data.Y[~missing]
        classes = one_hot(labels, data.n_classes) if fits else labels[..., None]
        fits = fits and np.array_equal(Y, classes if data.kind == "classes" else labels[:, None])
        fits = fits and (data.kind == "classes" or data.n_classes == 2)
        expected = "two class names and Y = labels" if data.kind == "binary" else "Y = one-hot labels"
    if not fits:
        raise ValueError(
            f"kind {data.kind!r} needs {expected}, but Y, labels and class names say something else; make Y from labels"
        )
