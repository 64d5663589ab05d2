"""When a step has played long enough: ``step 300``, ``epoch 10``, ``loss < 0.1``, ``test accuracy > 0.9``."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from nnviz.experiments.address.echo import echo

Quantity = Literal["step", "epoch", "loss", "test loss", "accuracy", "test accuracy"]
"""What a condition looks at; loss and accuracy without more words are those of the training samples."""

QUANTITIES: tuple[Quantity, ...] = get_args(Quantity)
COUNTED: tuple[Quantity, ...] = ("step", "epoch")
"""Quantities that only grow, so that they need no sign."""

MOST = 1e7
"""The largest bound."""

_WRITTEN = re.compile(r"([a-z]+(?: +[a-z]+)?) *([<>]?) *([0-9][0-9,_]*(?:\.[0-9]+)?(?:e-?[0-9]{1,2})?|\.[0-9]+) *(%?)")
_HOW = "expected step 300, epoch 10, loss < 0.1, test loss < 0.1, accuracy > 0.9 or test accuracy > 0.9"


@dataclass(frozen=True)
class Condition:
    """A quantity and the bound that it is to reach.

    Attributes
    ----------
    quantity : str
    sign : {'<', '>', '>='}
        `>=` for what is counted.
    bound : float
    """

    quantity: Quantity
    sign: Literal["<", ">", ">="]
    bound: float

    def __str__(self) -> str:
        """Write it as a lesson does."""
        sign = "" if self.quantity in COUNTED else f"{self.sign} "
        return f"{self.quantity} {sign}{self.bound:.10g}"

    def met(self, values: Mapping[str, float]) -> bool:
        """Return whether it is met; a quantity that is not there, or is not a number, meets nothing."""
        value = values.get(self.quantity, math.nan)
        if self.sign == "<":
            return value < self.bound
        return value > self.bound if self.sign == ">" else value >= self.bound


def read_condition(text: str) -> Condition:
    """Read a condition.

    Raises
    ------
    ValueError
        If the text is none.
    """
    found = _WRITTEN.fullmatch(text.strip())
    quantity = " ".join(found[1].split()) if found else ""
    if not found or quantity not in QUANTITIES:
        raise ValueError(f"{_HOW}, got {echo(text)}")
    bound = float(found[3].replace(",", "").replace("_", "")) / (100 if found[4] else 1)
    if not bound <= MOST:
        raise ValueError(f"expected a bound of at most {MOST:,.0f}, got {echo(found[3])}")
    if quantity in COUNTED:
        if found[2] or bound != int(bound) or bound < 1:
            raise ValueError(f"expected {quantity} and a whole number from 1, such as {quantity} 300, got {echo(text)}")
        return Condition(_quantity(quantity), ">=", bound)
    if not found[2]:
        raise ValueError(f"expected < or > between {quantity} and {found[3]}, got {echo(text)}")
    return Condition(_quantity(quantity), "<" if found[2] == "<" else ">", bound)


def _quantity(name: str) -> Quantity:
    return next(known for known in QUANTITIES if known == name)
