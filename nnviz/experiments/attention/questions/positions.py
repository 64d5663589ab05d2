"""What the topic "Positions" asks before it shows what shuffled tokens do, and what is learned without positions."""

from nnviz.experiments.attention.positions import SAME, largest_of_all_orders
from nnviz.experiments.attention.positions_settings import WORD, PositionsFields
from nnviz.experiments.inspection.formula import percent, power
from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recording.recording import Recording

LEARNED = 0.99
"""Of symbols that are right, from which on a task counts as learned."""


def shuffle_question(settings: PositionsFields) -> Question:
    """Ask what the outputs do when the tokens are shuffled; all orders are tried.

    Parameters
    ----------
    settings : PositionsFields
    """
    largest = largest_of_all_orders(settings)
    same = largest <= SAME
    told = {"none": "without positions", "learned": "with learned positions", "sinusoidal": "with sinusoidal positions"}
    mask = "with a causal mask" if settings.position_causal else "without a mask"
    found = f"Over all 120 orders of {', '.join(WORD)} the largest difference is {power(largest)}"
    because = (
        f"{found}: rounding. A sum over tokens does not depend on their order."
        if same
        else f"{found}: the place of a token changes what it becomes."
    )
    return Question.pick(
        f"a block of attention {told[settings.position_kind]} and {mask}. The tokens are shuffled. What happens to the "
        "outputs?",
        ("Each token keeps its output; they are only shuffled alike", "The outputs of the tokens change"),
        0 if same else 1,
        because,
    )


def training_question(recording: Recording) -> Question | Prediction:
    """Ask what the networks without positions will learn.

    Parameters
    ----------
    recording : Recording
        Of a `PositionTask`; where it is not complete, the answer is still to come.
    """
    text = (
        "three kinds of networks are trained: without positions, with learned and with sinusoidal ones. How many of "
        "the symbols will those **without** get right in the end?"
    )
    options = ("less than half", "half to 99 %", "99 % or more")
    if not recording.done:
        return Prediction(text, options)
    found = float(recording.end.measured["symbols"][0].max())
    right = 0 if found < 0.5 else 2 if found >= LEARNED else 1
    return Question.pick(
        text,
        options,
        right,
        f"The best of them gets {percent(found)} right. It sees which symbols were heard, not where each stood.",
    )
