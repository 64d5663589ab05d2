"""Data that are hard to learn from, overfitting, and no learning at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, confusion_matrix
from nnviz.experiments.diagnosis.finding import Finding
from nnviz.experiments.diagnosis.measuring import Measurements
from nnviz.experiments.diagnosis.units import UNSOLVED
from nnviz.experiments.inspection.formula import percent
from nnviz.experiments.run.preparation import PreparedData

LARGE_INPUT = 20.0
SMALL_INPUT = 0.01
UNEQUAL_INPUTS = 30.0
"""How many times the usual feature the largest may vary."""

IMBALANCE = 4.0
RARE_RECALL = 0.5
IMBALANCE_EPOCHS = 3

NEIGHBOURS = 5
"""Samples that lie nearest to one, whose labels foretell its own where labels have anything to do with the inputs."""

UNRELATED_EPOCHS = 5
UNRELATED_TEST = 0.9
"""A test loss that never fell below this share of guessing's has learned nothing that holds for new samples."""

CHANCE_ERRORS = 4.0
"""Standard errors above the share of the commonest class that still count as chance."""

MAX_COMPARED = 400
"""Samples of both parts whose neighbours are looked for."""

TEST_RISE = 0.1
"""A rise of the test loss by this share of guessing's is more than noise."""

TEST_RISE_RELATIVE = 0.25


@dataclass(frozen=True)
class Patience:
    """How long a run may stand still, and what standing still means.

    Attributes
    ----------
    above : float
        It counts for a training loss above this share of guessing's.
    steps, epochs : int
        Both must have passed.
    progress : float
        The fall of the training loss in the second half of the run, as a share of itself, that still is progress.
    """

    above: float
    steps: int
    epochs: int
    progress: float


FAR = Patience(above=0.75, steps=2500, epochs=60, progress=0.1)
NEAR = Patience(above=0.3, steps=6000, epochs=200, progress=0.05)
NOISY = Patience(above=0.9, steps=2500, epochs=60, progress=0.1)
"""For data that may hold noise: then nobody knows how low the loss can get."""


def unscaled(measurements: Measurements) -> Finding | None:
    """Find inputs that are far too large, far too small, or of very different sizes."""
    run = measurements.run
    if not measurements.relative > UNSOLVED:
        return None
    sizes = run.data.train.X.std(0)
    varying = sizes[sizes > 0]
    if len(varying) == 0:
        return None
    usual, largest = float(np.median(varying)), float(varying.max())
    name = run.data.feature_titles[int(sizes.argmax())]
    if largest > LARGE_INPUT or largest > UNEQUAL_INPUTS * usual:
        what = f"The inputs are unscaled: {name} has standard deviation {largest:.3g}, the usual one {usual:.2g}."
    elif largest < SMALL_INPUT:
        what = f"The inputs are tiny: even {name} has standard deviation {largest:.2g}."
    else:
        return None
    return Finding(
        "unscaled",
        f"{what} One learning rate cannot suit the weights of all of them.",
        (("largest standard deviation", largest), ("usual standard deviation", usual)),
        "Standardize the inputs: mean 0, standard deviation 1.",
        (("scaling", "standardize"),),
    )


def imbalance(measurements: Measurements) -> Finding | None:
    """Find a class that is so rare that ignoring it pays."""
    run = measurements.run
    labels = run.data.train.labels
    if not measurements.layers or len(labels) == 0 or run.epoch < IMBALANCE_EPOCHS:
        return None
    names = run.data.data.class_names
    counts = np.bincount(labels, minlength=len(names))
    common, rare = int(counts.argmax()), int(np.where(counts > 0, counts, counts.max() + 1).argmin())
    if not counts[common] >= IMBALANCE * counts[rare]:
        return None
    said = run.head.decide(run.output(run.data.train.X))
    hits = confusion_matrix(said, labels, len(names))[rare, rare]
    recall = float(hits / counts[rare])
    if not recall < RARE_RECALL:
        return None
    share = float(counts[common] / len(labels))
    return Finding(
        "imbalance",
        f"Of the {len(labels)} training samples, {counts[common]} are {names[common]!r} and only {counts[rare]} "
        f"{names[rare]!r}, of which {hits} are found. Always answering {names[common]!r} is right in {percent(share)} "
        f"of the cases; the network, in {percent(measurements.accuracy)}.",
        (("share of the most common class", share), ("share found of the rarest class", recall)),
        "Judge by the confusion matrix, not by accuracy; collect more of the rare class, or thin out the common.",
    )


def unrelated(measurements: Measurements) -> Finding | None:
    """Find labels that the inputs do not foretell: neighbours do not share them, and no new sample is ever told."""
    run, labels = measurements.run, measurements.run.data.train.labels
    if not measurements.layers or len(labels) == 0 or run.epoch < UNRELATED_EPOCHS:
        return None
    judged = run.evaluation
    lowest = min([judged.test_loss, *moving_average(measurements.column("test_loss"))])
    common = float(np.bincount(labels).max() / len(labels))
    if not lowest > UNRELATED_TEST * measurements.baseline_loss or judged.test_accuracy > by_chance(
        common, len(run.data.test.labels)
    ):
        return None
    agreeing, n = neighbour_accuracy(run.data)
    if agreeing > by_chance(common, n):
        return None
    return Finding(
        "unrelated",
        f"The labels have nothing to do with the inputs: the {NEIGHBOURS} nearest neighbours foretell "
        f"{percent(agreeing)} of {n} labels, always guessing the same {percent(common)}. "
        f"{percent(judged.train_accuracy)} of the training samples are right, {percent(judged.test_accuracy)} of "
        f"the test samples; the test loss was never below {lowest:.3g}, "
        f"where guessing gives {measurements.baseline_loss:.3g}.",
        (
            ("share that neighbours foretell", agreeing),
            ("share of the commonest class", common),
            ("training accuracy", judged.train_accuracy),
            ("test accuracy", judged.test_accuracy),
            ("lowest test loss", lowest),
            ("loss of guessing", measurements.baseline_loss),
        ),
        "Look at the data: labels may be shuffled, or the rows of inputs and labels out of step.",
    )


