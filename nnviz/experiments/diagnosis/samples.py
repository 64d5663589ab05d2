"""Samples that are hard to learn from: inputs out of scale, a class that is rare, labels without a reason."""

import numpy as np

from nnviz.engine import confusion_matrix
from nnviz.experiments.diagnosis.divergence import too_large
from nnviz.experiments.diagnosis.finding import Finding
from nnviz.experiments.diagnosis.measuring import Measurements, moving_average
from nnviz.experiments.diagnosis.neighbours import (
    NEIGHBOURS,
    by_chance,
    compared,
    is_parity,
    neighbours_agree,
    one_input_foretells,
)
from nnviz.experiments.diagnosis.remedies import remedies_for
from nnviz.experiments.diagnosis.units import UNSOLVED, dead, saturated
from nnviz.experiments.inspection.formula import percent

LARGE_INPUT = 20.0
SMALL_INPUT = 0.01
UNEQUAL_INPUTS = 30.0
"""How many times the usual feature the largest may vary."""

LONG_INPUTS = 5.0
"""From this root mean square on, inputs are what makes steps too large, kills units or saturates them."""

LARGE_TARGET = 5.0
"""From this root mean square on, the target is what makes steps too large or units useless, where they are."""

IMBALANCE = 4.0
RARE_RECALL = 0.5
IMBALANCE_EPOCHS = 3

UNRELATED_EPOCHS = 5
UNRELATED_SAMPLES = 50
"""Fewer samples than these cannot show that labels have no reason."""

UNRELATED_TEST = 0.9
"""A test loss that never fell below this share of guessing's has learned nothing that holds for new samples."""


def unscaled(measurements: Measurements) -> Finding | None:
    """Find inputs that are far too large, far too small, or of very different sizes."""
    run = measurements.run
    if measurements.relative <= UNSOLVED:
        return None
    X = run.data.train.X
    spreads, sizes = X.std(0), np.sqrt(np.square(X).mean(0))
    varying = spreads[spreads > 0]
    if len(varying) == 0:
        return None
    usual, widest = float(np.median(varying)), float(varying.max())
    size = float(np.sqrt(np.square(sizes).mean()))
    i = int(sizes.argmax())
    name = run.data.feature_titles[i]
    largest = f"{name} has mean {X[:, i].mean():.4g} and standard deviation {spreads[i]:.3g}"
    if widest > UNEQUAL_INPUTS * usual:
        name = run.data.feature_titles[int(spreads.argmax())]
        what = f"{name} has standard deviation {widest:.3g}, where {usual:.2g} is typical"
        why = "One learning rate cannot suit the weights of all of them."
    elif sizes[i] > LARGE_INPUT or (size > LONG_INPUTS and _steps_went_wrong(measurements)):
        several = f"their root mean square is {size:.3g}, where 1 is usual; {largest}"
        what = largest if len(sizes) == 1 else several
        why = "A weight's gradient is proportional to its input, and so are its steps."
    elif widest < SMALL_INPUT:
        what = f"even {run.data.feature_titles[int(spreads.argmax())]} has a standard deviation of only {widest:.2g}"
        why = "A weight's gradient is proportional to its input, and so are its steps."
    else:
        return None
    return Finding(
        "unscaled",
        f"The input{'s are' * (len(sizes) > 1) or ' is'} unscaled: {what}. {why}",
        (
            ("root mean square of the inputs", size),
            ("largest standard deviation", widest),
            ("usual standard deviation", usual),
        ),
        remedies_for("unscaled", run.settings),
    )


def unscaled_target(measurements: Measurements) -> Finding | None:
    """Find numbers to predict that are so large that their errors make every step too long."""
    run = measurements.run
    if run.head.targets != "values" or measurements.relative <= UNSOLVED:
        return None
    Y = run.data.train.Y
    size = float(np.sqrt(np.square(Y).mean()))
    if not (size > LARGE_TARGET and _steps_went_wrong(measurements)):
        return None
    return Finding(
        "unscaled_target",
        f"The target is unscaled: it has mean {Y.mean():.4g} and standard deviation {Y.std():.3g}. The first "
        "errors are just as large, and so are the gradients that they send back.",
        (("root mean square of the target", size), ("standard deviation of the target", float(Y.std()))),
        remedies_for("unscaled_target", run.settings),
    )


def _steps_went_wrong(measurements: Measurements) -> bool:
    """Whether there is what large inputs make: numbers that overflow, steps too large, units that are lost."""
    return not measurements.layers or any(sign(measurements) is not None for sign in (too_large, dead, saturated))


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
        (("fraction in the most common class", share), ("fraction found of the rarest class", recall)),
        advice="Judge by the confusion matrix, not by accuracy; collect more of the rare class or thin out the other.",
    )


def unrelated(measurements: Measurements) -> Finding | None:
    """Find labels that the inputs do not foretell: neighbours do not share them, and no new sample is ever told."""
    run, labels = measurements.run, measurements.run.data.train.labels
    if not measurements.layers or len(labels) == 0 or run.epoch < UNRELATED_EPOCHS:
        return None
    judged = run.evaluation
    lowest = min([judged.test_loss, *moving_average(measurements.column("test_loss")).tolist()])
    common = float(np.bincount(labels).max() / len(labels))
    if not lowest > UNRELATED_TEST * measurements.baseline_loss:
        return None
    if judged.test_accuracy > common + by_chance(common, len(run.data.test.labels)):
        return None
    X, both = compared(run.data)
    n, shares = len(X), np.bincount(both) / len(both)
    agreeing = neighbours_agree(X, both)
    fewest = float(np.square(shares).sum())  # what neighbours get right that are drawn by lot, one by one
    by_lot = fewest - by_chance(fewest, n) <= agreeing <= common + by_chance(common, n)
    if n < UNRELATED_SAMPLES or not by_lot or one_input_foretells(X, both) or is_parity(X, both):
        return None
    return Finding(
        "unrelated",
        f"The labels have nothing to do with the inputs: the {NEIGHBOURS} nearest neighbours predict "
        f"{percent(agreeing)} of {n} labels, always guessing the same {percent(common)}. "
        f"{percent(judged.train_accuracy)} of the training samples are correct, {percent(judged.test_accuracy)} of "
        f"the test samples; the test loss was never below {lowest:.3g}, "
        f"where guessing gives {measurements.baseline_loss:.3g}.",
        (
            ("fraction that neighbours predict", agreeing),
            ("fraction in the most common class", common),
            ("training accuracy", judged.train_accuracy),
            ("test accuracy", judged.test_accuracy),
            ("lowest test loss", lowest),
            ("loss of guessing", measurements.baseline_loss),
        ),
        advice="Look at the data: labels may be shuffled, or the rows of inputs and labels out of step.",
    )
