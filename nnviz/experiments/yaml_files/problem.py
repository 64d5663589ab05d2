"""What is wrong in a file, with the file, the line and the key that it is about."""

from collections.abc import Iterable
from dataclasses import dataclass

MAX_PROBLEMS = 20
"""How many problems a message tells; whoever mends those sees the rest."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong.

    Attributes
    ----------
    file : str
        The file's name, without folders.
    line : int
        1 for the first; 0 where the file as a whole is meant.
    key : str
        Where in the file: ``steps[why-sigmoid].ask.measure``; empty for the file as a whole.
    message : str
        What was expected, what was given, how to mend it.
    """

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        """Write it on one line: ``vanishing.yaml, line 12, steps[why].say: expected ...``."""
        line = (f"line {self.line}",) if self.line else ()
        return ", ".join(filter(None, (self.file, *line, self.key))) + f": {self.message}"


class FileError(ValueError):
    """A file that cannot be used, with all that is wrong in it.

    Attributes
    ----------
    problems : tuple of Problem
        One or more, in the order of their lines.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        shown = [str(problem) for problem in self.problems[:MAX_PROBLEMS]]
        rest = len(self.problems) - len(shown)
        super().__init__("\n".join([*shown, *([f"and {rest} more"] if rest else [])]))
