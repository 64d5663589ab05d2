"""What the page "Initialization and dropout" asks before it shows; each answer is a pass or a training."""

from collections.abc import Sequence

import numpy as np

from nnviz.engine import Dropout, Purpose, generator
from nnviz.experiments.depth import DepthTrajectory
from nnviz.experiments.initialization_and_dropout.initializations import INITIALIZATIONS, InitializationEffect
from nnviz.experiments.initialization_and_dropout.overfitting import SEEDS, DropoutTraining, compare_seeds
from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.questions.question import Option, Question
from nnviz.experiments.run.choice import activation_of

ZERO = 0
HE = next(k for k, one in enumerate(INITIALIZATIONS) if one.name == "he")
SMALL = 0.1
"""A gradient below this share of that of He's weights counts as small."""


def zero_question(trajectory: DepthTrajectory) -> Question:
    """Ask for the gradient of weights that are all zero; the answer is the pass before training.

    Parameters
    ----------
    trajectory : DepthTrajectory
        Of all `INITIALIZATIONS`.
    """
    before, now = trajectory.frames[0].layers, trajectory.settings
    first, last, he = (float(before.gradient[k, i]) for k, i in ((ZERO, 0), (ZERO, -1), (HE, 0)))
    biases = float(before.bias_gradient[ZERO, -1])
    return Question(
        f"in the first network ({counted(now.depth, 'hidden layer')}, {activation_of(now.activation).title}) all "
        "weights are **zero**. How large is the gradient of the weights of layer 1?",
        (
            Option("exactly 0", first == 0.0),
            Option("small, but not 0", 0.0 < first < SMALL * he),
            Option("as large as with random weights", first > 0.0 and first >= SMALL * he),
        ),
        f"‖dW‖ of layer 1 is {power(first)}: dZ is propagated back through the weights of the later layers, which are "
        f"all 0. At the output ‖dW‖ = {power(last)} and ‖db‖ = {power(biases)}, so its biases learn the class "
        "frequencies, while all units of a hidden layer stay identical forever.",
    )


def best_question(effect: InitializationEffect) -> Question | None:
    """Ask which initialization ends lowest. None where none stays finite, or two end alike.

    Parameters
    ----------
    effect : InitializationEffect
    """
    medians = np.array([np.median(loss) if np.isfinite(loss).all() else np.inf for loss in effect.loss])
    best = int(medians.argmin())
    if not np.isfinite(medians[best]) or int((medians == medians[best]).sum()) > 1:
        return None
    return Question.pick(
        f"which initialization has the lowest median loss after {effect.settings.steps} steps?",
        [one.title for one in INITIALIZATIONS],
        best,
        f"**{INITIALIZATIONS[best].title}** with {medians[best]:.3f} (range over its seeds: "
        f"{effect.loss[best].min():.3f} to {effect.loss[best].max():.3f}).",
    )


def scale_question(rate: float) -> Question | None:
    """Ask for the factor of what is kept; a mask of the engine answers. None where nothing is dropped.

    Parameters
    ----------
    rate : float
        The share that dropout drops.
    """
    if rate == 0.0:
        return None
    M = Dropout(rate).forward(np.ones((64, 64)), generator(0, Purpose.DROPOUT)).M
    assert M is not None
    kept = float(M.max())
    factors = (1.0 - rate, 1.0, 1.0 / (1.0 - rate))
    return Question(
        f"a fraction of {rate:g} is dropped. By what are the **kept** activations multiplied, so that nothing has to "
        "change in evaluation?",
        tuple(Option(f"{factor:.3g}", abs(factor - kept) < 1e-9) for factor in factors),
        f"The kept entries of M are {kept:.4g}: on average, {1 - rate:.3g} × {kept:.3g} = 1.",
    )


def effect_question(by_rate: Sequence[DropoutTraining], samples: int, label_noise: float) -> Question | None:
    """Ask which dropout rate helps by more than the seeds vary. None where two rates end alike.

    Parameters
    ----------
    by_rate : sequence of DropoutTraining
        Without dropout first.
    samples : int
        Training samples.
    label_noise : float
        The share of them with a label drawn at random.
    """
    compared = [compare_seeds(by_rate[0], one) for one in by_rate[1:]]
    helping = [one for one in compared if one.difference > 0 and not one.within_spread]
    lowest = min((one.with_dropout for one in helping), default=np.nan)
    if sum(one.with_dropout == lowest for one in helping) > 1:
        return None
    measured = ", ".join(f"{one.with_dropout:.3f} with {one.rate:g}" for one in compared)
    return Question(
        f"{samples} digits, {100 * label_noise:.0f} % of the labels random, {SEEDS} seeds each. Which dropout rate "
        "reduces the loss on **new** digits most, by more than it varies from seed to seed?",
        (
            *(Option(f"dropout {one.rate:g}", one in helping and one.with_dropout == lowest) for one in compared),
            Option("neither of them", not helping),
        ),
        f"Median test loss {compared[0].without:.3f} without dropout, {measured}. "
        + ("The gain exceeds the spread over the seeds." if helping else "No gain exceeds the spread over the seeds."),
    )