def by_chance(common: float, n: int) -> float:
    """Return up to which share of right answers n samples may come by chance, if the commonest class has this share."""
    return common + CHANCE_ERRORS * float(np.sqrt(common * (1.0 - common) / n))


def neighbour_accuracy(data: PreparedData) -> tuple[float, int]:
    """Return for which share of the samples, of both parts, the nearest neighbours foretell the label; and of how many.

    Parameters
    ----------
    data : PreparedData
        With labels.
    """
    X = np.concatenate([data.train.X, data.test.X])[:MAX_COMPARED]
    return neighbours_agree(X, np.concatenate([data.train.labels, data.test.labels])[:MAX_COMPARED]), len(X)


def neighbours_agree(X: Array, labels: NDArray[np.int64]) -> float:
    """Return for which share of the samples the majority of its nearest neighbours has its label.

    Parameters
    ----------
    X : ndarray, shape (N, n_features)
    labels : integer ndarray, shape (N,)
    """
    squares = np.square(X).sum(-1)
    apart = squares[:, None] - 2.0 * (X @ X.T) + squares
    np.fill_diagonal(apart, np.inf)
    k = min(NEIGHBOURS, len(X) - 1)
    nearest = labels[np.argpartition(apart, k - 1, axis=-1)[:, :k]]
    votes = (nearest[..., None] == np.arange(labels.max() + 1)).sum(1)
    return float((votes.argmax(-1) == labels).mean())


def overfitting(measurements: Measurements) -> Finding | None:
    """Find a test loss that rises while the training loss falls, though the labels can be told from the inputs."""
    test, train = moving_average(measurements.column("test_loss")), moving_average(measurements.column("train_loss"))
    if not measurements.layers or len(test) < 5 or not np.isfinite(test).all():
        return None
    best = int(test.argmin())
    rise = float(test[-1] - test[best])
    if not (
        rise > TEST_RISE * measurements.baseline_loss
        and rise > TEST_RISE_RELATIVE * test[best]
        and train[-1] < train[best]
    ):
        return None
    if unrelated(measurements) is not None:  # then there is nothing but the training samples that could be learned
        return None
    epoch = measurements.column("epoch")[best]
    return Finding(
        "overfitting",
        f"Since epoch {epoch:.0f} the test loss has risen from {test[best]:.3g} to {test[-1]:.3g}, while the training "
        f"loss fell from {train[best]:.3g} to {train[-1]:.3g}: the network learns the training samples by heart.",
        (
            ("lowest test loss", float(test[best])),
            ("test loss", float(test[-1])),
            ("training loss", float(train[-1])),
            ("epoch of the lowest test loss", float(epoch)),
        ),
        f"Stop at epoch {epoch:.0f}, train on more samples, use fewer units, or add dropout or an L2 penalty.",
    )


def no_progress(measurements: Measurements) -> Finding | None:
    """Find a run that has stopped learning far from the goal."""
    run = measurements.run
    epochs, losses = measurements.column("epoch"), measurements.column("train_loss")
    later = epochs >= run.epoch / 2.0
    since, losses = epochs[later], losses[later]
    if not measurements.layers or len(losses) < 10:
        return None
    tenth = len(losses) // 10
    before, now = float(np.median(losses[:tenth])), float(np.median(losses[-tenth:]))
    if not any(
        _stands_still(measurements, patience, before, now)
        for patience in ((FAR, NEAR) if measurements.clean else (NOISY,))
    ):
        return None
    right = (
        ""
        if np.isnan(measurements.accuracy)
        else f"; {percent(measurements.accuracy)} of the training samples are right"
    )
    return Finding(
        "no_progress",
        f"From epoch {since[0]:.0f} to {run.epoch:.0f} the training loss only went from {before:.3g} to {now:.3g}, "
        f"where always guessing the same gives {measurements.baseline_loss:.3g}{right}.",
        (("loss before", before), ("loss now", now), ("loss of guessing", measurements.baseline_loss)),
        "Give it more units or layers, other features, another optimizer (Adam), or other first weights (the seed).",
        (("hidden", ({"units": 16, "activation": "tanh"},) * 2), ("optimizer", "adam"), ("learning_rate", 0.01)),
    )


def _stands_still(measurements: Measurements, patience: Patience, before: float, now: float) -> bool:
    run = measurements.run
    waited = run.step >= patience.steps and run.epoch >= patience.epochs
    return waited and now > patience.above * measurements.baseline_loss and before - now < patience.progress * before


def moving_average(values: Array) -> Array:
    """Return means over five neighbours, fewer at the start."""
    if len(values) < 5:
        return values
    sums = np.cumsum(np.concatenate([np.repeat(values[:1], 4), values]))
    means: Array = (sums[4:] - np.concatenate([[0.0], sums[:-5]])) / 5.0
    return means
