"""A parameter of an activation, optimizer, ...: its name, meaning, default and legal values."""

import math
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeGuard, TypeVar

import numpy as np

T = TypeVar("T")


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a finite real number, Python's or NumPy's; a boolean is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        return False
    if isinstance(value, np.floating):
        return bool(np.isfinite(value))
    return bool(-sys.float_info.max <= value <= sys.float_info.max)  # else infinite, NaN, or too large an integer


def is_whole(value: object) -> TypeGuard[int]:
    """Whether a value is an integer, Python's or NumPy's; a boolean is none."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def check_flag(value: object, name: str) -> None:
    """Refuse what is neither True nor False, Python's or NumPy's.

    Raises
    ------
    ValueError
        With the argument's name.
    """
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"expected {name} to be True or False, got {' '.join(repr(value).split())[:40]}")


def check_kind(value: object, kind: type, name: str, example: str) -> None:
    """Refuse an argument of another kind than the engine's own.

    Parameters
    ----------
    value : object
    kind : type
    name : str
        The argument's, for the message.
    example : str
        How such an object is made.

    Raises
    ------
    ValueError
        If it is of another kind.
    """
    if not isinstance(value, kind):
        given = f"{type(value).__name__} ({' '.join(str(value).split())[:40]})"
        raise ValueError(f"expected {name} to be an instance of {kind.__name__}, got {given}; write {example}")


def check_name(name: object, known: Collection[str], kind: str, hint: str = "") -> None:
    """Refuse a name that a catalogue does not know, whatever it is that was given for a name.

    Raises
    ------
    ValueError
        With the known names.
    """
    if not isinstance(name, str) or name not in known:
        raise ValueError(f"expected {kind}, one of {', '.join(known)}, got {name!r}{hint}")


def named(catalogue: Mapping[str, type[T]], name: str, kind: str, parameters: Mapping[str, float]) -> T:
    """Make the entry of that name with these parameters, which are the fields of its class.

    Raises
    ------
    ValueError
        If the name or a parameter is unknown, or a value out of its range.
    """
    check_name(name, catalogue, kind)
    made: Any = catalogue[name]
    known = [entry.name for entry in fields(made)]
    unknown = [key for key in parameters if key not in known]
    if unknown:
        raise ValueError(f"{name} knows these parameters: {', '.join(known) or 'none'}; got {', '.join(unknown)}")
    return made(**parameters)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Parameter:
    """One number that can be chosen for an activation, an initializer, an optimizer, a schedule or a loss.

    Attributes
    ----------
    name : str
        As the code spells it.
    symbol : str
        Its letter in the formulas, in LaTeX.
    meaning : str
        A few words for the user.
    default : float
        The value when none is given.
    above, at_least, at_most, below : float
        The legal values: greater than `above`, less than `below`, and from `at_least` to `at_most`. Always finite.
    choices : tuple of float
        If not empty, the only legal values.
    whole : bool
        Whether only whole numbers are legal.
    """

    name: str
    symbol: str
    meaning: str
    default: float
    above: float = -math.inf
    at_least: float = -math.inf
    at_most: float = math.inf
    choices: tuple[float, ...] = ()
    below: float = math.inf
    whole: bool = False

    @property
    def legal(self) -> str:
        """The legal values in words, such as "a number above 0 and at most 1"."""
        if self.choices:
            return "one of " + ", ".join(f"{choice:g}" for choice in self.choices)
        bounds = [
            ("above", self.above),
            ("at least", self.at_least),
            ("at most", self.at_most),
            ("below", self.below),
        ]
        words = " and ".join(f"{word} {bound:g}" for word, bound in bounds if math.isfinite(bound))
        kind = "whole number" if self.whole else "number"
        return f"a {kind} {words}" if words else f"a finite {kind}"

    def allows(self, value: object) -> bool:
        """Whether a value is a finite number inside the legal range."""
        if not is_number(value):
            return False
        if self.choices:
            return value in self.choices
        number = float(value)  # a float32 could not be compared with a bound of 1e300
        inside = self.above < number < self.below and self.at_least <= number <= self.at_most
        return inside and (not self.whole or number.is_integer())


def check_parameters(
    owner: str, parameters: tuple[Parameter, ...], given: dict[str, float]
) -> tuple[tuple[str, float], ...]:
    """Check the given values and fill in defaults for the others.

    Parameters
    ----------
    owner : str
        Whose parameters these are, for the message.
    parameters : tuple of Parameter
        All that the owner has.
    given : dict
        Name to value.

    Returns
    -------
    tuple of (name, value)
        All parameters in their order, as plain floats.

    Raises
    ------
    ValueError
        If a name is unknown or a value is not legal.
    """
    names = [parameter.name for parameter in parameters]
    for name in given:
        if name not in names:
            known = f"only {', '.join(names)}" if names else "none"
            raise ValueError(f"expected parameters of {owner} ({known}), got {name!r}; leave it out or rename it")
    for parameter in parameters:
        value = given.get(parameter.name, parameter.default)
        if not parameter.allows(value):
            raise ValueError(
                f"expected {parameter.name} of {owner} to be {parameter.legal}, got {value!r}; "
                f"the usual value is {parameter.default:g}"
            )
    return tuple((p.name, float(given.get(p.name, p.default))) for p in parameters)
