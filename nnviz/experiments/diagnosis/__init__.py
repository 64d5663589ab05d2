"""What is wrong with a run, in words: signs are measured, the numbers are the evidence, and each sign has remedies."""

from collections.abc import Sequence
from dataclasses import astuple, replace

from nnviz.engine import Array
from nnviz.experiments.diagnosis import (
    attention,
    divergence,
    gradients,
    learning,
    neighbours,
    penalty,
    samples,
    through_time,
    units,
)
from nnviz.experiments.diagnosis.finding import Finding, Sign
from nnviz.experiments.diagnosis.measuring import COLUMNS, Measurements, constant_baseline_loss, measure
from nnviz.experiments.diagnosis.remedies import REMEDIES, remedies_for
from nnviz.experiments.diagnosis.remedies.remedy import Remedy
from nnviz.experiments.run.run import Run
from nnviz.experiments.run.through_time import EXPLODED, VANISHED

_UPSTREAM = ("penalty", "unscaled", "unscaled_target")
_LOST = (*_UPSTREAM, "diverged", "too_large")

SIGNS: tuple[Sign, ...] = (
    Sign(
        "penalty",
        "Penalty too strong",
        penalty.penalty,
        (
            penalty.OVERSHOOT,
            penalty.COLLAPSED,
            penalty.NOTHING_LEARNED,
            penalty.DEAR,
            penalty.HELD_FROM,
            penalty.HELD_TO,
            penalty.HELD_ABOVE,
            penalty.HELD_FALL,
            penalty.PENALTY_PATIENCE,
        ),
        not_finite=True,
    ),
    Sign(
        "unscaled",
        "Unscaled inputs",
        samples.unscaled,
        (samples.LARGE_INPUT, samples.LONG_INPUTS, samples.UNEQUAL_INPUTS, samples.SMALL_INPUT, units.UNSOLVED),
        not_finite=True,
    ),
    Sign(
        "unscaled_target",
        "Unscaled target",
        samples.unscaled_target,
        (samples.LARGE_TARGET, units.UNSOLVED),
        not_finite=True,
    ),
    Sign("diverged", "Diverged", divergence.diverged, causes=_UPSTREAM, not_finite=True),
    Sign(
        "too_large",
        "Steps too large",
        divergence.too_large,
        (divergence.ABOVE_GUESSING, divergence.SETTLED_STEPS, divergence.DIVERGED_FACTOR),
        causes=_UPSTREAM,
    ),
    Sign("symmetric", "Symmetric weights", units.symmetric, (units.EQUAL_TOLERANCE,), causes=_LOST),
    Sign("flat", "Activation without a slope", units.flat),
    Sign("dead", "Dead units", units.dead, (units.DEAD_SHARE, units.UNSOLVED, units.DEAD_PATIENCE), causes=_LOST),
    Sign("exploding", "Exploding gradient", gradients.exploding, (gradients.EXPLODED, units.UNSOLVED), causes=_LOST),
    Sign("saturated", "Saturated units", units.saturated, (units.SATURATED_SHARE, units.UNSOLVED), causes=_LOST),
    Sign("vanishing", "Vanishing gradient", gradients.vanishing, (gradients.VANISHED, units.UNSOLVED), causes=_LOST),
    Sign(
        "exploding_through_time",
        "Exploding gradient through time",
        through_time.exploding_through_time,
        (EXPLODED, units.UNSOLVED),
        sequences=True,
    ),
    Sign(
        "vanishing_through_time",
        "Vanishing gradient through time",
        through_time.vanishing_through_time,
        (VANISHED, units.UNSOLVED),
        sequences=True,
    ),
    Sign(
        "sure_and_wrong",
        "Confidently wrong",
        gradients.sure_and_wrong,
        (gradients.SURE_AND_WRONG, units.UNSOLVED),
        causes=_UPSTREAM,
    ),
    Sign(
        "too_small",
        "Steps too small",
        gradients.too_small,
        (gradients.SMALL_UPDATE, gradients.SMALL_RATE, gradients.SMALL_PATIENCE),
        causes=_UPSTREAM,
    ),
    Sign(
        "linear",
        "Linear layers only",
        units.linear,
        (units.LINEAR_PATIENCE, units.UNSOLVED, units.LINEAR_NOISY),
        causes=_LOST,
    ),
    Sign("imbalance", "Class imbalance", samples.imbalance, (samples.IMBALANCE, samples.RARE_RECALL), causes=_LOST),
    Sign(
        "unrelated",
        "Unrelated labels",
        samples.unrelated,
        (
            float(neighbours.NEIGHBOURS),
            float(samples.UNRELATED_EPOCHS),
            float(samples.UNRELATED_SAMPLES),
            samples.UNRELATED_TEST,
            neighbours.CHANCE_ERRORS,
            float(neighbours.MAX_COMPARED),
        ),
    ),
    Sign(
        "overfitting",
        "Overfitting",
        learning.overfitting,
        (learning.TEST_RISE, learning.TEST_RISE_RELATIVE, learning.TEST_SAMPLES),
    ),
    Sign(
        "stuck",
        "Stuck at guessing",
        learning.stuck,
        (learning.STUCK_STEPS, learning.STUCK_EPOCHS, learning.STUCK_LOSS, learning.STUCK_FAR, learning.STUCK_PROGRESS),
        last_resort=True,
    ),
    Sign(
        "no_progress",
        "No progress",
        learning.no_progress,
        (*astuple(learning.FAR), *astuple(learning.NEAR), learning.NOISY),
        last_resort=True,
    ),
)
"""Every sign, the likeliest cause of the others first."""


JUDGED_ON_NEW_SAMPLES = ("unrelated", "overfitting")
"""Signs that say how samples do that were not trained on; without a test part of their own nobody knows."""


def diagnose(run: Run, history: Sequence[Sequence[float]] | Array = ()) -> tuple[Finding, ...]:
    """Say what goes wrong in a run; nothing on a healthy one.

    Parameters
    ----------
    run : Run
    history : rows of six numbers
        (step, epoch, train_loss, test_loss, train_accuracy, test_accuracy), steps in rising order. Without them, only
        what a single moment shows is found.

    Returns
    -------
    tuple of Finding
        The cause of the others first. What follows from a cause says so, and leaves the remedies to it.
    """
    measured = measure(run, history)
    unknown = JUDGED_ON_NEW_SAMPLES if run.data.test_is_train else ()
    findings: dict[str, Finding] = {}
    for sign in SIGNS:
        if sign.name in unknown or (sign.last_resort and findings) or not _is_looked_for(sign, measured):
            continue
        finding = sign.find(measured)
        if finding is not None:
            cause = next((TITLES[name] for name in sign.causes if name in findings), "")
            findings[sign.name] = replace(finding, remedies=(), advice="", follows=cause) if cause else finding
    return tuple(findings.values())


def _is_looked_for(sign: Sign, measured: Measurements) -> bool:
    """Return whether a run can show a sign: most are signs of dense layers and convolutions, some of recurrent ones."""
    run = measured.run
    if run.settings.is_sequence and not (run.stop is not None and run.stop.reason == "not finite"):
        return sign.sequences
    return not sign.sequences and bool(measured.layers or sign.not_finite)


TITLES = {sign.name: sign.title for sign in SIGNS} | attention.TITLES
"""What the signs are called, those of transformers (`attention.py`) among them."""

__all__ = [
    "COLUMNS",
    "REMEDIES",
    "SIGNS",
    "TITLES",
    "Finding",
    "Measurements",
    "Remedy",
    "Sign",
    "constant_baseline_loss",
    "diagnose",
    "measure",
    "remedies_for",
]
