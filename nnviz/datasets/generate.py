"""One function makes any data set by its name, and refuses what cannot be made before it draws a number."""

from typing import Any

import numpy as np

from nnviz.datasets.catalogue import DATASETS, DatasetInfo
from nnviz.datasets.functions import DOMAIN, function
from nnviz.datasets.parameters import DATA_STREAM, SAMPLES_LIMITS, as_generator, checked_count, checked_noise
from nnviz.datasets.record import Dataset, place_names
from nnviz.engine.heads import one_hot

TOY_RANGE = (-6.0, 6.0)


def dataset(
    name: str,
    *,
    rng: np.random.Generator | int = 0,
    noise: float | None = None,
    samples: int | None = None,
    classes: int | None = None,
    **settings: Any,
) -> Dataset:
    """Make a toy data set, or load a bundled one, by its name.

    Parameters
    ----------
    name : str
        One of `DATASETS`.
    rng : numpy.random.Generator or int
        Where a toy set's random numbers come from; a whole number is a seed. Bundled data need none.
    noise : float, optional
        Per cent, 0 to 50, as in TensorFlow Playground; 0 unless given.
    samples : int, optional
        Number of rows, 10 to 20 000.
    classes : int, optional
        Number of blobs (2 to 10) or arms (3 to 5).
    **settings
        Of the function that is to be fitted or makes the border: ``frequency``, ``folds``, ``jump`` or ``heights``
        (`nnviz.datasets.function`); ``image_size`` (8 to 16) and ``bar_length`` (3 to 8) of bars.

    Returns
    -------
    Dataset
        Toy samples are shuffled; bundled ones stand in the order of their source.

    Raises
    ------
    ValueError
        For an unknown name, a parameter that this data set does not take, or a value out of its limits.
    """
    if name not in tuple(DATASETS):
        raise ValueError(f"the data set must be one of {', '.join(DATASETS)}, but {name!r} was given; choose one")
    info = DATASETS[name]
    _refuse_parameters(info, noise=noise, samples=samples, classes=classes, **settings)
    generator = as_generator(rng, DATA_STREAM)
    if not info.parameters:
        loaded: Dataset = info.make()
        return loaded
    more = _given(settings)
    if info.function:
        more = {"f": function(info.function, **more)}
    if "classes" in info.parameters:
        more["classes"] = checked_count("classes", info.n_classes if classes is None else classes, info.classes_limits)
    n_samples = checked_count("samples", info.n_samples if samples is None else samples, SAMPLES_LIMITS)
    return _drawn(info, generator, n_samples, checked_noise(0.0 if noise is None else noise), more)


def _refuse_parameters(info: DatasetInfo, **given: object) -> None:
    extra = [name for name in _given(given) if name not in info.parameters]
    if extra:
        takes = ", ".join(info.parameters) or "no parameters: it is real data"
        raise ValueError(f"{info.name!r} takes {takes}, but {', '.join(extra)} was given; leave it out")


def _given(parameters: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if value is not None}


def _drawn(info: DatasetInfo, rng: np.random.Generator, samples: int, noise: float, more: dict[str, Any]) -> Dataset:
    X, values = info.make(rng, samples, noise, **more)
    order = rng.permutation(len(X))
    X, values = X[order], values[order]
    class_names = info.class_names or tuple(f"class {c + 1}" for c in range(more.get("classes", 0)))
    shape = X.shape[1:] if X.ndim > 2 else None
    return Dataset(
        name=info.name,
        title=info.title,
        kind=info.kind,
        X=X.reshape(len(X), -1),
        Y=one_hot(values, len(class_names)) if info.kind == "classes" else values[:, None],
        labels=np.empty(0, np.int64) if info.kind == "regression" else values,
        feature_names=("x", "y")[: info.n_features] if shape is None else place_names(shape),
        class_names=class_names,
        target_name="y" if info.n_features == 1 else "",
        shape=shape,
        x_range=_x_range(info),
        source=info.source,
        licence="MIT, as nnviz itself",
    )


def _x_range(info: DatasetInfo) -> tuple[float, float] | None:
    """Return the range of inputs that is shown: paper and ink of an image; a signal has none of its own."""
    if info.shape is not None:
        return (0.0, 1.0) if len(info.shape) == 3 else None
    return DOMAIN if info.n_features == 1 else TOY_RANGE
