"""Which measured values make an option the true one: ``above 0.5``, ``0.1 to 0.5``, ``below 0.1``, or the value."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.experiments.address.echo import echo

_NUMBER = r"-?(?:[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)(?:e-?[0-9]{1,3})?(?: ?%)?"
_ABOVE = re.compile(rf"(above|below) ({_NUMBER})")
_BETWEEN = re.compile(rf"({_NUMBER}) to ({_NUMBER})")


@dataclass(frozen=True)
class Part:
    """A part of the axis: a value at its lower end belongs to it, one at its upper end to the next part."""

    low: float
    high: float

    def holds(self, value: float | str) -> bool:
        """Return whether a value lies in it; infinity lies in the uppermost part, a text in none."""
        if isinstance(value, str):
            return False
        return self.low <= value and (value < self.high or self.high == math.inf)


@dataclass(frozen=True)
class Exactly:
    """One value: a number or a text."""

    text: str

    def holds(self, value: float | str) -> bool:
        """Return whether it is that value; texts are compared without regard to capitals."""
        if isinstance(value, str):
            return value.casefold() == self.text.casefold()
        try:
            return math.isclose(number(self.text), value, rel_tol=1e-9, abs_tol=1e-12)
        except ValueError:
            return False


def number(text: str) -> float:
    """Read a number; ``20 %`` is 0.2, and commas may part thousands."""
    if not re.fullmatch(_NUMBER, text):
        raise ValueError(f"expected a number such as 0.5 or 20 %, got {echo(text)}")
    share = text.endswith("%")
    return float(text.rstrip("% ").replace(",", "")) / (100 if share else 1)


def read_outcome(text: str) -> Part | Exactly:
    """Read what makes an option true.

    Raises
    ------
    ValueError
        If a part of the axis is empty.
    """
    words = " ".join(text.split())
    if found := _ABOVE.fullmatch(words):
        return Part(number(found[2]), math.inf) if found[1] == "above" else Part(-math.inf, number(found[2]))
    if found := _BETWEEN.fullmatch(words):
        part = Part(number(found[1]), number(found[2]))
        if not part.low < part.high:
            raise ValueError(f"expected the smaller number first, such as 0.1 to 0.5, got {echo(words)}")
        return part
    return Exactly(words)


def check_outcomes(outcomes: Sequence[Part | Exactly]) -> None:
    """Refuse options of which not exactly one is true whatever is measured.

    Raises
    ------
    ValueError
        If parts overlap or leave a gap, values repeat, or parts and values are mixed.
    """
    parts = sorted((part for part in outcomes if isinstance(part, Part)), key=lambda part: (part.low, part.high))
    values = [one.text.casefold() for one in outcomes if isinstance(one, Exactly)]
    if parts and values:
        raise ValueError(
            f"expected all options as parts of the axis (above 0.5, 0.1 to 0.5, below 0.1) or all as values, got both "
            f"({echo(values[0])} is a value)"
        )
    if len(set(values)) < len(values):
        raise ValueError("expected a different value for each option, got one twice")
    for lower, upper in zip(parts, parts[1:], strict=False):
        if lower.high != upper.low:
            what = "both hold" if lower.high > upper.low else "none holds"
            low, high = sorted((lower.high, upper.low))
            raise ValueError(
                f"expected exactly one true option, but between {low:g} and {high:g} {what}; make them meet"
            )
    if parts and (parts[0].low > -math.inf or parts[-1].high < math.inf):
        raise ValueError(
            "expected an option 'below ...' and one 'above ...' at the ends of the axis, so that one is true"
        )
