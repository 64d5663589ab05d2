"""A finding is one sign of trouble in words: what is wrong, the numbers that show it, and what helps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nnviz.experiments.diagnosis.measuring import Measurements
from nnviz.experiments.diagnosis.remedies.remedy import Remedy


@dataclass(frozen=True)
class Finding:
    """One thing that goes wrong in a run.

    Attributes
    ----------
    sign : str
        Its name in `SIGNS`.
    sentence : str
        What is wrong, for a person, with the numbers.
    evidence : tuple of (str, float)
        What was measured, each number with its name.
    remedies : tuple of Remedy
        Changes of settings that help, the best first; each is tried by the tests.
    advice : str
        What no setting can do, such as looking at the data; empty where settings can.
    follows : str
        The title of the sign that was found before it and is its cause; then the remedies are those of the cause.
    """

    sign: str
    sentence: str
    evidence: tuple[tuple[str, float], ...]
    remedies: tuple[Remedy, ...] = ()
    advice: str = ""
    follows: str = ""

    @property
    def remedy(self) -> str:
        """What to try, in a sentence or two."""
        if self.follows:
            return f"This follows from the cause above, {self.follows.lower()}: fix that first."
        titles = ", or with ".join(remedy.title for remedy in self.remedies)
        return " ".join(filter(None, (f"Start again with {titles}." if titles else "", self.advice)))


@dataclass(frozen=True)
class Sign:
    """One sign of trouble that `diagnose` looks for.

    Attributes
    ----------
    name, title : str
        For code and for people.
    find : callable
        Takes `Measurements` and returns a `Finding`, or None where the sign is absent.
    limits : tuple of float
        The numbers above or below which it speaks, as docs/diagnosis.md gives them.
    causes : tuple of str
        Names of signs that explain this one where they are found too.
    not_finite : bool
        Whether it is looked for in a run whose numbers are no longer finite.
    sequences : bool
        Whether it is one of recurrent layers, and looked for in runs on sequences alone.
    last_resort : bool
        Whether it is news only where nothing else is found.
    """

    name: str
    title: str
    find: Callable[[Measurements], Finding | None]
    limits: tuple[float, ...] = ()
    causes: tuple[str, ...] = ()
    not_finite: bool = False
    sequences: bool = False
    last_resort: bool = False


def listed(words: Sequence[str]) -> str:
    """Return words as a person lists them: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
