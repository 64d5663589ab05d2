"""What the page "Gradient descent" asks before it shows; each answer is walked, trained or counted."""

from collections.abc import Sequence

import numpy as np

from nnviz.engine import SCHEDULES, Array
from nnviz.experiments.gradient_descent.batch_noise import LAST_STEPS, STEPS, ScheduleComparison, expected_spread
from nnviz.experiments.gradient_descent.descent import sweep
from nnviz.experiments.gradient_descent.quadratic import QuadraticLoss
from nnviz.experiments.gradient_descent.stop_rules import Ending
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.questions.question import Option, Question

ROUND = 1.05
"""Below this condition number 2/λmin and 2/λmax are the same rate for all that a walk can tell."""

SPREADS = {"a quarter as wide": 0.25, "about half as wide": 0.5, "equally wide": 1.0}

RULE_NAMES = {
    "target": "target loss reached",
    "plateau": "no progress",
    "budget": "epoch budget used up",
    "not finite": "loss not finite (NaN or infinite)",
}


def limit_question(bowl: QuadraticLoss) -> Question:
    """Ask how large a learning rate may be; both sides of each choice are walked.

    The text has no numbers, so that an answer stays while the user drags the curvatures.

    Parameters
    ----------
    bowl : QuadraticLoss
    """
    low, high = (float(c) for c in bowl.curvatures)
    rates = {"1/λmax": 1 / high, "2/λmax": 2 / high}
    rates |= {"2/λmin": 2 / low} if bowl.condition > ROUND else {"4/λmax": 4 / high}
    below, above = (_left(bowl, share * np.array(list(rates.values()))) for share in (0.99, 1.01))
    holds = [bool(lower < 1.0 < higher) for lower, higher in zip(below, above, strict=True)]
    at = list(rates).index("2/λmax")
    return Question(
        "up to which learning rate does plain gradient descent (SGD) converge on this bowl, whose smallest and largest "
        "curvatures are λmin and λmax?",
        tuple(Option(name, true) for name, true in zip(rates, holds, strict=True)),
        f"Here λmin = {low:.3g} and λmax = {high:.3g}, so 2/λmax = {2 / high:.4g}. After 600 steps from the steepest "
        f"side, the loss is {power(below[at])} times its initial value at 99 % of this rate and {power(above[at])} "
        "times at 101 %. The chart above now shows all rates and the stability limits.",
    )


def _left(bowl: QuadraticLoss, rates: Array) -> Array:
    """What share of the loss is left after 600 steps of SGD from the steepest direction; rates (R,) give (R,)."""
    start = bowl.minimum + bowl.directions[:, -1]
    left = sweep(bowl, "sgd", start, rates, 600).excess / bowl.excess(start)
    shares: Array = np.nan_to_num(left, nan=np.inf)
    return shares


def size_question(w: Array) -> Question:
    """Ask what four times as large a batch does to the spread of its gradients; computed from all samples' gradients.

    Parameters
    ----------
    w : ndarray, shape (2,)
        Where the gradients are taken.
    """
    small, large = expected_spread(w, 4), expected_spread(w, 16)
    ratio = large / small
    nearest = min(SPREADS, key=lambda option: abs(SPREADS[option] - ratio))
    return Question.pick(
        "a batch of 16 costs four times as much as one of 4. How wide is the spread of its gradients by comparison?",
        list(SPREADS),
        list(SPREADS).index(nearest),
        f"Over all possible batches, the spread here falls from {small:.3f} to {large:.3f}, a factor of {ratio:.2f}. "
        "It shrinks as 1/√B (slightly faster here, with only 100 flowers to draw from): four times the work for half "
        "the noise. That is why small batches pay off.",
    )


def decay_question(decays: ScheduleComparison) -> Question | None:
    """Ask which schedule ends lowest; all have been run. None where two of them end alike.

    Parameters
    ----------
    decays : ScheduleComparison
    """
    ends = decays.ends
    best, constant = int(np.argmin(ends)), decays.names.index("constant")
    if int((ends == ends[best]).sum()) != 1:
        return None
    titles = [SCHEDULES[name].title for name in decays.names]
    against = f" and {power(ends[constant])} with the constant rate" if best != constant else ""
    steps = f"{STEPS} noisy steps" if decays.noisy else f"{STEPS} steps, each with all flowers"
    return Question.pick(
        f"the same {steps}, with a constant rate and with four decaying schedules. Which ends with the lowest "
        "loss, for the rate and the batch size above?",
        titles,
        best,
        f"Over the last {LAST_STEPS} steps of {decays.runs} runs, the loss above the minimum is {power(ends[best])} "
        f"with the {titles[best]} schedule{against}. {_why_so(decays.noisy, best == constant)}",
    )


def _why_so(noisy: bool, constant: bool) -> str:
    if not noisy:
        return "Batches of all flowers have no noise" + (": decay only shortens the steps." if constant else ".")
    noise = "A large rate makes fast progress, but the noise moves the weights by η times the spread"
    if constant:
        return f"{noise}. Here the steps are too small for decay to help: it ends them before the minimum is near."
    return f"{noise}: a schedule starts large and ends small."


def downhill_question(losses: Array, name: str) -> Question:
    """Ask how often the loss rose along a training's path; counted from the path.

    Parameters
    ----------
    losses : ndarray, shape (E + 1,)
        After every epoch, the start first.
    name : str
        What the network was trained on.
    """
    ups, epochs = int((np.diff(losses) > 0).sum()), len(losses) - 1
    third = epochs // 3
    return Question.pick(
        f"this network was trained on {name} for {epochs} epochs with mini-batches. After how many of them was the "
        "loss higher than one epoch earlier?",
        ["none", f"1 to {third}", f"{third + 1} or more"],
        0 if ups == 0 else 1 if ups <= third else 2,
        f"After **{ups}** of them. The loss went from {losses[0]:.3g} to {losses[-1]:.3g}"
        + (": not monotonically, since each batch has its own gradient and the rate is constant." if ups else "."),
    )


def stop_question(endings: Sequence[Ending]) -> Question | None:
    """Ask which rule fires first; the engine's rules have looked at the losses. None where two fire together.

    Parameters
    ----------
    endings : sequence of Ending
        Where each rule alone would end the run.
    """
    fired = [ending.epoch for ending in endings if ending.epoch is not None]
    earliest = min(fired, default=None)
    first = [ending for ending in endings if ending.epoch is not None and ending.epoch == earliest]
    if len(first) > 1:
        return None
    because = f"After epoch {first[0].epoch}: {ending_sentence(first[0])}." if first else "None fires in these epochs."
    return Question(
        "given the curves and the rules above, which rule ends this run?",
        (
            *(Option(RULE_NAMES[ending.reason], ending in first) for ending in endings),
            Option("none of them", not first),
        ),
        because,
    )


def ending_sentence(ending: Ending) -> str:
    """Return the engine's sentence about an ending; it counts looks as steps, which are epochs here."""
    return ending.message.replace(" looks", " epochs").replace(" steps", " epochs").replace("step ", "epoch ")
