"""One visitor's training on a page: its player in the session, its stage in a fragment, its settings in the address."""

import inspect
from typing import Any

import streamlit as st

from nnviz.experiments import Settings
from nnviz.stage.player import Player
from nnviz.stage.requests import Command
from nnviz.ui.stage import live_stage
from nnviz.ui.startup import training_lock
from nnviz.ui.state import PLAYER, PROBLEM, current_settings, keep_settings, note, session

STAGE = "stage"
"""The fragment that a change during training reruns, and nothing else."""

NAMED_FRAGMENTS = "key" in inspect.signature(st.fragment).parameters
"""Whether a fragment can be rerun by its name: from Streamlit 1.63 on. Before, the whole page runs again."""


def player() -> Player:
    """Return this visitor's player; at first one for the settings of the address."""
    state = session()
    if PLAYER not in state:
        state[PLAYER] = _first_player()
    found: Player = state[PLAYER]
    return found


def _first_player() -> Player:
    """Start with the settings of the address, or with the usual ones where these cannot be carried out."""
    try:
        return Player(current_settings())
    except ValueError as error:
        note(f"The settings in the address cannot be used: {error}")
        keep_settings(Settings())
        return Player(Settings())


def change_settings(fields: dict[str, Any]) -> None:
    """Carry out what a person changed in the controls; what cannot be done is told and changes nothing.

    Parameters
    ----------
    fields : dict
        New values of fields of `Settings`.
    """
    state = session()
    before = current_settings()
    try:
        settings = before.changed(**fields)
        player().apply(settings)
    except ValueError as error:
        state[PROBLEM] = str(error)
        return
    state.pop(PROBLEM, None)
    keep_settings(settings)
    if NAMED_FRAGMENTS and not before.must_restart(settings):
        st.rerun(STAGE)


@(st.fragment(key=STAGE) if NAMED_FRAGMENTS else st.fragment)
def stage() -> None:
    """Show the live stage and answer what it asks."""
    playing = player()
    if playing.settings != current_settings():
        keep_settings(playing.settings)
        st.rerun()
    with training_lock():
        message = playing.next_message()
    live_stage(message, "live", playing.need, _carry_out)


def _carry_out(command: Command) -> None:
    player().carry_out(command)
