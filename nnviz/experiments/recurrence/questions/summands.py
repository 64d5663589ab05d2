"""What "Summands" asks before it shows."""

from nnviz.experiments.questions.question import Question
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.recurrence.summands import step_by_step

EDGES = (10.0, 45.0, 90.0)
"""Degrees between the options."""


def truncation_question(settings: RecurrenceSettings) -> Question:
    """Ask by what angle a gradient misses that goes back over no step at all.

    Parameters
    ----------
    settings : RecurrenceSettings
    """
    cut = step_by_step(settings).cut[0]
    changed = int(cut.changed.sum())
    return Question.pick(
        "dW_hh is a sum of one summand hₜ₋₁ᵀ dzₜ for each step. Cut backpropagation after every single step: "
        "each dzₜ then hears of its own step's loss alone, and of no later one. By what angle does the direction of "
        "dW_hh change?",
        ("less than 10°", "10° to 45°", "45° to 90°", "90° or more: it no longer points downhill"),
        sum(cut.angle >= edge for edge in EDGES),
        f"By {cut.angle:.1f}°, and the gradient is {cut.length:.3g} times as long: {changed} of {len(cut.missing)} "
        "summands have changed. The first summand is zero in any case, since no state comes before the first step.",
    )
