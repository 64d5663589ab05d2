"""A lesson as the app knows it: a title and steps, each of which is a view of the app with words and questions.

The records are what `reading` makes of a file (docs/lessons.md describes the format). They hold no notion of a browser.
"""

from dataclasses import dataclass, field
from typing import Literal

FORMAT = 1
"""The version of the format, which every file begins with."""

MEASURED = "measured"
"""The answer of a question whose true option is taken from the run."""

ActionKind = Literal["play", "pause", "seek", "set", "open", "press"]


@dataclass(frozen=True)
class View:
    """A view of the app: a page with settings, as an address has them.

    Attributes
    ----------
    page : str
        The name of the page, such as ``playground``.
    query : dict of str to str
        The parameters behind the question mark.
    """

    page: str
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Action:
    """What a key does before the lesson moves on.

    Attributes
    ----------
    kind : str
        ``play`` what moves on the page, ``pause`` it, ``seek`` a step of it, ``set`` settings, ``open`` a panel,
        ``press`` a button by its label.
    until : str
        For ``play``: when it is enough, ``loss < 0.1`` or ``step 300``; empty for until it ends or is paused.
    step : int
        For ``seek``.
    settings : dict of str to str
        For ``set``: parameters as in an address.
    target : str
        For ``open`` and ``press``: the panel or the button.
    """

    kind: ActionKind
    until: str = ""
    step: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    target: str = ""


@dataclass(frozen=True)
class Choice:
    """One answer to choose.

    Attributes
    ----------
    text : str
    when : str
        For a measured answer: which values make it the true one, ``above 0.5``, ``0.1 to 0.5``, ``below 0.1`` or the
        value itself; empty where the lesson names the answer.
    """

    text: str
    when: str = ""


@dataclass(frozen=True)
class Ask:
    """A question to the hall.

    Attributes
    ----------
    question : str
    options : tuple of Choice
        Two to six.
    answer : str
        The text of the true option; ``measured`` where it is taken from the run.
    measure : str
        For a measured answer: what is measured, ``loss at step 300``.
    why : str
        What is said with the answer.
    vote : bool
        Whether phones may answer.
    seconds : int
        How long a vote stays open; 0 until it is closed by hand.
    again : bool
        Whether a second round follows a discussion.
    """

    question: str
    options: tuple[Choice, ...]
    answer: str
    measure: str = ""
    why: str = ""
    vote: bool = False
    seconds: int = 0
    again: bool = False


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes
    ----------
    id : str
        A slug; links go by it.
    view : View
    say : str
        One line for the hall, in a small part of Markdown, at most 400 characters.
    notes : str
        For the speaker.
    minutes : float
        How long the step takes.
    hide, only, lock : tuple of str
        Panels and controls that are not shown, that alone are shown, that cannot be changed.
    point : str
        What a ring is drawn around: a word of the drawings' links, or the path of a tensor.
    do, reveal : tuple of Action
        What the next key, and the key R, do first.
    ask : Ask or None
    """

    id: str
    view: View
    say: str = ""
    notes: str = ""
    minutes: float = 0.0
    hide: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    lock: tuple[str, ...] = ()
    point: str = ""
    do: tuple[Action, ...] = ()
    reveal: tuple[Action, ...] = ()
    ask: Ask | None = None


@dataclass(frozen=True)
class Lesson:
    """A whole lesson.

    Attributes
    ----------
    name : str
        Of its file without the ending; what addresses call it.
    title, author, language, licence : str
    steps : tuple of Step
        One or more, with different ids.
    """

    name: str
    title: str
    author: str
    language: str
    licence: str
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> float:
        """How long the whole lesson takes, in minutes."""
        return sum(step.minutes for step in self.steps)

    def step(self, id: str) -> Step:
        """Return a step by its id.

        Raises
        ------
        ValueError
            If there is none; the message names those that are there.
        """
        for step in self.steps:
            if step.id == id:
                return step
        raise ValueError(f"expected the id of a step, one of {', '.join(s.id for s in self.steps)}, got {id[:40]!r}")
