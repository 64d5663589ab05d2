"""What goes into a hall and what comes out of it: frozen records, checked where they are made."""

import re
from dataclasses import dataclass

from nnviz.lessons.hall import limits
from nnviz.lessons.hall.hall_error import HallError

_ADDRESS = re.compile(r"[a-z_]*(\?[\w\-.~!$&()*+,;=:@/?%\[\]|]*)?", re.ASCII)
"""A page of the app and its settings: nothing that leads elsewhere."""

JOINERS = "\u200c\u200d"
"""Without them Persian and Hindi are misspelt."""

_VOTER = re.compile(r"[\w-]{16,64}", re.ASCII)


def is_voter(text: object) -> bool:
    """Return whether this can be the random id that a phone was given."""
    return isinstance(text, str) and _VOTER.fullmatch(text) is not None


def plain_text(name: str, given: object, longest: int, needed: bool = True) -> str:
    """Return a text of one line: white space in one piece, no control characters.

    Raises
    ------
    HallError
        If it is none, is empty though needed, or is too long.
    """
    if not isinstance(given, str):
        raise HallError("input", f"expected a text as {name}, got {type(given).__name__}")
    text = "".join(letter for letter in " ".join(given.split()) if letter.isprintable() or letter in JOINERS)
    if needed and not text:
        raise HallError("input", f"expected a text as {name}, got an empty one")
    if len(text) > longest:
        raise HallError("input", f"expected at most {longest:,} characters as {name}, got {len(text):,}; shorten it")
    return text


def whole_number(name: str, given: object, least: int, most: int) -> int:
    """Return a whole number from a range; a text of digits will do, as forms have them.

    Raises
    ------
    HallError
        If it is none or lies outside.
    """
    number = int(given) if isinstance(given, str) and re.fullmatch(r"\d{1,9}", given, re.ASCII) else given
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise HallError("input", f"expected a whole number from {least} to {most} as {name}, got {str(given)[:40]!r}")
    return number


@dataclass(frozen=True)
class LecturersStep:
    """Where the lecturer stands.

    Attributes
    ----------
    at : str
        The id of the lesson's step.
    address : str
        Of the view, within the app: ``playground?hidden=4``.
    question : str
        What the hall is asked; empty where nothing is.
    options : tuple of str
        Two to six; none without a question.
    """

    at: str = ""
    address: str = ""
    question: str = ""
    options: tuple[str, ...] = ()

    @classmethod
    def read(cls, at: object, address: object, question: object = "", options: object = ()) -> "LecturersStep":
        """Check what a presenter sent.

        Raises
        ------
        HallError
            If something is not as described; the message says what.
        """
        text = plain_text("question", question or "", limits.QUESTION, needed=False)
        if not isinstance(options or (), list | tuple):
            raise HallError("input", f"expected a list of texts as options, got {type(options).__name__}")
        chosen = tuple(plain_text("option", option, limits.OPTION) for option in options or ())  # type: ignore[attr-defined]
        least, most = (limits.LEAST_OPTIONS, limits.MOST_OPTIONS) if text else (0, 0)
        if not least <= len(chosen) <= most:
            wanted = f"{least} to {most} options" if text else "no options without a question"
            raise HallError("input", f"expected {wanted}, got {len(chosen)}")
        if len(set(chosen)) < len(chosen):
            raise HallError("input", "expected options that differ, got two that are the same")
        where = plain_text("address", address, limits.ADDRESS, needed=False)
        if not _ADDRESS.fullmatch(where):
            raise HallError(
                "input", f"expected an address within the app, such as playground?hidden=4, got {where[:60]!r}"
            )
        return cls(plain_text("at", at, limits.NAME), where, text, chosen)


@dataclass(frozen=True)
class MeasuredAnswer:
    """What the network itself answered.

    Attributes
    ----------
    option : int
    value : str
        What was measured, such as ``0.083``; may be empty.
    why : str
    """

    option: int
    value: str = ""
    why: str = ""


@dataclass(frozen=True)
class OpenedRoom:
    """A room's code, which everybody may know, and the presenter's token, which nobody else may."""

    room: str
    token: str


@dataclass(frozen=True)
class RoomState:
    """What anybody may know of a room.

    Attributes
    ----------
    room, lesson, title, language : str
    step : LecturersStep
    round : int
        Which round of this step is or was open last; 0 before the first.
    open : bool
        Whether answers are taken.
    left : float or None
        Seconds until the round closes by itself.
    voters : int
        How many phones are present.
    voted : int
        How many have voted in this round.
    histograms : tuple of tuple of int
        How many chose each option: of closed rounds only.
    measured : MeasuredAnswer or None
    version : int
        Goes up whenever anything changes but votes and phones.
    poll : float
        Seconds after which a phone may look again.
    """

    room: str
    lesson: str
    title: str
    language: str
    step: LecturersStep
    round: int
    open: bool
    left: float | None
    voters: int
    voted: int
    histograms: tuple[tuple[int, ...], ...]
    measured: MeasuredAnswer | None
    version: int
    poll: float
