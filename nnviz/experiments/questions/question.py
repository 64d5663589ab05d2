"""A question with exactly one true answer, each option's truth computed by the experiment that poses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self


class Option(NamedTuple):
    """One answer to choose.

    Attributes
    ----------
    text : str
        The answer, in Markdown.
    true : bool
        Whether it holds for the run that is asked about: computed, never typed in.
    """

    text: str
    true: bool


@dataclass(frozen=True)
class Question:
    """What is asked before a picture shows it.

    Attributes
    ----------
    text : str
        The question, in Markdown.
    options : tuple of Option
        Two or more with different texts, exactly one of them true.
    because : str
        What the computation gave, in Markdown.

    Raises
    ------
    ValueError
        If no option or more than one is true, or two read the same: such a question must not be posed.
    """

    text: str
    options: tuple[Option, ...]
    because: str

    def __post_init__(self) -> None:
        texts = [option.text for option in self.options]
        if len(texts) < 2 or len(set(texts)) < len(texts):
            raise ValueError(f"expected two options or more with different texts, got {texts}")
        true = [option.text for option in self.options if option.true]
        if len(true) != 1:
            raise ValueError(f"expected exactly one true option for {self.text!r}, got {true}: do not pose it")

    @classmethod
    def pick(cls, text: str, options: Sequence[str], right: int, because: str) -> Self:
        """Return a question whose options exclude each other, such as ranges that part an axis: one is right.

        Parameters
        ----------
        text : str
        options : sequence of str
        right : int
            Which option is right: computed, never typed in.
        because : str
        """
        return cls(text, tuple(Option(option, i == right) for i, option in enumerate(options)), because)

    @classmethod
    def unique(cls, text: str, options: Sequence[Option], because: str) -> Self | None:
        """Return the question if exactly one of its options is true for the settings of now, else None: not posed."""
        return cls(text, tuple(options), because) if sum(option.true for option in options) == 1 else None

    @property
    def answer(self) -> str:
        """The text of the true option."""
        return next(option.text for option in self.options if option.true)


@dataclass(frozen=True)
class Prediction:
    """A question whose answer a run that is not complete will give: it is asked now and marked then.

    Then a `Question` with the same text and options takes its place, and keeps what a person has chosen.

    Attributes
    ----------
    text : str
        The question, in Markdown.
    options : tuple of str
        Two or more different answers.

    Raises
    ------
    ValueError
        If there are fewer than two options, or two read the same.
    """

    text: str
    options: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.options) < 2 or len(set(self.options)) < len(self.options):
            raise ValueError(f"expected two options or more with different texts, got {self.options}")
