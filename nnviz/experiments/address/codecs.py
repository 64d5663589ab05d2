"""How a setting's value stands in an address as text; what the text means is decided by the setting's type.

Numbers are written in the shortest form that reads back equal, the entries of a tuple separated by commas, and None as
nothing. Everything else (names, yes and no, choices, layers) stands there as `str` writes it.
"""

import re
from collections.abc import Collection
from functools import partial
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic import AfterValidator

from nnviz.experiments.address.echo import echo

_ENTRY = re.compile(r"(?:[^,(]+|\([^)]*\)?)+")
"""What stands between two commas; one inside of brackets parts nothing."""


def number_text(value: float) -> str:
    """Write a number without loss, and without a plus sign, which addresses turn into a space."""
    return str(value) if isinstance(value, int) else repr(float(value)).replace("+", "").removesuffix(".0")


def value_text(value: object) -> str:
    """Write the value of a setting as it stands in an address."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ",".join(value_text(part) for part in value)
    return number_text(value) if isinstance(value, float) else str(value)


def split_text(text: str, annotation: Any) -> Any:
    """Part a text of an address as the type of its setting wants it; the parts stay texts, for pydantic to read.

    Parameters
    ----------
    text : str
    annotation : type
        A tuple's text is parted at commas outside of brackets, and nothing between two of them is no entry; where None
        is allowed, an empty text means None.
    """
    kinds = get_args(annotation) if NoneType in get_args(annotation) else (annotation,)
    if NoneType in kinds and not text:
        return None
    if any(get_origin(kind) is tuple for kind in kinds):
        return tuple(_ENTRY.findall(text))
    return text


def one_of(name: str, known: Collection[str], what: str = "one") -> str:
    """Return a name that is known.

    Raises
    ------
    ValueError
        If it is not; with those that are.
    """
    if name not in known:
        raise ValueError(f"expected {what} of {', '.join(known)}, got '{echo(name)}'; choose one of them")
    return name


def among(*known: str, what: str = "one") -> AfterValidator:
    """Return what a text must be one of, for the type of a setting: ``Annotated[str, among("a", "b")]``."""
    return AfterValidator(partial(one_of, known=known, what=what))
