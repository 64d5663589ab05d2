"""Some samples are for learning and the others, never learnt from, tell whether it generalises: the split."""

import math
from dataclasses import dataclass

import numpy as np

from nnviz.datasets.parameters import SPLIT_STREAM, as_generator, as_number
from nnviz.datasets.record import Dataset, Labels, read_only


@dataclass(frozen=True, eq=False)
class Split:
    """A data set in two parts that share no sample and together hold all of them.

    Attributes
    ----------
    train, test : Dataset
        The parts, each in random order.
    train_rows, test_rows : ndarray of int, shape (N_train,), (N_test,)
        Which row of the whole each sample was.
    """

    train: Dataset
    test: Dataset
    train_rows: Labels
    test_rows: Labels


def split(data: Dataset, train_share: float, rng: np.random.Generator | int = 0, stratify: bool | None = None) -> Split:
    """Shuffle a data set and cut it into a training and a test part.

    Binary and regression data are shuffled and cut, as TensorFlow Playground does. Data of several classes are cut
    class by class (stratified), so that every class keeps its share on both sides: with ten digits, a plain cut can
    leave too few of one to learn or to test.

    Parameters
    ----------
    data : Dataset
        At least two samples.
    train_share : float
        Strictly between 0 and 1. The training part has floor(N * train_share) samples.
    rng : numpy.random.Generator or int
        A whole number is a seed; the same seed gives the same split.
    stratify : bool, optional
        Whether to cut class by class; unless given, data of several classes are. Regression never is.

    Returns
    -------
    Split

    Raises
    ------
    ValueError
        If the share is not between 0 and 1, or leaves one side without a sample.
    """
    n_train = _training_size(data, train_share)
    shuffled = as_generator(rng, SPLIT_STREAM).permutation(data.n_samples)
    by_class = data.kind == "classes" if stratify is None else stratify and data.kind != "regression"
    by_class = by_class and not data.each_step  # a sequence has many classes
    if by_class:
        chosen = _first_of_each_class(data.labels[shuffled], n_train, data.n_classes)
    else:
        chosen = np.arange(data.n_samples) < n_train
    train_rows = read_only(shuffled[chosen], np.int64)
    test_rows = read_only(shuffled[~chosen], np.int64)
    return Split(data.take(train_rows), data.take(test_rows), train_rows, test_rows)


def _training_size(data: Dataset, train_share: object) -> int:
    share = as_number(train_share)
    if not 0.0 < share < 1.0:
        raise ValueError(
            f"train_share must be a number between 0 and 1, but {train_share!r} was given; "
            "0.5 trains on half of the samples and tests on the others"
        )
    # 0.29 * 100 is 28.999... in floating point, and means 29.
    n_train = math.floor(data.n_samples * share + 1e-9)
    if not 1 <= n_train < data.n_samples:
        raise ValueError(
            f"both parts need a sample, but train_share={share:g} of {data.n_samples} samples leaves "
            f"{n_train} to train on and {data.n_samples - n_train} to test; take a share nearer to 0.5, or more samples"
        )
    return n_train


def _first_of_each_class(labels: Labels, n_train: int, n_classes: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Choose `n_train` rows, of each class the first ones, in proportion: a mask of shape (N,)."""
    n_each = np.bincount(labels, minlength=n_classes)
    wanted = n_each * (n_train / len(labels))
    quota = np.floor(wanted + 1e-9).astype(np.int64)
    largest_remainders = np.argsort(quota - wanted, kind="stable")[: n_train - int(quota.sum())]
    quota[largest_remainders] += 1
    chosen = np.zeros(len(labels), dtype=np.bool_)
    for class_number in range(n_classes):
        chosen[np.flatnonzero(labels == class_number)[: quota[class_number]]] = True
    return chosen
