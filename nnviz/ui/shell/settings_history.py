"""The settings that a page had before, so that a change can be undone and done again."""

import math
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from nnviz.experiments.address.record import AddressRecord

S = TypeVar("S", bound=AddressRecord)

KEPT = 100
"""How many settings are kept at most; the oldest goes first."""

ONE_DRAG = 1.0
"""Seconds: changes of the same fields that follow each other faster are one, as while a slider is dragged."""


@dataclass(frozen=True)
class SettingsHistory(Generic[S]):
    """What undo and redo lead to.

    Attributes
    ----------
    past : tuple of AddressRecord
        The settings before each change, the newest last.
    future : tuple of AddressRecord
        What was undone, the newest last.
    changed : frozenset of str
        The fields of the last change.
    at : float
        When that was, in seconds.
    """

    past: tuple[S, ...] = ()
    future: tuple[S, ...] = ()
    changed: frozenset[str] = frozenset()
    at: float = -math.inf

    def after(self, before: S, now: S, at: float) -> Self:
        """Return the history after a change of settings; one to the settings before the last change undoes it.

        Parameters
        ----------
        before, now : AddressRecord
        at : float
            The time, in seconds from any moment on.
        """
        if before == now:
            return self
        if self.past and now == self.past[-1]:
            return type(self)(self.past[:-1], (*self.future, before))
        if self.future and now == self.future[-1]:
            return type(self)((*self.past, before), self.future[:-1])
        changed = frozenset(name for name in type(now).model_fields if getattr(before, name) != getattr(now, name))
        same_drag = bool(self.past) and changed & self.changed and at - self.at < ONE_DRAG
        past = self.past if same_drag else (*self.past, before)[-KEPT:]
        return type(self)(past, (), changed, at)
