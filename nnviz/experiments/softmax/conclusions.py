"""What should have been seen on the page "Softmax", with the numbers of what is on view."""

import numpy as np

from nnviz.engine import softmax
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.softmax.full_pass import overflow, softmax_pass
from nnviz.experiments.softmax.questions import LARGE, SHIFT


def conclusions(
    z: tuple[float, ...], names: tuple[str, ...], target: int, temperature: float, shift: float
) -> tuple[str, ...]:
    """Describe the probabilities, what shift and temperature do, the gradient and the overflow, with their numbers.

    Parameters
    ----------
    z : tuple of float
        The logits.
    names : tuple of str
        The classes, in Markdown.
    target : int
    temperature, shift : float
        What the logits are divided by, and what is added to them.
    """
    now = softmax_pass(z, target, temperature, shift)
    hot, cold = (float(softmax((np.array(z) + shift) / T).max()) for T in (10.0 * temperature, 0.1 * temperature))
    moved = float(np.abs(softmax_pass(z, target, temperature, SHIFT).P - softmax_pass(z, target, temperature).P).max())
    first = [f"**{name}**" for name, logit in zip(names, z, strict=False) if logit == max(z)]
    broken = overflow(z, LARGE).broken
    given = "logits" if temperature == 1.0 else "logits divided by T"
    return (
        f"The {len(z)} probabilities are positive and add up to 1. The largest, {now.P.max():.4f}, belongs to "
        f"{', '.join(first)}, which {'has the largest logit' if len(first) == 1 else 'have the largest logits'}.",
        f"Adding {SHIFT:g} to every logit changes no probability by more than {power(moved)}. "
        + (
            "Nor does the temperature change any: all logits are equal."
            if len(first) == len(z)
            else f"The temperature does change them: at T = {temperature:.3g} the largest is {now.P.max():.3f}, at "
            f"{10 * temperature:.3g} it is {hot:.3f}, at {0.1 * temperature:.3g} it is {cold:.3f}."
        ),
        f"The loss is −ln P of the true class **{names[target]}** = {now.loss:.4f}. Its gradient with respect to the "
        f"{given} is P − Y: {now.dZ[target]:.4f} for the true class, P itself for the others, so that they sum to 0. "
        f"The chain rule through the Jacobian gives the same, to within {power(now.product_gap)}.".replace(" -", " −"),
        f"Computed as written, with {LARGE:g} added, the formula gives {'NaN' if broken else 'the same numbers'}; with "
        "the maximum subtracted, the probabilities do not change.",
    )
