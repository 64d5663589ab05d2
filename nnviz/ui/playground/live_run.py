"""What a person sets off on the Playground: settings, past runs and weights to go on with, and the live stage."""

from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from nnviz.experiments.replay.past_runs import PastRun
from nnviz.export.weights import load_weights
from nnviz.stage.requests import Command, Need
from nnviz.ui.drawings.stage import live_stage
from nnviz.ui.playground.on_picture import controls_on_picture, set_live, set_on_picture
from nnviz.ui.playground.panels import show_what_was_pointed_at
from nnviz.ui.playground.state import (
    NAMED_FRAGMENTS,
    STAGE,
    STAGE_ONLY,
    leave_address_behind,
    player,
    replay,
    state,
)
from nnviz.ui.shell.pending import runs_fragments
from nnviz.ui.shell.session import PAGE_IS_OLD, RETURNS, session
from nnviz.ui.widgets.untrusted_text import sentence

QUIET = frozenset({"play", "speed"})
"""Commands after which the rest of the page need not be drawn anew."""


def begin_changed(changes: dict[str, Any]) -> None:
    """Begin anew with some settings changed; what cannot be done changes nothing, and a message says why.

    Parameters
    ----------
    changes : dict
        New values of fields of `RunSettings`.
    """
    try:
        state.begin(player().settings.changed(**changes))
    except ValueError as error:
        state.note(str(error))


def reopen(past: PastRun) -> None:
    """Train again to where a past run was left; the present one becomes a past one."""
    run_player = player()
    try:
        replay(run_player, past.recipe, past.own)
    except ValueError as error:
        state.note(str(error))
    else:
        leave_address_behind()
        state.keep(run_player.settings)


def take_weights(data: bytes) -> None:
    """Go on with the weights of a file.

    Raises
    ------
    ValueError
        If they do not fit the network; then nothing has changed.
    """
    run_player = player()
    run_player.load(load_weights(data, run_player.run))


@(st.fragment(key=STAGE) if NAMED_FRAGMENTS else st.fragment)
def stage() -> None:
    """Show the live stage and answer what it asks; after a command that changes what is on view, the page follows."""
    playing = player()
    session().pop(STAGE_ONLY, None)
    if (query := session().pop(RETURNS, None)) is not None:
        st.query_params.from_dict(query)
        state.visit()
    playing.controls = controls_on_picture(playing.settings)
    key, component = ("live-sequences", "sequences") if playing.settings.is_sequence else ("live", "stage")
    live = partial(set_live, playing)
    ended = live_stage(playing, key, _carry_out, on_need=_supply, alone=QUIET, live=live, component=component)
    if session().pop(PAGE_IS_OLD, False) or ended:
        state.keep(playing.settings)
        st.rerun()


def _supply(need: Need) -> None:
    """Note what the browser has.

    Where its request and a change of the stage alone come in one run, both must ask for the stage: one callback that
    returns without asking has the whole page run again. Those of plain widgets are called before those of components.
    """
    player().need(need)
    if session().pop(STAGE_ONLY, False):
        _draw_stage_alone()


def _draw_stage_alone() -> None:
    """Have nothing but the stage drawn; a run that the stage itself has asked for does so anyway."""
    if not runs_fragments():
        st.rerun(STAGE)


def _carry_out(command: Command) -> None:
    if command.name == "set":
        _set(command)
        return
    if command.name == "return":
        _return(command)
        return
    player().carry_out(command)
    show_what_was_pointed_at(command, player().run)
    if command.name not in QUIET:
        session()[PAGE_IS_OLD] = True


def _return(command: Command) -> None:
    """Have the stage go where the browser's address leads: it lost the server on which it was trained."""
    run_player = player()
    if not run_player.is_new(command) or not isinstance(command.value, dict):
        return
    run_player.answer(command)
    pairs = parse_qsl(command.value["query"], keep_blank_values=True)
    query = {name: value for name, value in pairs if not name.startswith("embed")}  # those are Streamlit's own
    if query != st.query_params.to_dict():
        session()[RETURNS] = query
    session()[PAGE_IS_OLD] = True


def _set(command: Command) -> None:
    """Take a setting from the picture as from any other control; a refusal is told on the picture.

    Where the direct line has carried it out, the page follows alone.
    """
    run_player = player()
    if command.n <= run_player.followed:
        return
    run_player.followed = command.n
    if run_player.is_new(command):
        run_player.answer(command)
        if refusal := set_on_picture(command, state.attempt_on_stage):
            run_player.message = sentence(refusal)
    elif NAMED_FRAGMENTS and run_player.playing:
        session()[STAGE_ONLY] = True
    if session().get(STAGE_ONLY):
        _draw_stage_alone()
    else:
        session()[PAGE_IS_OLD] = True
