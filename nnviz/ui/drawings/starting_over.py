"""Brings a drawing back to its start: the settings that the user has changed in it get the values they had before.

A drawing need not say which settings it changes: what is different after it was asked for something is noted. So a page
that was opened by an address goes back to what the address said, and controls elsewhere on the page keep their values.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nnviz.experiments.address.record import AddressRecord
from nnviz.ui.shell.session import BEFORE, RESTARTED, SETTINGS, session


@contextmanager
def remembered(key: str) -> Iterator[None]:
    """Note which settings change inside of this, and what they were.

    Parameters
    ----------
    key : str
        The drawing's key.
    """
    before = _settings()
    yield
    kept: dict[tuple[str, str], Any] = session().setdefault(BEFORE + key, {})
    for page, now in _settings().items():
        was = before.get(page)
        if was is None or was is now:
            continue
        for name in type(now).model_fields:
            if getattr(was, name) != getattr(now, name):
                kept.setdefault((page, name), getattr(was, name))


def start_over(key: str) -> None:
    """Give the settings that were changed in a drawing the values they had before; those that no longer fit stay."""
    state = session()
    kept: dict[tuple[str, str], Any] = state.pop(BEFORE + key, {})
    state[RESTARTED + key] = True
    for page, now in _settings().items():
        own = {name: value for (of, name), value in kept.items() if of == page}
        try:
            state[page] = now.changed(**own)
        except ValueError:
            continue


def restarted(key: str) -> bool:
    """Return, once, whether a drawing has gone back to its start."""
    return bool(session().pop(RESTARTED + key, False))


def _settings() -> dict[str, AddressRecord]:
    """The settings of all pages that were visited, by their keys in the session."""
    found = ((str(name), value) for name, value in session().items())
    return {name: value for name, value in found if name.startswith(SETTINGS) and isinstance(value, AddressRecord)}
