"""One round of a vote: who chose what while it is open, and only how many chose what once it is closed."""

from math import inf


class VotingRound:
    """A round; it begins open.

    Parameters
    ----------
    options : int
        How many answers there are.
    end : float
        When it closes by itself, by the hall's clock; infinity where it is closed by hand.
    """

    def __init__(self, options: int, end: float = inf) -> None:
        self.options = options
        self.end = end
        self.open = True
        self._answers: dict[str, int] = {}
        self._counts: tuple[int, ...] = ()

    @property
    def voted(self) -> int:
        """How many have voted."""
        return len(self._answers) if self.open else sum(self._counts)

    @property
    def counts(self) -> tuple[int, ...] | None:
        """How many chose each option; None while the round is open."""
        return None if self.open else self._counts

    def answer(self, voter: str) -> int | None:
        """Return what a voter has chosen, as long as that is known."""
        return self._answers.get(voter)

    def vote(self, voter: str, option: int) -> None:
        """Take a voter's answer in place of an earlier one."""
        assert self.open and 0 <= option < self.options
        self._answers[voter] = option

    def close(self) -> None:
        """Count the answers. Who gave which stays known until `forget`, so that phones can show their own."""
        if self.open:
            self.open = False
            chosen = list(self._answers.values())
            self._counts = tuple(chosen.count(option) for option in range(self.options))

    def forget(self) -> None:
        """Forget who gave which answer."""
        assert not self.open
        self._answers = {}
