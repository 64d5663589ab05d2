"""What "Live" asks before the network trains: how much of the gradient gets through time at the start."""

from nnviz.experiments.questions.question import Question
from nnviz.experiments.recurrence.live import gradient_at_start
from nnviz.experiments.recurrence.live_settings import LiveFields

MUCH, LITTLE = 0.1, 0.001
"""Shares of the last step's gradient that reach the first."""


def gradient_question(settings: LiveFields) -> Question:
    """Ask how much of the last step's gradient reaches the first step before any training, from seed 0.

    Parameters
    ----------
    settings : LiveFields
    """
    survives = float(gradient_at_start(settings).survives[-1])
    right = 0 if survives > MUCH else 1 if survives >= LITTLE else 2
    start = "" if settings.live_cell == "elman" else f", the keeping gate's bias at {settings.live_bias}"
    name = {"elman": "an Elman network", "gru": "a GRU", "lstm": "an LSTM"}[settings.live_cell]
    return Question.pick(
        f"this is {name} of {settings.live_units} units on sequences of {settings.live_length} steps, from seed 0 and "
        f"not trained yet{start}. How much of the gradient at the last step reaches the "
        "first one in the backward pass through time?",
        (f"more than {MUCH:.0%}", f"{LITTLE:.1%} to {MUCH:.0%}", f"less than {LITTLE:.1%}"),
        right,
        f"It is **{_share(survives)}**. What was read at the first step can be learned only as far as a gradient gets "
        "there: watch the lowest curve while the network trains.",
    )


def _share(survives: float) -> str:
    if survives >= 1.0:
        return f"{survives:.2g} times as much"
    return f"{survives:.1%}" if survives >= LITTLE else f"one part in {1.0 / survives:,.0f}"
