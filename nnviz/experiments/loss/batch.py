"""A batch of samples that a network has never seen: what each of them costs, early in training and late."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, LossTrace, Softmax, loss
from nnviz.experiments.loss.curves import SQUARED_ERROR
from nnviz.experiments.run.run import advance, start
from nnviz.experiments.trained.real_logits import training_settings

BATCH = 32
"""Samples of a batch."""

SNAPSHOT_EPOCHS = (0, 1, 2, 5, 15)
"""After so many epochs the network is looked at."""


@dataclass(frozen=True, eq=False)
class Snapshots:
    """The logits of one batch at several moments of a training.

    Attributes
    ----------
    title : str
        The data set's.
    class_names : tuple of str
    labels : ndarray of int, shape (N,)
    Y : ndarray, shape (N, K)
    logits : tuple of ndarray, each of shape (N, K)
        One for each of `SNAPSHOT_EPOCHS`.
    X : ndarray, shape (N, d)
        The samples as they came.
    image_shape : tuple of int or None
    """

    title: str
    class_names: tuple[str, ...]
    labels: NDArray[np.int64]
    Y: Array
    logits: tuple[Array, ...]
    X: Array
    image_shape: tuple[int, int] | None


@lru_cache(maxsize=4)
def snapshots(source: str) -> Snapshots:
    """Train the small network of a data set, always the same, and keep its answers to a batch of test samples.

    Parameters
    ----------
    source : {'iris', 'digits'}
    """
    settings, _ = training_settings(source)
    run = start(settings)
    test, data = run.data.test, run.data.data
    logits, done = [], 0
    for moment in SNAPSHOT_EPOCHS:
        run = advance(run, (moment - done) * run.batches.per_epoch)
        done = moment
        logits.append(run.state.network.forward(test.X[:BATCH]).A)
    return Snapshots(
        data.title,
        data.class_names,
        test.labels[:BATCH],
        test.Y[:BATCH],
        tuple(logits),
        test.raw[:BATCH],
        data.image_shape,
    )


@dataclass(frozen=True, eq=False)
class BatchLoss:
    """What a batch costs.

    Attributes
    ----------
    found : Snapshots
    trace : LossTrace
        With the loss of each sample and their mean.
    P : ndarray, shape (N, K)
    right : ndarray of bool, shape (N,)
        Whether the most probable class is the true one.
    """

    found: Snapshots
    trace: LossTrace
    P: Array
    right: NDArray[np.bool_]


def batch_loss(source: str, measure: str, trained: int) -> BatchLoss:
    """Measure the batch at one moment.

    Parameters
    ----------
    source : {'iris', 'digits'}
    measure : {'cross_entropy', 'squared_error'}
        Cross-entropy from the logits; or the squared error of the softmax's probabilities.
    trained : int
        Epochs; the latest moment up to there counts.
    """
    found = snapshots(source)
    moment = max(k for k, epochs in enumerate(SNAPSHOT_EPOCHS) if epochs <= trained)
    logits = found.logits[moment]
    P = Softmax().forward(logits).A
    entropy = measure == "cross_entropy"
    used = loss("categorical_cross_entropy" if entropy else SQUARED_ERROR)
    trace = used.forward(logits if entropy else P, found.Y)
    return BatchLoss(found, trace, P, P.argmax(-1) == found.labels)
