"""What the page "Loss" asks before it shows: each answer is computed by the losses of the engine."""

import numpy as np

from nnviz.engine import loss
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.loss.batch import BatchLoss
from nnviz.experiments.loss.curves import SQUARED_ERROR
from nnviz.experiments.loss.lockstep import lockstep
from nnviz.experiments.loss.settings import Task
from nnviz.experiments.questions.question import Question

BADLY_WRONG = (2.0, 2.0)
"""Weight and bias of the confidently wrong neuron that is asked about."""

PUBLISHED_RATE = 0.15
"""Its learning rate in the published example."""

ASKED_EPOCH = 150
"""Its two trainings are compared after so many epochs."""

COSTLIEST = 3

_TINY = (1e-3, 1e-6, 1e-12)
_ERRORS = np.array([[0.5]] * 9 + [[50.0]])


def curves_question(task: Task) -> Question:
    """Ask about the curves on view: what a tiny probability costs, or what an outlier does.

    Parameters
    ----------
    task : {'binary', 'classes', 'regression'}
    """
    return _outlier() if task == "regression" else _tiny_probability()


def _tiny_probability() -> Question:
    entropy, squared = loss("categorical_cross_entropy_from_probabilities"), loss(SQUARED_ERROR)
    Y = np.array([[1.0, 0.0]])
    costs = [float(entropy.forward(np.array([[p, 1.0 - p]]), Y).L) for p in _TINY]
    half = float(squared.forward(np.array([[_TINY[1]]]), np.array([[1.0]])).L)
    ends = (0.0, 5.0, 50.0, np.inf)
    return Question.pick(
        "the network gives the true class the probability 10⁻⁶. How large is the cross-entropy loss of this sample?",
        ["below 5", "5 to 50", "above 50"],
        _range_of(costs[1], ends),
        f"−log 10⁻⁶ = {costs[1]:.2f}. The loss is unbounded but grows slowly: {costs[0]:.2f} for 10⁻³, {costs[2]:.2f} "
        f"for 10⁻¹². For 0 it would be ∞, so probabilities are clipped at {power(1e-12)} or, better, the loss is "
        f"computed from the logit. The squared error ½(P − Y)² of this probability is {half:.2f}, and its slope with "
        "respect to the logit vanishes.",
    )


def _outlier() -> Question:
    shares = [_largest_share(name) for name in (SQUARED_ERROR, "huber")]
    return Question.pick(
        "nine predictions are off by 0.5 and one by 50. What fraction of the summed gradient magnitudes |dℓ/dA| comes "
        "from this outlier with **squared error**?",
        ["below 30 %", "30 % to 70 %", "above 70 %"],
        _range_of(shares[0], (0.0, 0.3, 0.7, np.inf)),
        f"{shares[0]:.0%}, because the gradient grows with the error. With the Huber loss, whose slope is at most 1, "
        f"it is {shares[1]:.0%}.",
    )


def _largest_share(name: str) -> float:
    """The share of the gradient that the largest error has."""
    used = loss(name)
    slopes = np.abs(used.backward(used.forward(_ERRORS, np.zeros_like(_ERRORS))))
    return float(slopes.max() / slopes.sum())


def lockstep_question() -> Question:
    """Ask how far squared error brings the published confidently wrong neuron; both trainings answer.

    It asks about that neuron whatever the controls say, so that the drawing that it opens stays while they are moved.
    """
    run = lockstep("published", *BADLY_WRONG, PUBLISHED_RATE)
    first, then, other = run.squared.error[0], run.squared.error[ASKED_EPOCH], run.entropy.error[ASKED_EPOCH]
    return Question.pick(
        f"in the published example (input 1, target 0, w = b = {BADLY_WRONG[0]:g}, learning rate {PUBLISHED_RATE:g}) "
        f"the neuron outputs {first:.4f}. By how much do {ASKED_EPOCH} epochs with **squared error** reduce that?",
        ["by less than 20 %", "by 20 % to 80 %", "by more than 80 %"],
        _range_of(float((first - then) / first), (-np.inf, 0.2, 0.8, np.inf)),
        f"From {first:.4f} to {then:.4f}; cross-entropy reduces it to {other:.4f}. At the start, |dL/dz| is "
        f"{run.squared.dz[0]:.4f} with squared error and {run.entropy.dz[0]:.4f} with cross-entropy.",
    )


def share_question(batch: BatchLoss) -> Question:
    """Ask how much of a batch's loss its costliest samples account for; summed from the bars.

    Parameters
    ----------
    batch : BatchLoss
    """
    losses = np.sort(batch.trace.losses)[::-1]
    share = float(losses[:COSTLIEST].sum() / losses.sum())
    return Question.pick(
        f"what fraction of the total loss comes from the {COSTLIEST} costliest of these {len(losses)} samples "
        f"({COSTLIEST / len(losses):.0%} of them)?",
        ["less than 20 %", "20 % to 50 %", "more than 50 %"],
        _range_of(share, (0.0, 0.2, 0.5, np.inf)),
        f"They account for {share:.0%}. The mean loss is {float(batch.trace.L):.4f}, the median "
        f"{float(np.median(losses)):.4f}: a mean far above the median comes from a few costly samples.",
    )


def _range_of(value: float, ends: tuple[float, ...]) -> int:
    """Return between which two ends a value lies."""
    return int(np.clip(np.searchsorted(ends, value, side="right") - 1, 0, len(ends) - 2))
