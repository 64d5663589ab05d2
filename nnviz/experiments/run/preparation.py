"""Before training: make the data, choose features, split, and scale inputs and targets as the training part asks."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets import (
    FEATURES,
    SEQUENCE_DATASETS,
    Dataset,
    Standardizer,
    dataset,
    expand,
    scaling,
    sequence_dataset,
    split,
    target_scaling,
)
from nnviz.engine import Array, Head, Purpose, check_targets, generator, head, one_hot
from nnviz.experiments.run.own_data import OWN, check_own
from nnviz.experiments.run.settings import RunSettings

TEST_IS_TRAIN = (
    "The network trains on all samples, and the test data are the same: nothing shows how it would do on new ones."
)
"""What is told of data without a test part of their own."""


@dataclass(frozen=True, eq=False)
class Part:
    """The training or the test part, as the network sees it.

    Attributes
    ----------
    X : ndarray, shape (N, n_features)
        Features, scaled.
    Y : ndarray, shape (N, n_out)
        Targets in the form of the head; numbers are scaled. Of every step, (N, T, n_out), NaN where there is none.
    labels : integer ndarray, shape (N,)
        Classes; empty for regression. Of every step, (N, T), -1 where there is none.
    raw : ndarray, shape (N, d)
        The samples as they came.
    raw_Y : ndarray, shape (N, n_out)
        The targets as they came: numbers in their own units.
    """

    X: Array
    Y: Array
    labels: NDArray[np.int64]
    raw: Array
    raw_Y: Array

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """Which samples, or which steps of them, have a class: the shape of `labels`."""
        return self.labels >= 0

    @cached_property
    def all_counted(self) -> bool:
        """Whether these are all samples, and there are no steps."""
        return self.labels.ndim == 1 and bool(self.counted.all())


@dataclass(frozen=True, eq=False)
class PreparedData:
    """Data that are ready to train on.

    Attributes
    ----------
    data : Dataset
        All samples as they came.
    train, test : Part
        One and the same where all samples are trained on.
    feature_titles : tuple of str
        The name of every column that the network sees.
    feature_names : tuple of str
        The chosen features of a plane; empty for other data.
    standardizer : Standardizer
        Of the features; fitted on the training part.
    target_scaling : Standardizer
        Of the targets that are numbers; fitted on the training part.
    """

    data: Dataset
    train: Part
    test: Part
    feature_titles: tuple[str, ...]
    feature_names: tuple[str, ...]
    standardizer: Standardizer
    target_scaling: Standardizer

    @property
    def test_is_train(self) -> bool:
        """Whether the test part is the training part, so that its figures say nothing about new samples."""
        return self.test is self.train

    @property
    def target_title(self) -> str:
        """What is predicted, in words."""
        return self.data.target_name or "target"

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
    train_rows, test_rows = _rows(settings, expanded)
    learned = expanded.take(train_rows)
    inputs = scaling(settings.scaling_name, learned)
    targets = target_scaling(settings.target_scaling_name, learned)

    def part(rows: NDArray[np.int64]) -> Part:
        return _part(expanded.take(rows), data.X[rows], inputs, targets, head(settings.head_name))

    train = part(train_rows)
    test = train if settings.trains_on_all else part(test_rows)
    return PreparedData(data, train, test, titles, names, inputs, targets)


def _rows(settings: RunSettings, data: Dataset) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw which rows are trained on and which are for the test: all for both, or two parts that share none."""
    rng = generator(settings.data_seed, Purpose.SPLIT)
    if settings.trains_on_all:
        rows = rng.permutation(data.n_samples)
        return rows, rows
    stratify = True if settings.dataset == OWN else None  # few or unbalanced rows: a plain cut can lose a class
    parts = split(data, settings.train_share, rng, stratify)
    return parts.train_rows, parts.test_rows


def _make(settings: RunSettings) -> Dataset:
    rng = generator(settings.data_seed, Purpose.DATA)
    if settings.dataset in SEQUENCE_DATASETS:
        samples = settings.samples or settings.info.n_samples
        return sequence_dataset(settings.dataset, rng, samples, settings.sequence_choices)
    if not settings.generated:
        return dataset(settings.dataset, rng=rng)
    chosen = settings.generator_settings
    if settings.chooses_classes:
        chosen["classes"] = settings.classes
    return dataset(settings.dataset, rng=rng, noise=settings.noise, samples=settings.samples, **chosen)


def _part(expanded: Dataset, raw: Array, inputs: Standardizer, targets: Standardizer, head: Head) -> Part:
    if head.targets == "signs":
        Y = expanded.signed
    elif head.output_activation == "softmax":
        Y = _one_hot(expanded.labels, expanded.n_classes)
    elif head.targets == "values":
        Y = targets.apply(expanded.Y)
    else:
        Y = expanded.Y
    check_targets(Y[~np.isnan(Y).any(-1)], head)
    return Part(inputs.apply(expanded.X), Y, expanded.labels, raw, expanded.Y)


def _one_hot(labels: NDArray[np.int64], n_classes: int) -> Array:
    """Return a row with a single one for each label, and a row of NaN for -1."""
    Y: Array = np.full((*labels.shape, n_classes), np.nan)
    Y[labels >= 0] = one_hot(labels[labels >= 0], n_classes)
    return Y
