"""Measured answers to the questions of lessons: computed beside Streamlit, one at a time, and kept."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from nnviz.lessons.lesson import Step
from nnviz.lessons.markup import to_html

KEPT = 256
"""Answers that are remembered."""

WAITING = 8
"""Who may wait for the one that is computed now."""


class BusyError(RuntimeError):
    """Too many ask for answers that are not known yet."""


@dataclass(frozen=True)
class AnswerOfTheNetwork:
    """What the network itself chose.

    Attributes
    ----------
    option : int
    value : str
        What was measured, such as ``0.083``.
    why : str
        What the lesson says with it, as safe HTML.
    """

    option: int
    value: str
    why: str


def measure(step: Step) -> AnswerOfTheNetwork:
    """Compute the answer to the question of a step; this may take seconds.

    Raises
    ------
    ValueError
        If the step asks nothing, or its answer cannot be measured; with the reason.
    """
    from nnviz.lessons.measurements.answer import answer_of  # it brings all pages' experiments

    if step.ask is None:
        raise ValueError(f"expected a step with a question, got {step.id}, which has none")
    found = answer_of(step)
    return AnswerOfTheNetwork(found.option, found.words, to_html(step.ask.why))


class MeasuredAnswers:
    """Answers by what is asked: another view, question or measure is another answer, whatever the lesson is called."""

    def __init__(self, measure: Callable[[Step], AnswerOfTheNetwork] = measure) -> None:
        self.measure = measure
        self.kept: OrderedDict[str, AnswerOfTheNetwork | str] = OrderedDict()
        self.one = asyncio.Lock()
        self.waiting = 0

    async def of(self, step: Step) -> AnswerOfTheNetwork:
        """Return the answer to the question of a step.

        Raises
        ------
        BusyError
            If too many wait already.
        ValueError
            If there is no measured answer; with the reason.
        """
        key = repr((step.view, step.ask))
        if key not in self.kept:
            if self.waiting >= WAITING:
                raise BusyError("other answers are being computed; ask again in a few seconds")
            self.waiting += 1
            try:
                async with self.one:
                    if key not in self.kept:
                        self._keep(key, await run_in_threadpool(self._computed, step))
            finally:
                self.waiting -= 1
        found = self.kept[key]
        if isinstance(found, str):
            raise ValueError(found)
        return found

    def _computed(self, step: Step) -> AnswerOfTheNetwork | str:
        try:
            return self.measure(step)
        except ValueError as error:
            return str(error)

    def _keep(self, key: str, found: AnswerOfTheNetwork | str) -> None:
        self.kept[key] = found
        if len(self.kept) > KEPT:
            self.kept.popitem(last=False)
