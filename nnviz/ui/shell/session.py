"""The session's keys, all in one place; only those of widgets are made by `PageState.key`."""

from collections.abc import MutableMapping
from typing import Any

import streamlit as st

ENTERED = "nnviz.entered"
PAGE = "nnviz.page"
"""The last part of the address of the page on view."""
ARRIVED = "nnviz.arrived"
"""Whether another page was on view before this run."""
ARRIVING = "nnviz.arriving"
"""Whether the app runs for the first time in this session."""
CORRECTED = "nnviz.corrected"
"""What the address is to be as soon as the browser can replace it."""
PROJECTOR = "nnviz.projector"
"""Whether projector mode is on, on every page."""
SETTINGS = "nnviz.settings."
"""Before the name of a page: its settings."""
BEFORE = "nnviz.before."
"""Before a drawing's key: the settings that were changed in it, with their values before."""
RESTARTED = "nnviz.restarted."
"""Before a drawing's key: whether it has just gone back to its start."""
HISTORY = "nnviz.history."
"""Before the name of a page: the settings that it had before."""
NOTES = "nnviz.notes."
"""Before the name of a page: sentences that were left for the next time it is drawn."""
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

RECORDING = "nnviz.recording"
"""Whether the page is recorded: then whole trainings are sent at once, since nobody will ask for more."""
OWN_DATA = "nnviz.own."
"""Before the keys of the panel of own data."""


def session() -> MutableMapping[str, Any]:
    """Return the session's state, for the keys of this module."""
    return st.session_state  # type: ignore[return-value]
