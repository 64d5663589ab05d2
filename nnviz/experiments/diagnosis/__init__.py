"""What is wrong with a run, in words: signs are measured, the numbers are the evidence, and each sign has a remedy."""

from collections.abc import Sequence
from dataclasses import astuple

from nnviz.engine import Array
from nnviz.experiments.diagnosis import divergence, gradients, learning, units
from nnviz.experiments.diagnosis.finding import Finding, Sign
from nnviz.experiments.diagnosis.measuring import COLUMNS, Measurements, constant_baseline_loss, measure
from nnviz.experiments.run.run import Run


def _patience(*rules: learning.Patience) -> tuple[float, ...]:
    return tuple(value for rule in rules for value in astuple(rule))


SIGNS: tuple[Sign, ...] = (
    Sign("diverged", "Diverged", divergence.diverged),
    Sign(
        "too_large",
        "Steps too large",
        divergence.too_large,
        (divergence.ABOVE_GUESSING, divergence.SETTLED_STEPS, divergence.DIVERGED_FACTOR),
    ),
    Sign(
        "unscaled",
        "Unscaled inputs",
        learning.unscaled,
        (learning.LARGE_INPUT, learning.UNEQUAL_INPUTS, learning.SMALL_INPUT),
    ),
    Sign("symmetric", "Symmetric weights", units.symmetric, (units.EQUAL_TOLERANCE,)),
    Sign("flat", "Activation without a slope", units.flat),
    Sign("dead", "Dead units", units.dead, (units.DEAD_SHARE, units.UNSOLVED, units.DEAD_PATIENCE)),
    Sign("exploding", "Exploding gradient", gradients.exploding, (gradients.EXPLODED, units.UNSOLVED)),
    Sign("saturated", "Saturated units", units.saturated, (units.SATURATED_SHARE, units.UNSOLVED)),
    Sign("vanishing", "Vanishing gradient", gradients.vanishing, (gradients.VANISHED, units.UNSOLVED)),
    Sign("sure_and_wrong", "Sure and wrong", gradients.sure_and_wrong, (gradients.SURE_AND_WRONG, units.UNSOLVED)),
    Sign(
        "too_small",
        "Steps too small",
        gradients.too_small,
        (gradients.SMALL_UPDATE, gradients.SMALL_RATE, gradients.SMALL_PATIENCE),
    ),
    Sign("linear", "No bend", units.linear, (units.LINEAR_PATIENCE, units.UNSOLVED, units.LINEAR_NOISY)),
    Sign("imbalance", "Class imbalance", learning.imbalance, (learning.IMBALANCE, learning.RARE_RECALL)),
    Sign(
        "unrelated",
        "Unrelated labels",
        learning.unrelated,
        (
            float(learning.NEIGHBOURS),
            float(learning.UNRELATED_EPOCHS),
            learning.UNRELATED_TEST,
            learning.CHANCE_ERRORS,
            float(learning.MAX_COMPARED),
        ),
    ),
    Sign("overfitting", "Overfitting", learning.overfitting, (learning.TEST_RISE, learning.TEST_RISE_RELATIVE)),
    Sign("no_progress", "No progress", learning.no_progress, _patience(learning.FAR, learning.NEAR, learning.NOISY)),
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
        The most important first.
    """
    found = measure(run, history)
    if not found.layers:
        broken = divergence.diverged(found)
        return (broken,) if broken is not None else ()
    unknown = JUDGED_ON_NEW_SAMPLES if run.data.test_is_train else ()
    signs = [sign for sign in SIGNS[:-1] if sign.name not in unknown]
    findings = [finding for sign in signs if (finding := sign.find(found)) is not None]
    standing_still = None if findings else learning.no_progress(found)  # no news where the cause is known
    return tuple(findings) if standing_still is None else (standing_still,)


__all__ = ["COLUMNS", "SIGNS", "Finding", "Measurements", "Sign", "diagnose", "constant_baseline_loss", "measure"]
