"""What was made of a table once is remembered: the panel is drawn anew at every choice."""

from collections.abc import Callable
from typing import TypeVar, cast

from nnviz.ui.shell.session import OWN_DATA, session

Result = TypeVar("Result")


def remembered(name: str, of: object, make: Callable[[], Result]) -> Result:
    """Return what was made of the same thing before; else make it, and forget what was made of another thing.

    Parameters
    ----------
    name : str
        What is made.
    of : object
        What it is made of; compared by ``==``.
    make : callable
        Makes it, without drawing anything.
    """
    key = f"{OWN_DATA}remembered.{name}"
    kept = session().get(key)
    if kept is None or kept[0] != of:
        kept = session()[key] = (of, make())
    return cast(Result, kept[1])
