"""What a person should know of how a table was read: what was read differently, and what could not be decided."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """One thing that was read differently from its literal text, left out or guessed, told in one line.

    Attributes
    ----------
    subject : str
        What it is about, such as ``"column 'price'"``, ``"rows"`` or ``"text"``.
    sentence : str
        What was done, in plain words behind the subject, with an example cell and its row. Texts of the file stand in
        it as they are, quoted and shortened: who shows it escapes it.
    column : str or None
        The column's name in the table; None where the whole table is meant.
    row : int or None
        The row of the file that the example stands in.
    cell : str
        The example, as it stands in the file; empty where there is none.
    """

    subject: str
    sentence: str
    column: str | None = None
    row: int | None = None
    cell: str = ""

    @property
    def line(self) -> str:
        """Subject and sentence in one line."""
        return f"{self.subject}: {self.sentence}"


@dataclass(frozen=True)
class Question:
    """What the file does not decide: asked, with what each answer leads to.

    Attributes
    ----------
    key : str
        The keyword of `read_table` that answers it, such as ``"decimal"``; ``"kinds"`` wants a mapping from the
        column's name to the value.
    sentence : str
        The question, in plain words, with an example cell and its row.
    options : tuple of (str or bool, str)
        Values of the keyword, each with a label that shows the result.
    default : str or bool or None
        The value under which the table was read; None if it must be answered first.
    column : str or None
        The column's name; None where the whole table is meant.
    """

    key: str
    sentence: str
    options: tuple[tuple[str | bool, str], ...]
    default: str | bool | None
    column: str | None = None
