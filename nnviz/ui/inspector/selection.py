"""What is selected in an inspector: kept in the session, so that another page and a new step find it as it was."""

from dataclasses import dataclass, replace
from typing import Any

from nnviz.ui.shell.session import INSPECTOR, session

Pointer = tuple[str | None, tuple[int, ...] | None]


@dataclass(frozen=True)
class Selection:
    """What is selected.

    Attributes
    ----------
    path : str or None
        Of the tensor; None before one was chosen.
    entry : tuple of int
        Along the tensor's named axes; what it lacks is 0, what is beyond an axis's end means its last entry.
    sample : int or None
        The sample that is shown; None shows the batch.
    member : tuple of int
        Which network of an ensemble.
    written : bool
        Whether the formula is shown with the entry's numbers.
    shows : str
        "picture", "numpy" or "csv".
    pointer : tuple
        What the page pointed at last; only another one selects something.
    """

    path: str | None = None
    entry: tuple[int, ...] = ()
    sample: int | None = None
    member: tuple[int, ...] = ()
    written: bool = False
    shows: str = "picture"
    pointer: Pointer = (None, None)


def selection(key: str) -> Selection:
    """Return what is selected in the inspector of this key."""
    kept: Selection = session().get(INSPECTOR + key, Selection())
    return kept


def select(key: str, **fields: Any) -> None:
    """Change what is selected in the inspector of this key: new values of fields of `Selection`."""
    session()[INSPECTOR + key] = replace(selection(key), **fields)


def select_tensor(key: str, path: str, entry: tuple[int, ...] | None = None) -> None:
    """Open a tensor in an inspector from outside, such as from the stage: call it before the inspector is drawn.

    Parameters
    ----------
    key : str
        Of the inspector.
    path : str
        Of the tensor, as `walk` names it, such as ``layers[1].dW``.
    entry : tuple of int, optional
        An entry along the tensor's named axes; its formula is then filled in with its numbers.
    """
    select(key, path=path, **({"entry": tuple(entry), "written": True} if entry is not None else {}))


def follow(key: str, pointer: Pointer) -> None:
    """Open what the page points at, if it points somewhere else than before."""
    path, entry = pointer
    if pointer != selection(key).pointer:
        select(key, pointer=pointer)
        if path is not None:
            select_tensor(key, path, entry)
