"""Logits of real samples: a small network, trained once, and what it says about data it has never seen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array
from nnviz.experiments.run.hidden import HiddenSettings
from nnviz.experiments.run.run import advance, start
from nnviz.experiments.run.settings import RunSettings

_RECIPES = {
    "iris": (RunSettings(dataset="iris", hidden=(HiddenSettings(units=8),), learning_rate=0.1, train_share=0.6), 60),
    "digits": (
        RunSettings(
            dataset="digits",
            hidden=(HiddenSettings(units=32, activation="relu"),),
            learning_rate=0.1,
            batch_size=32,
            train_share=0.8,
        ),
        15,
    ),
}

REAL_SOURCES: tuple[str, ...] = tuple(_RECIPES)
"""Data sets whose logits can be had."""


@dataclass(frozen=True, eq=False)
class RealLogits:
    """The output of a trained network on the test part of its data.

    Attributes
    ----------
    title : str
        The data set's.
    widths : tuple of int
        Units of every layer.
    epochs : int
        How long it was trained.
    class_names : tuple of str
    logits, P : ndarray, shape (N, K)
    labels, decisions : ndarray of int, shape (N,)
    accuracy : float
        On the test part.
    X : ndarray, shape (N, d)
        The samples as they came.
    feature_names : tuple of str
    image_shape : tuple of int or None
    """

    title: str
    widths: tuple[int, ...]
    epochs: int
    class_names: tuple[str, ...]
    logits: Array
    P: Array
    labels: NDArray[np.int64]
    decisions: NDArray[np.intp]
    accuracy: float
    X: Array
    feature_names: tuple[str, ...]
    image_shape: tuple[int, int] | None


def training_settings(source: str) -> tuple[RunSettings, int]:
    """Return how the small network of a data set is trained, and for how many epochs.

    Raises
    ------
    ValueError
        For another name than those of `REAL_SOURCES`.
    """
    if source not in _RECIPES:
        raise ValueError(f"expected a source from {', '.join(REAL_SOURCES)}, got {source!r}; choose one")
    return _RECIPES[source]


def real_logits(source: str) -> RealLogits:
    """Train the small network of a data set, always the same, and run the test part through it.

    Parameters
    ----------
    source : {'iris', 'digits'}

    Raises
    ------
    ValueError
        For another name.
    """
    settings, epochs = training_settings(source)
    run = start(settings)
    run = advance(run, epochs * run.batches.per_epoch)
    test, data = run.data.test, run.data.data
    logits = run.state.network.forward(test.X).A
    P = run.head.output(logits, run.state.rules.loss)
    return RealLogits(
        title=data.title,
        widths=(settings.n_features, *(layer.units for layer in settings.hidden), settings.n_out),
        epochs=epochs,
        class_names=data.class_names,
        logits=logits,
        P=P,
        labels=test.labels,
        decisions=run.head.decide(P),
        accuracy=run.evaluation.test_accuracy,
        X=test.raw,
        feature_names=data.feature_names,
        image_shape=data.image_shape,
    )
