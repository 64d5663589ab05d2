"""What the page "Softmax" asks before it shows: each answer is computed by trying."""

import numpy as np

from nnviz.experiments.inspection.formula import power
from nnviz.experiments.questions.question import Option, Question
from nnviz.experiments.softmax.full_pass import overflow, softmax_pass

SHIFT, LARGE = 100.0, 1000.0
"""What is added to every logit in the two questions."""

_ROUNDING = 1e-9


def shift_question(z: tuple[float, ...], target: int, temperature: float) -> Question:
    """Ask what a constant on all logits does to the probabilities.

    Parameters
    ----------
    z : tuple of float
        The page's logits.
    target : int
    temperature : float
        The page's; softmax is given (z + c) / T.
    """
    before = softmax_pass(z, target, temperature).P
    gained = softmax_pass(z, target, temperature, shift=SHIFT).P - before
    largest = float(np.abs(gained).max())
    return Question(
        f"{SHIFT:g} is added to every logit. What happens to the probabilities?",
        (
            Option("all increase", bool((gained > _ROUNDING).all())),
            Option("the largest approaches 1", bool(gained[before.argmax()] > _ROUNDING)),
            Option("nothing", largest <= _ROUNDING),
        ),
        f"The largest change in any probability is {power(largest)}: e^(z + {SHIFT:g}) = e^{SHIFT:g} e^z, and the "
        "factor cancels in the fraction. Try the slider **+ c** above. Dividing by a temperature, in contrast, does "
        "not cancel.",
    )


def overflow_question(z: tuple[float, ...]) -> Question:
    """Ask what the written formula gives for huge logits; it is tried."""
    tried = overflow(z, LARGE)
    return Question(
        f"the formula is computed exactly as written, with {LARGE:g} added to every logit. What comes out?",
        (
            Option("the same probabilities", bool(np.allclose(tried.naive_P, tried.P, rtol=1e-9))),
            Option("all 0", bool((tried.naive_P == 0.0).all())),
            Option("NaN (not a number)", bool(np.isnan(tried.naive_P).all())),
        ),
        f"The largest float64 is about 1.8 · 10³⁰⁸, so e^{LARGE:g} is {tried.naive_E[0]:g}, and inf / inf is NaN. With "
        "the maximum subtracted, the largest exponent is 0.",
    )
