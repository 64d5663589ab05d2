"""One function makes any data set by its name, and refuses what cannot be made before it draws a number."""

from typing import Any

import numpy as np

from nnviz.datasets.catalogue import DATASETS, DatasetInfo
from nnviz.datasets.functions import DOMAIN, function
from nnviz.datasets.parameters import DATA_STREAM, SAMPLES_LIMITS, as_generator, checked_count, checked_noise
from nnviz.datasets.record import Dataset
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
        (`nnviz.datasets.function`).

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
    arguments: list[Any] = [function(info.function, **_given(settings))] if info.function else []
    n_samples = checked_count("samples", info.n_samples if samples is None else samples, SAMPLES_LIMITS)
    arguments = [n_samples, checked_noise(0.0 if noise is None else noise), *arguments]
    if "classes" in info.parameters:
        arguments.append(checked_count("classes", info.n_classes if classes is None else classes, info.classes_limits))
    return _drawn(info, generator, arguments)


def _refuse_parameters(info: DatasetInfo, **given: object) -> None:
    extra = [name for name in _given(given) if name not in info.parameters]
    if extra:
        takes = ", ".join(info.parameters) or "no parameters: it is real data"
        raise ValueError(f"{info.name!r} takes {takes}, but {', '.join(extra)} was given; leave it out")


def _given(parameters: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if value is not None}


def _drawn(info: DatasetInfo, rng: np.random.Generator, arguments: list[Any]) -> Dataset:
    X, values = info.make(rng, *arguments)
    order = rng.permutation(len(X))
    X, values = X[order], values[order]
    class_names = info.class_names
    if info.kind == "classes":
        class_names = tuple(f"class {c + 1}" for c in range(arguments[2]))
    return Dataset(
        name=info.name,
        title=info.title,
        kind=info.kind,
        X=X,
        Y=one_hot(values, len(class_names)) if info.kind == "classes" else values[:, None],
        labels=np.empty(0, np.int64) if info.kind == "regression" else values,
        feature_names=("x", "y")[: info.n_features],
        class_names=class_names,
        target_name="y" if info.n_features == 1 else "",
        x_range=DOMAIN if info.n_features == 1 else TOY_RANGE,
        source=info.source,
        licence="MIT, as nnviz itself",
    )
