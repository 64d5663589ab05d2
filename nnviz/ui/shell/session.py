"""The session's keys, all in one place, and the settings that travel between address, widgets and run."""

from collections.abc import MutableMapping
from typing import Any

import streamlit as st

from nnviz.experiments import Settings
from nnviz.experiments.replay.recipe import CHANGES, STEP

ENTERED = "nnviz.entered"
SETTINGS = "nnviz.settings"
NOTES = "nnviz.notes"
PROBLEM = "nnviz.problem"
GIVEN_UP = "nnviz.given_up"
"""What a change of settings could not keep, in words."""
SHOWCASE = "nnviz.showcase"
PLAYER = "nnviz.player"
PAGE_IS_OLD = "nnviz.page_is_old"
PANEL = "nnviz.panel"
PRESET = "nnviz.preset"
PASTED = "nnviz.pasted"
RESULTS_OF = "nnviz.results_of"
REOPEN = "nnviz.reopen"
SHARE_PLACE = "nnviz.share_place"
UPLOAD = "nnviz.upload."
"""Before the number of a field that takes weights: each file gets a fresh one."""
UPLOADED = "nnviz.uploaded"
"""How many files of weights were taken, and what became of the last one."""
INSPECTOR = "nnviz.inspector."
"""Before an inspector's key: what is open in it."""

OWN_DATA = "nnviz.own."
"""Before the keys of the panel of own data."""

WIDGET = "set."
"""Before the name of every settings widget's key."""


def session() -> MutableMapping[str, Any]:
    """Return the session's state, for the keys of this module."""
    return st.session_state  # type: ignore[return-value]


def current_settings() -> Settings:
    """Return the settings of this session; at its start those of the address.

    What could not be read in the address is left out, and told by `take_notes`.
    """
    state = session()
    if SETTINGS not in state:
        state[SETTINGS], notes = Settings.from_query(st.query_params.to_dict())
        state[NOTES] = list(notes)
    settings: Settings = state[SETTINGS]
    return settings


def keep_settings(settings: Settings) -> None:
    """Make these the session's settings and show them in the address."""
    session()[SETTINGS] = settings
    show_in_address(settings)


def show_in_address(settings: Settings) -> None:
    """Write the settings into the address, and leave alone what else stands there."""
    wanted = settings.foreign(st.query_params.to_dict()) | settings.to_query()
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def forget_journey() -> None:
    """Take the step and the changes on the way out of the address: what is on view has left that way."""
    for name in (STEP, CHANGES):
        if name in st.query_params:
            del st.query_params[name]


def note(text: str) -> None:
    """Leave a sentence for the next time the page is drawn."""
    session().setdefault(NOTES, []).append(text)


def take_notes() -> list[str]:
    """Return the sentences that were left, each once."""
    notes: list[str] = session().pop(NOTES, [])
    return notes
