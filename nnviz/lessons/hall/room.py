"""One room of the hall: the lecturer's step, phones, and the rounds of each step."""

from dataclasses import dataclass, field
from math import inf, isfinite

from nnviz.lessons.hall import limits
from nnviz.lessons.hall.hall_error import HallError
from nnviz.lessons.hall.records import LecturersStep, MeasuredAnswer, RoomState
from nnviz.lessons.hall.voting_round import VotingRound

COUNTING = 1.0
"""Seconds between two counts of the phones that are present; who comes meanwhile is added."""


@dataclass
class AskedQuestion:
    """A step's question, its rounds in order, and the answer."""

    question: str = ""
    options: tuple[str, ...] = ()
    rounds: list[VotingRound] = field(default_factory=list)
    measured: MeasuredAnswer | None = None


class Room:
    """A room. It is for one thread at a time; the hall sees to it.

    Parameters
    ----------
    code, lesson, title, language : str
    secret : bytes
        The digest of the presenter's token.
    now : float
        By the hall's clock, as everywhere here.
    """

    def __init__(self, code: str, lesson: str, title: str, language: str, secret: bytes, now: float) -> None:
        self.code, self.lesson, self.title, self.language = code, lesson, title, language
        self.secret = secret
        self.used = now
        self.voters: dict[str, float] = {}
        self._newcomers: dict[str, None] = {}
        self._step = LecturersStep()
        self._asked: dict[str, AskedQuestion] = {}
        self._version = 1
        self._present, self._counted = 0, now

    @property
    def _question(self) -> AskedQuestion:
        return (self._step.question and self._asked.get(self._step.at)) or AskedQuestion()

    @property
    def _round(self) -> VotingRound | None:
        rounds = self._question.rounds
        return rounds[-1] if rounds else None

    def pass_time(self, now: float) -> None:
        """Close the round whose time is over."""
        last = self._round
        if last and last.open and now >= last.end:
            last.close()
            self._version += 1

    def show(self, step: LecturersStep, now: float) -> None:
        """Take the lecturer's step; another one than before closes an open round."""
        self.used = now
        if step == self._step:
            return
        last = self._round
        known = self._asked.get(step.at)
        same = known is not None and (known.question, known.options) == (step.question, step.options)
        if last and (step.at != self._step.at or not same):
            last.close()
            last.forget()
        if step.question and not same:
            self._asked.pop(step.at, None)
            if len(self._asked) >= limits.STEPS:
                self._asked.pop(next(iter(self._asked)))
            self._asked[step.at] = AskedQuestion(step.question, step.options)
        self._step = step
        self._version += 1

    def open_round(self, seconds: int | None, now: float) -> None:
        """Take answers from now on. Where a round of this step is open already, only its time is another one.

        Raises
        ------
        HallError
            If the step has no question, or has had all its rounds.
        """
        self.used = now
        question = self._question
        if not question.options:
            raise HallError("closed", "expected a step with a question before a vote is opened; show one first")
        end = now + seconds if seconds else inf
        last = self._round
        if last and last.open:
            last.end = end
        elif len(question.rounds) >= limits.ROUNDS:
            raise HallError("full", f"expected at most {limits.ROUNDS} rounds of a step; go on to the next one")
        else:
            if last:
                last.forget()
            question.rounds.append(VotingRound(len(question.options), end))
            question.measured = None
        self._version += 1

    def close_round(self, now: float) -> None:
        """Take no more answers."""
        self.used = now
        last = self._round
        if last and last.open:
            last.close()
            self._version += 1

    def measure(self, answer: MeasuredAnswer, now: float) -> None:
        """Take the measured answer; whoever knows it votes no more.

        Raises
        ------
        HallError
            If the step has no such option.
        """
        self.used = now
        question = self._question
        if not 0 <= answer.option < len(question.options):
            raise HallError("input", "expected an option of the question on view, counted from 0")
        self.close_round(now)
        if question.measured != answer:
            question.measured = answer
            self._version += 1

    def knows(self, voter: str | None) -> bool:
        """Return whether a phone has been heard of."""
        return voter in self.voters or voter in self._newcomers

    def is_empty(self, now: float) -> bool:
        """Return whether no phone is present."""
        return not any(now - seen <= limits.PRESENT for seen in self.voters.values())

    def arrive(self, voter: str, now: float, votes: bool = False) -> None:
        """Note that a phone is there. It counts once it votes or is heard of again: who never comes back fills no room.

        Raises
        ------
        HallError
            If it is one too many.
        """
        if voter not in self.voters:
            if len(self.voters) >= limits.VOTERS:
                self._drop_absent(now)
            if len(self.voters) >= limits.VOTERS:
                raise HallError("full", f"this room is full: it takes {limits.VOTERS:,} phones")
            if not votes and voter not in self._newcomers:
                self._newcomers[voter] = None
                if len(self._newcomers) > limits.VOTERS:
                    del self._newcomers[next(iter(self._newcomers))]
                return
            self._newcomers.pop(voter, None)
            self.used = now
        if now - self.voters.get(voter, -inf) > limits.PRESENT:
            self._present += 1
        self.voters[voter] = now

    def _drop_absent(self, now: float) -> None:
        """Forget phones that have gone, but those whose answer is in this round."""
        last = self._round
        for voter in [v for v, seen in self.voters.items() if now - seen > limits.PRESENT]:
            if last is None or last.answer(voter) is None:
                del self.voters[voter]

    def vote(self, voter: str, option: int, now: float, at: str | None = None, number: int | None = None) -> None:
        """Take an answer in place of an earlier one.

        Parameters
        ----------
        voter : str
        option : int
        now : float
        at : str, optional
            The step that the voter saw.
        number : int, optional
            The round that the voter saw.

        Raises
        ------
        HallError
            If no round is open, another one is, there is no such option, or the room is full.
        """
        question, last = self._question, self._round
        if at not in (None, self._step.at):
            raise HallError("changed", "the lecture has gone on to another step; look at the question again")
        if last is None or not last.open:
            raise HallError("closed", "the vote is closed: no answer is taken any more")
        if number not in (None, len(question.rounds)):
            raise HallError("changed", "another round has begun; look at the question again")
        if not 0 <= option < len(question.options):
            raise HallError("input", f"expected an option from 0 to {len(question.options) - 1}, got {option}")
        self.arrive(voter, now, votes=True)
        self.used = now
        last.vote(voter, option)

    def answer(self, voter: str) -> int | None:
        """Return what a voter has chosen in the round on view."""
        last = self._round
        return last.answer(voter) if last else None

    def state(self, now: float) -> RoomState:
        """Return what anybody may know."""
        question, last = self._question, self._round
        if now - self._counted > COUNTING:
            self._present = sum(now - seen <= limits.PRESENT for seen in self.voters.values())
            self._counted = now
        voted = last.voted if last else 0
        counted = [closed.counts for closed in question.rounds]
        voters = max(self._present, voted)
        return RoomState(
            room=self.code,
            lesson=self.lesson,
            title=self.title,
            language=self.language,
            step=self._step,
            round=len(question.rounds),
            open=last is not None and last.open,
            left=max(0.0, last.end - now) if last and last.open and isfinite(last.end) else None,
            voters=voters,
            voted=voted,
            histograms=tuple(counts for counts in counted if counts is not None),
            measured=question.measured,
            version=self._version,
            poll=max(limits.ASK_AGAIN, voters / limits.LOOKS),
        )
