"""One visitor's training on a page: its player in the session, its stage in a fragment, its settings in the address."""

import inspect
from collections.abc import Callable
from typing import Any

import streamlit as st

from nnviz.datasets import Dataset
from nnviz.experiments import Journey, Settings
from nnviz.experiments.replay.past_runs import PastRun
from nnviz.export.weights import load_weights
from nnviz.stage.requests import Command, Need
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.drawings.stage import live_stage
from nnviz.ui.playground.panels import show_what_was_pointed_at
from nnviz.ui.shell.session import (
    GIVEN_UP,
    PAGE_IS_OLD,
    PLAYER,
    PROBLEM,
    current_settings,
    forget_journey,
    keep_settings,
    note,
    session,
    show_in_address,
)
from nnviz.ui.shell.startup import training_lock

STAGE = "stage"
"""The fragment that a change during training reruns, and nothing else."""

NAMED_FRAGMENTS = "key" in inspect.signature(st.fragment).parameters
"""Whether a fragment can be rerun by its name: from Streamlit 1.63 on. Before, the whole page runs again."""

STAGE_ONLY = "nnviz.playground.stage_only"
"""Whether a change that the callbacks have just carried out concerns nothing but the stage."""

QUIET = frozenset({"play", "speed"})
"""Commands after which the rest of the page need not be drawn anew."""


def player() -> RunPlayer:
    """Return this visitor's player; at first one that stands where the address leads."""
    state = session()
    if PLAYER not in state:
        state[PLAYER] = _first_player()
    found: RunPlayer = state[PLAYER]
    show_in_address(found.settings)
    return found


def _first_player() -> RunPlayer:
    """Go the way of the address, or start with the usual settings where these cannot be carried out."""
    current_settings()
    journey, notes = Journey.from_query(dict(st.query_params.items()))
    for text in notes[len(Settings.from_query(dict(st.query_params.items()))[1]) :]:
        note(text)
    try:
        found = RunPlayer(journey.start)
        if journey.step:
            _replay(found, journey)
    except ValueError as error:
        note(f"The settings in the address cannot be used: {error}")
        found = RunPlayer(Settings())
    keep_settings(found.settings)
    return found


def _replay(found: RunPlayer, journey: Journey, own: Dataset | None = None) -> None:
    """Go a whole way again, and show how far it is."""
    bar = st.progress(0.0, f"Training to step {journey.step:,}")
    for share in found.replaying(journey, own):
        bar.progress(min(1.0, share))
    bar.empty()


def change_settings(fields: dict[str, Any]) -> None:
    """Carry out what a person changed in the controls; what cannot be done is told and changes nothing.

    Parameters
    ----------
    fields : dict
        New values of fields of `Settings`.
    """
    before = current_settings()
    if not _is_carried_out(lambda: use_settings(before.changed(**fields))):
        return
    session()[GIVEN_UP] = before.given_up(current_settings())
    if NAMED_FRAGMENTS:
        live = not before.must_restart(current_settings()) and before.view == current_settings().view
        if live and player().playing:
            session()[STAGE_ONLY] = True
            st.rerun(STAGE)


def use_settings(settings: Settings, own: Dataset | None = None) -> None:
    """Train with these settings, and these own data, from now on.

    Raises
    ------
    ValueError
        If they cannot be carried out; then nothing has changed.
    """
    player().apply(settings, own)
    session().pop(PROBLEM, None)
    session().pop(GIVEN_UP, None)
    forget_journey()
    keep_settings(settings)


def begin_with(settings: Settings) -> None:
    """Begin anew with these settings, at the first step.

    Raises
    ------
    ValueError
        If they cannot be carried out; then nothing has changed.
    """
    player().begin(settings)
    session().pop(PROBLEM, None)
    session().pop(GIVEN_UP, None)
    forget_journey()
    keep_settings(settings)


def begin_changed(fields: dict[str, Any]) -> None:
    """Begin anew with some settings changed; what cannot be done is told and changes nothing.

    Parameters
    ----------
    fields : dict
        New values of fields of `Settings`.
    """
    _is_carried_out(lambda: begin_with(current_settings().changed(**fields)))


def reopen(past: PastRun) -> None:
    """Train again to where a past run was left; the present one becomes a past one."""
    found = player()
    if _is_carried_out(lambda: _replay(found, past.journey, past.own)):
        forget_journey()
        keep_settings(found.settings)


def take_weights(data: bytes) -> None:
    """Go on with the weights of a file.

    Raises
    ------
    ValueError
        If they do not fit the network; then nothing has changed.
    """
    found = player()
    found.load(load_weights(data, found.run))


def _is_carried_out(action: Callable[[], None]) -> bool:
    """Do something that may be refused, and return whether it was done; the reason why not then stands on the page."""
    session().pop(PROBLEM, None)
    try:
        action()
    except ValueError as error:
        session()[PROBLEM] = str(error)
        return False
    return True


@(st.fragment(key=STAGE) if NAMED_FRAGMENTS else st.fragment)
def stage() -> None:
    """Show the live stage and answer what it asks; after a command that changes what is on view, the page follows."""
    playing = player()
    session().pop(STAGE_ONLY, None)
    was_playing = playing.playing
    with training_lock():
        message = playing.next_message()
    live_stage(message, "live", _supply, _carry_out)
    has_stopped = was_playing and not playing.playing
    if session().pop(PAGE_IS_OLD, False) or has_stopped:
        keep_settings(playing.settings)
        st.rerun()


def _supply(need: Need) -> None:
    """Note what the browser has.

    Where its request and a change of the stage alone come in one run, both must ask for the stage: one callback that
    returns without asking has the whole page run again. Those of plain widgets are called before those of components.
    """
    player().need(need)
    if session().pop(STAGE_ONLY, False):
        st.rerun(STAGE)


def _carry_out(command: Command) -> None:
    player().carry_out(command)
    show_what_was_pointed_at(command, player().run)
    if command.name not in QUIET:
        session()[PAGE_IS_OLD] = True
