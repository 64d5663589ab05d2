"""A finding is one sign of trouble in words: what is wrong, the numbers that show it, and what to try."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nnviz.experiments.diagnosis.measuring import Measurements


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
    remedy : str
        What to try.
    changes : tuple of (str, object)
        The remedy as fields of `RunSettings`, where it is one; empty where a person has to choose.
    """

    sign: str
    sentence: str
    evidence: tuple[tuple[str, float], ...]
    remedy: str
    changes: tuple[tuple[str, Any], ...] = ()


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
    """

    name: str
    title: str
    find: Callable[[Measurements], Finding | None]
    limits: tuple[float, ...] = ()


def listed(words: Sequence[str]) -> str:
    """Return words as a person lists them: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
