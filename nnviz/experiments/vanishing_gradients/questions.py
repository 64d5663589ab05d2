"""What the page "Vanishing gradients" asks before it shows; each answer is measured on the engine's networks."""

from collections.abc import Sequence

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.depth import MOST_LAYERS, DepthSettings
from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.questions.question import Option, Question
from nnviz.experiments.vanishing_gradients.remedies import RemedyEffect


def other_depth(settings: DepthSettings) -> DepthSettings:
    """Return the same network with twice as many hidden layers, or half of them where it has the most already."""
    most = settings.depth >= MOST_LAYERS
    return settings.changed(depth=MOST_LAYERS // 2 if most else min(MOST_LAYERS, 2 * settings.depth))


def depth_question(settings: DepthSettings, before: float, after: float) -> Question | None:
    """Ask what another number of layers would leave of the gradient. None where a share is not finite.

    Parameters
    ----------
    settings : DepthSettings
    before, after : float
        The measured share of dZ that reaches layer 1: in this network, and in that of `other_depth`.
    """
    if not (np.isfinite(before) and np.isfinite(after)):
        return None
    deeper = other_depth(settings).depth
    ratio = after / before if before > 0 else 1.0 if after == 0 else np.inf
    factors = [share ** (1 / layers) for share, layers in ((after, deeper), (before, settings.depth))]
    return Question(
        f"with {counted(settings.depth, 'hidden layer')}, a fraction of {power(before)} of dZ reaches layer 1. How "
        f"much would reach it with **{deeper}**?",
        (
            Option("less than a thousandth of it", ratio < 1e-3),
            Option("a thousandth to a tenth", 1e-3 <= ratio < 0.1),
            Option("the same, within a factor of 10", 0.1 <= ratio <= 10),
            Option("more than ten times it", ratio > 10),
        ),
        f"Measured: {power(after)} with {counted(deeper, 'hidden layer')}, {power(before)} with {settings.depth}. "
        f"That is an average factor of {factors[0]:.2g} and {factors[1]:.2g} per layer"
        f"{'' if settings.residual else ', and **depth is the exponent**'}.",
    )


def remedy_question(effects: Sequence[RemedyEffect]) -> Question | None:
    """Ask which remedy worked best. None where two of them are equally good.

    Parameters
    ----------
    effects : sequence of RemedyEffect
        Of the network with no remedy first.
    """
    ranks = [_rank(effect) for effect in effects]
    first = [effect for effect, rank in zip(effects, ranks, strict=True) if rank == min(ranks)]
    if len(first) > 1:
        return None
    best = first[0]
    loss = best.row()["loss"]
    return Question(
        f"the network after {counted(best.settings.steps, 'step')} of training: which remedy works best (most seeds "
        "that learn, then the lowest loss)?",
        tuple(Option(effect.remedy.title, effect is best) for effect in effects),
        f"**{best.remedy.title}**: {best.learned} of {len(best.loss)} seeds learned, median loss {loss:.3f}. "
        f"{best.remedy.why}",
    )


def _rank(effect: RemedyEffect) -> tuple[int, float]:
    """Better first: more seeds that learned, then the lower loss; what ends in infinity is last."""
    finite = effect.loss[np.isfinite(effect.loss)]
    return -effect.learned, float(np.median(finite)) if finite.size == len(effect.loss) else float("inf")


def singular_question(random: Array, orthogonal: Array) -> Question:
    """Ask how unevenly a product of random matrices stretches directions.

    The text has no number of matrices, so that an answer stays while the user moves it.

    Parameters
    ----------
    random, orthogonal : ndarray, shape (width,)
        Singular values of both products, falling.
    """
    smallest, largest = float(random[-1]), float(random[0])
    ratio = largest / smallest if smallest > 0 else np.inf
    return Question(
        "random normal matrices with variance 1/n preserve the **mean** squared length. By how many times more does "
        "their product stretch its favourite direction than its least favoured one?",
        (
            Option("up to 10 times", ratio <= 10),
            Option("10 to 1,000 times", 10 < ratio <= 1000),
            Option("over 1,000 times", ratio > 1000),
        ),
        f"The largest singular value is {power(largest)}, the smallest {power(smallest)}; for as many orthogonal "
        f"matrices they are {orthogonal[0]:.4f} and {orthogonal[-1]:.4f}.",
    )
