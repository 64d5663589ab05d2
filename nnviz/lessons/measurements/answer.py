"""Which option of a question is the true one: computed from the step's view, where the lesson says what is measured."""

from dataclasses import dataclass
from math import isnan

from nnviz.lessons.lesson import MEASURED, Ask, Step
from nnviz.lessons.measurements.expression import measured, read_measure
from nnviz.lessons.outcome import read_outcome


@dataclass(frozen=True)
class Answer:
    """The true option.

    Attributes
    ----------
    option : int
        Its place among the options, from 0.
    text : str
        The option's text.
    value : float or str or None
        What was measured; None where the lesson names the answer and measures nothing.
    """

    option: int
    text: str
    value: float | str | None = None

    @property
    def words(self) -> str:
        """The measured value as it is shown; empty where nothing was measured."""
        if self.value is None or isinstance(self.value, str):
            return self.value or ""
        return f"{self.value:.4g}".replace("-", "−").replace("inf", "∞")


def answer_of(step: Step, shift: int = 0) -> Answer:
    """Return the true option of a step's question.

    Parameters
    ----------
    step : Step
    shift : int
        Added to the seeds of what is measured.

    Raises
    ------
    ValueError
        If the step asks nothing, the view cannot answer, or no option holds the value.
    """
    if step.ask is None:
        raise ValueError(f"expected a step with a question, got {step.id}, which has none")
    ask = step.ask
    if not ask.measure:
        place = [option.text for option in ask.options].index(ask.answer)
        return Answer(place, ask.answer)
    value = measured(read_measure(ask.measure, step.view), shift)
    place = true_option(ask, value)
    return Answer(place, ask.options[place].text, value)


def true_option(ask: Ask, value: float | str) -> int:
    """Return the place of the option that holds a measured value.

    Raises
    ------
    ValueError
        If none does, or the value is no number.
    """
    if not isinstance(value, str) and isnan(value):
        raise ValueError(f"expected a number for {ask.measure}, got NaN; measure something that is defined here")
    for place, option in enumerate(ask.options):
        outcome = read_outcome(option.when)
        if outcome.holds(value):
            return place
    shown = value if isinstance(value, str) else f"{value:.6g}"
    raise ValueError(f"expected one option to hold the measured value {shown}, got none; change what stands behind one")


def differs(ask: Ask, answer: Answer) -> bool:
    """Return whether the lesson names an answer that is not the measured one."""
    return bool(ask.measure) and ask.answer not in (MEASURED, answer.text)
