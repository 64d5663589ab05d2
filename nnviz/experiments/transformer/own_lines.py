"""Lines "input -> output" that a person writes: read, checked, and turned into sequences of symbols to be continued."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from nnviz.datasets import Continuations
from nnviz.engine import Array

ARROW = "->"
FEWEST_LINES, MOST_LINES = 3, 20
MOST_CHARACTERS = 12
"""Of an input or an output."""

MOST_SYMBOLS = 40
SHOWN = 30
"""Characters of a line that a message repeats."""

ASKS, ENDS = "→", "end"
"""What stands for the arrow, and for the end of the output, among the names of the symbols."""


class Line(NamedTuple):
    """What is given, and what is to be said."""

    given: str
    answer: str


@dataclass(frozen=True)
class OwnLines:
    """Lines of one task.

    Attributes
    ----------
    lines : tuple of Line
    characters : tuple of str
        All different ones, sorted: the symbols. Two more stand for the arrow and for the end.
    """

    lines: tuple[Line, ...]
    characters: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each symbol; a space is seen."""
        return (*("_" if one == " " else one for one in self.characters), ASKS, ENDS)

    @property
    def longest(self) -> int:
        """Characters of the longest input: no place beyond it has been learned."""
        return max(len(line.given) for line in self.lines)

    @property
    def steps(self) -> int:
        """T: symbols that are read."""
        return self.longest + 1 + max(len(line.answer) for line in self.lines)

    def numbers_of(self, given: str, answer: str | None = None) -> list[int]:
        """Return an input and the arrow as numbers of symbols; with an answer that, and its end, too.

        Raises
        ------
        ValueError
            If a character stands in no line, or the input is longer than that of every line.
        """
        unknown = sorted(set(given + (answer or "")) - set(self.characters))
        if unknown:
            raise ValueError(
                f"expected characters that stand in the lines, got {unknown[0]!r}; the network has no symbol for others"
            )
        if not 1 <= len(given) <= self.longest:
            raise ValueError(
                f"expected an input of 1 to {self.longest} characters, as in the lines, got {len(given)}; later places "
                "have learned nothing"
            )
        arrow, end = len(self.characters), len(self.characters) + 1
        number = {one: k for k, one in enumerate(self.characters)}
        said = [] if answer is None else [*(number[one] for one in answer), end]
        return [*(number[one] for one in given), arrow, *said]

    def sequences(self, which: tuple[int, ...]) -> Continuations:
        """Return some lines as sequences; shorter ones are filled up by the sign of the end, which is not counted.

        Parameters
        ----------
        which : tuple of int
            From 0.
        """
        end = len(self.characters) + 1
        numbers = np.full((len(which), self.steps + 1), end, np.intp)
        counted = np.zeros((len(which), self.steps), np.bool_)
        for row, index in enumerate(which):
            given, answer = self.lines[index]
            said = self.numbers_of(given, answer)
            numbers[row, : len(said)] = said
            counted[row, len(given) : len(given) + len(answer) + 1] = True
        return Continuations(numbers, counted, self.names, min(len(self.lines[i].given) for i in which) + 1)

    def text(self, numbers: Array) -> str:
        """Return the characters of an answer up to its end."""
        found: list[str] = []
        for number in numbers.astype(int).tolist():
            if number >= len(self.characters):
                return "".join(found) if self.names[number] == ENDS else "".join(found) + ASKS
            found.append(self.characters[number])
        return "".join(found)


@lru_cache(maxsize=32)
def own_lines(text: str) -> OwnLines:
    r"""Read lines; empty ones are left out.

    Parameters
    ----------
    text : str

    Raises
    ------
    ValueError
        If a line has no arrow or an empty side, is too long, or asks for another answer than before; if there are too
        few or too many lines or symbols. The message names the line.

    Examples
    --------
    >>> own_lines("ab -> ba\nac -> ca\nbc -> cb").steps
    5
    """
    rows = [(n, row.strip()) for n, row in enumerate(text.replace("→", ARROW).splitlines(), 1) if row.strip()]
    lines: dict[str, str] = {}
    for n, row in rows:
        line = _line(n, row)
        if lines.get(line.given, line.answer) != line.answer:
            raise ValueError(f"expected one answer to an input, got another in line {n}: {row[:SHOWN]!r}")
        lines[line.given] = line.answer
    if not FEWEST_LINES <= len(lines) <= MOST_LINES:
        raise ValueError(
            f"expected {FEWEST_LINES} to {MOST_LINES} different lines, got {len(lines)}; write each as ab -> ba"
        )
    characters = sorted(set("".join(given + answer for given, answer in lines.items())))
    if len(characters) > MOST_SYMBOLS:
        raise ValueError(f"expected at most {MOST_SYMBOLS} different characters, got {len(characters)}; use fewer")
    return OwnLines(tuple(Line(*pair) for pair in lines.items()), tuple(characters))


def _line(n: int, row: str) -> Line:
    parts = [part.strip() for part in row.split(ARROW)]
    if len(parts) != 2 or not all(parts):
        raise ValueError(
            f"expected input {ARROW} output in line {n}, got {row[:SHOWN]!r}; write both, one arrow between"
        )
    for what, part in zip(("an input", "an output"), parts, strict=True):
        if len(part) > MOST_CHARACTERS:
            raise ValueError(
                f"expected {what} of at most {MOST_CHARACTERS} characters in line {n}, got {len(part)}; shorten it"
            )
        if not part.isprintable():
            raise ValueError(f"expected characters that can be seen in line {n}, got {row[:SHOWN]!r}; type it anew")
    return Line(*parts)
