"""What "Scaling" asks before it shows."""

from nnviz.experiments.attention.scaled_training import NAMES, ScaledTraining
from nnviz.experiments.attention.scaling import KEYS, Drawn
from nnviz.experiments.inspection.formula import percent
from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recording.recording import Recording

ENDS = (0.15, 0.35, 0.65)
"""Between the options: of 16 equal weights each would be 1/16."""

CLOSE = 0.05
"""Accuracies that differ by less are about the same."""

TRAINED = ("the one that divides by √d", "the one that does not", "both about alike")


def largest_question(found: Drawn) -> Question:
    """Ask how large the largest weight becomes without the root.

    Parameters
    ----------
    found : Drawn
    """
    plain, divided = found.largest
    right = sum(plain > end for end in ENDS)
    return Question.pick(
        f"a query and {KEYS} keys of d = {found.width} drawn numbers each. Without dividing by √d, how large is the "
        "largest of the weights on average?",
        (f"near 1/{KEYS}, that of equal weights", "about 25 %", "about 50 %", "over 65 %"),
        right,
        f"{percent(plain)}, and {percent(divided)} with the root: a sum of {found.width} products has variance "
        f"{found.variance[0]:.4g}, a standard deviation of {found.variance[0] ** 0.5:.3g}. The wider scores spread, "
        "the more weight the largest one takes.",
    )


def training_question(recording: Recording) -> Question | Prediction:
    """Ask which of two networks is ahead at the end: a prediction until the training is complete.

    Parameters
    ----------
    recording : Recording
    """
    task = recording.task
    assert isinstance(task, ScaledTraining)
    text = (
        f"two networks with d = {task.recipe.width} learn to sort from the same weights, on the same sequences. Which "
        f"one has more correct symbols after {recording.total} steps?"
    )
    if not recording.done:
        return Prediction(text, TRAINED)
    plain, divided = recording.end.measured[NAMES[0]]
    right = 2 if abs(divided - plain) < CLOSE else 0 if divided > plain else 1
    return Question.pick(
        text, TRAINED, right, f"**{percent(divided)}** of the symbols with the root, **{percent(plain)}** without it."
    )
