"""Learning that goes astray late: by heart, at the level of guessing, or not at all any more."""

from dataclasses import dataclass

import numpy as np

from nnviz.experiments.diagnosis.finding import Finding
from nnviz.experiments.diagnosis.measuring import Measurements, attainable_loss, loss_of_shares, moving_average
from nnviz.experiments.diagnosis.neighbours import MAX_COMPARED, by_chance, neighbour_accuracy, neighbour_means
from nnviz.experiments.diagnosis.remedies import remedies_for
from nnviz.experiments.diagnosis.remedies.steps import stop_at
from nnviz.experiments.diagnosis.samples import UNRELATED_SAMPLES, unrelated
from nnviz.experiments.inspection.formula import percent
from nnviz.experiments.run.run import Run

TEST_RISE = 0.1
"""A rise of the test loss by this share of guessing's is more than noise."""

TEST_RISE_RELATIVE = 0.25
TEST_SAMPLES = 10
"""Fewer test samples than these say nothing about others."""


@dataclass(frozen=True)
class Patience:
    """How long a run may stand still, and what standing still means.

    Attributes
    ----------
    above : float
        It counts for a training loss above this share of guessing's, from what equal inputs allow on.
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
NOISY = 0.9
"""Up to this share of guessing's loss noise may be what is left, where nearest neighbours predict no more either."""

STUCK_STEPS, STUCK_EPOCHS = 1500, 30
STUCK_LOSS = 0.75
STUCK_FAR = 0.95
STUCK_PROGRESS = 0.1
"""A fall of the training loss in the second half of the run, as a share of guessing's, that still is a beginning."""


def overfitting(measurements: Measurements) -> Finding | None:
    """Find a test loss that rises while the training loss falls, though the labels can be told from the inputs."""
    test, train = moving_average(measurements.column("test_loss")), moving_average(measurements.column("train_loss"))
    few = len(measurements.run.data.test.X) < TEST_SAMPLES
    if not measurements.layers or few or len(test) < 5 or not np.isfinite(test).all():
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
        f"loss fell from {train[best]:.3g} to {train[-1]:.3g}: the network memorizes the training samples.",
        (
            ("lowest test loss", float(test[best])),
            ("test loss", float(test[-1])),
            ("training loss", float(train[-1])),
            ("epoch of the lowest test loss", float(epoch)),
        ),
        (*remedies_for("overfitting", measurements.run.settings), stop_at(max(1, round(float(epoch))))),
    )


def stuck(measurements: Measurements) -> Finding | None:
    """Find a run that still does no better than guessing after a long time."""
    run, rows = measurements.run, measurements.rows
    later = rows[measurements.column("epoch") >= run.epoch / 2.0]
    waited = run.step >= STUCK_STEPS and run.epoch >= STUCK_EPOCHS
    if not measurements.layers or not waited or len(later) < 10:
        return None
    losses, guessing = later[:, 2], measurements.baseline_loss
    if not (losses.min() > STUCK_LOSS * guessing and losses[0] - losses[-1] < STUCK_PROGRESS * guessing):
        return None
    labels = run.data.train.labels
    attainable = attainable_loss(run.data, run.state.rules.loss)
    since = f"From epoch {later[0, 1]:.0f} to {run.epoch:.0f}"
    evidence = [("loss of guessing", guessing), ("lowest loss since", float(losses.min()))]
    told = f"{since} the training loss was never below {losses.min():.3g}, where always guessing the same gives "
    told += f"{guessing:.3g}: the network still guesses."
    if len(labels):
        counts = np.bincount(labels)
        common, usual = float(counts.max() / len(labels)), float(np.median(later[:, 4]))
        if not usual < common + float(np.sqrt(common * (1.0 - common) / len(labels))):
            return None
        name = run.data.data.class_names[int(counts.argmax())]
        evidence += [("usual training accuracy since", usual), ("fraction in the most common class", common)]
        told = (
            f"{since} usually {percent(usual)} of the training samples were right, and always answering {name!r} gives "
            f"{percent(common)}: the network still guesses. The training loss is {losses[-1]:.3g}, guessing's "
            f"{guessing:.3g}."
        )
    elif not losses.min() > STUCK_FAR * guessing:
        return None
    if attainable > STUCK_FAR * guessing:
        return Finding(
            "stuck",
            f"{told} Samples with equal inputs have different targets, and no network can get below {attainable:.3g}.",
            (*evidence, ("least loss that equal inputs allow", attainable)),
            advice="Look at the data: an input that tells these samples apart is missing.",
        )
    return Finding("stuck", told, tuple(evidence), remedies_for("stuck", run.settings))


def no_progress(measurements: Measurements) -> Finding | None:
    """Find a run that has stopped learning far above what its samples allow."""
    run = measurements.run
    epochs, losses = measurements.column("epoch"), measurements.column("train_loss")
    later = epochs >= run.epoch / 2.0
    since, losses = epochs[later], losses[later]
    if not measurements.layers or len(losses) < 10:
        return None
    tenth = len(losses) // 10
    before, now = float(np.median(losses[:tenth])), float(np.median(losses[-tenth:]))
    standing = [rule for rule in (FAR, NEAR) if _stands_still(run, rule, before, now)]
    if not standing:
        return None
    attainable = attainable_loss(run.data, run.state.rules.loss)
    learnable = measurements.baseline_loss - attainable
    left = (now - attainable) / learnable if learnable > 0 else 0.0
    if not left > min(rule.above for rule in standing):
        return None
    if not measurements.clean and left <= NOISY and _as_good_as_neighbours(measurements):
        return None
    right = (
        ""
        if np.isnan(measurements.accuracy)
        else f"; {percent(measurements.accuracy)} of the training samples are correct"
    )
    allowed = f", and equal inputs allow {attainable:.3g}" if attainable > 1e-6 * learnable else ""
    return Finding(
        "no_progress",
        f"From epoch {since[0]:.0f} to {run.epoch:.0f} the training loss only went from {before:.3g} to {now:.3g}, "
        f"where always guessing the same gives {measurements.baseline_loss:.3g}{allowed}{right}.",
        (
            ("loss before", before),
            ("loss now", now),
            ("loss of guessing", measurements.baseline_loss),
            ("least loss that equal inputs allow", attainable),
        ),
        remedies_for("no_progress", run.settings),
    )


def _stands_still(run: Run, patience: Patience, before: float, now: float) -> bool:
    waited = run.step >= patience.steps and run.epoch >= patience.epochs
    return waited and before - now < patience.progress * before


def _as_good_as_neighbours(measurements: Measurements) -> bool:
    """Whether the network tells as much as the nearest neighbours do: then noise may be all that is left."""
    run, train = measurements.run, measurements.run.data.train
    if len(train.X) < UNRELATED_SAMPLES:
        return False
    if not len(train.labels):
        X, Y = train.X[:MAX_COMPARED], train.Y[:MAX_COMPARED]
        return measurements.loss <= loss_of_shares(run.state.rules.loss, neighbour_means(X, Y), Y)
    agreeing, n = neighbour_accuracy(run.data)
    error = float(np.sqrt(agreeing * (1.0 - agreeing) / n))
    fewest = float(np.square(np.bincount(train.labels) / len(train.labels)).sum())
    misled = agreeing < fewest - by_chance(fewest, n)  # neighbours that differ, as in a parity
    return not misled and measurements.accuracy >= agreeing - error
