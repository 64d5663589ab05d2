"""Measured answers to the questions of lessons: computed beside Streamlit, one at a time, and kept."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from nnviz.lessons.lesson import Step
from nnviz.lessons.markup import to_html
from nnviz.lessons.running import OutOfTimeError

KEPT = 256
"""Answers that are remembered."""

WAITING = 8
"""How many different answers may be asked for at once, however many ask for the same one."""


class BusyError(RuntimeError):
    """Too many answers that are not known yet are asked for."""


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
        self.asked: dict[str, asyncio.Task[AnswerOfTheNetwork | str | OutOfTimeError]] = {}
        self.one = asyncio.Lock()

    async def of(self, step: Step) -> AnswerOfTheNetwork:
        """Return the answer to the question of a step.

        Raises
        ------
        BusyError
            If too many other answers are asked for already.
        OutOfTimeError
            If it took too long this time.
        ValueError
            If there is no measured answer; with the reason.
        """
        key = repr((step.view, step.ask))
        found = self.kept.get(key) or await self._asked(key, step)
        if isinstance(found, OutOfTimeError):
            raise OutOfTimeError(str(found))
        if isinstance(found, str):
            raise ValueError(found)
        return found

    async def _asked(self, key: str, step: Step) -> AnswerOfTheNetwork | str | OutOfTimeError:
        """Wait with all others who ask the same; who goes away ends it for nobody."""
        if key not in self.asked:
            if len(self.asked) >= WAITING:
                raise BusyError("other answers are being computed; ask again in a few seconds")
            self.asked[key] = asyncio.create_task(self._in_turn(key, step))
        return await asyncio.shield(self.asked[key])

    async def _in_turn(self, key: str, step: Step) -> AnswerOfTheNetwork | str | OutOfTimeError:
        try:
            async with self.one:
                found = await run_in_threadpool(self._computed, step)
        finally:
            del self.asked[key]
        if not isinstance(found, OutOfTimeError):  # a machine that is busy now says nothing of the answer
            self._keep(key, found)
        return found

    def _computed(self, step: Step) -> AnswerOfTheNetwork | str | OutOfTimeError:
        try:
            return self.measure(step)
        except OutOfTimeError as error:
            return error
        except ValueError as error:
            return str(error)

    def _keep(self, key: str, found: AnswerOfTheNetwork | str) -> None:
        self.kept[key] = found
        if len(self.kept) > KEPT:
            self.kept.popitem(last=False)
