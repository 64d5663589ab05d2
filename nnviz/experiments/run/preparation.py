"""Before training: make the data, choose features, split, and scale with statistics of the training part."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets import FEATURES, Dataset, Standardizer, dataset, expand, scaling, split
from nnviz.engine import Array, Head, Purpose, check_targets, generator, head, one_hot
from nnviz.experiments.run.own_data import OWN, check_own
from nnviz.experiments.run.settings import RunSettings


@dataclass(frozen=True, eq=False)
class Part:
    """The training or the test part, as the network sees it.

    Attributes
    ----------
    X : ndarray, shape (N, n_features)
        Features, scaled.
    Y : ndarray, shape (N, n_out)
        Targets in the form of the head.
    labels : integer ndarray, shape (N,)
        Classes; empty for regression.
    raw : ndarray, shape (N, d)
        The samples as they came.
    """

    X: Array
    Y: Array
    labels: NDArray[np.int64]
    raw: Array


@dataclass(frozen=True, eq=False)
class PreparedData:
    """Data that are ready to train on.

    Attributes
    ----------
    data : Dataset
        All samples as they came.
    train, test : Part
    feature_titles : tuple of str
        The name of every column that the network sees.
    feature_names : tuple of str
        The chosen features of a plane; empty for other data.
    standardizer : Standardizer
        Fitted on the training part.
    """

    data: Dataset
    train: Part
    test: Part
    feature_titles: tuple[str, ...]
    feature_names: tuple[str, ...]
    standardizer: Standardizer

    def features(self, raw: Array) -> Array:
        """Turn samples as they come, shape (..., N, d), into what the network sees."""
        return self.standardizer.apply(expand(raw, self.feature_names) if self.feature_names else raw)


def prepare(settings: RunSettings, own: Dataset | None = None) -> PreparedData:
    """Make, expand, split and scale the data of the settings.

    Parameters
    ----------
    settings : RunSettings
    own : Dataset, optional
        The user's own data; used where the settings' data set is "own".

    Raises
    ------
    ValueError
        If a part would have no sample, the scaling does not fit the data, or own data are not those of the settings.
    """
    data = check_own(settings.own, own) if settings.dataset == OWN else _make(settings)
    names = settings.features if settings.plane else ()
    titles = tuple(FEATURES[name].title for name in names) or data.feature_names
    expanded = replace(data, X=expand(data.X, names), feature_names=titles, x_range=None) if names else data
    stratify = True if settings.dataset == OWN else None  # few or unbalanced rows: a plain cut can lose a class
    parts = split(expanded, settings.train_share, generator(settings.data_seed, Purpose.SPLIT), stratify)
    standardizer = scaling(settings.scaling_name, parts.train)
    train = _part(parts.train, data.X[parts.train_rows], standardizer, head(settings.head_name))
    test = _part(parts.test, data.X[parts.test_rows], standardizer, head(settings.head_name))
    return PreparedData(data, train, test, titles, names, standardizer)


def _make(settings: RunSettings) -> Dataset:
    rng = generator(settings.data_seed, Purpose.DATA)
    if not settings.plane:
        return dataset(settings.dataset, rng=rng)
    classes = settings.classes if settings.chooses_classes else None
    return dataset(settings.dataset, rng=rng, noise=settings.noise, samples=settings.samples, classes=classes)


def _part(expanded: Dataset, raw: Array, standardizer: Standardizer, head: Head) -> Part:
    if head.targets == "signs":
        Y = expanded.signed
    elif head.output_activation == "softmax":
        Y = one_hot(expanded.labels, expanded.n_classes)
    else:
        Y = expanded.Y
    check_targets(Y, head)
    return Part(standardizer.apply(expanded.X), Y, expanded.labels, raw)
