"""Mounts the live stage on a page and hands what a person does on it to the page."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import streamlit as st

from nnviz.stage.player import Player
from nnviz.stage.requests import Command, Need
from nnviz.ui.drawings.direct_line import LiveSetting, direct_line
from nnviz.ui.drawings.first_paint import first_drawing, wait_for_paint
from nnviz.ui.drawings.packaged import packaged_component
from nnviz.ui.shell.pending import has_pending_request
from nnviz.ui.shell.startup import training_turns


def next_message(player: Player[Any, Any]) -> bytes:
    """Wait for the visitor's turn, and have the player train as far as the others leave time for.

    While frames to come are waited for in the line, the visitor may change something. Streamlit carries that out only
    after the present run of the page, which therefore ends without frames.
    """
    turns, urgent = training_turns(), player.is_awaited

    def between() -> bool:
        turns.step_aside()
        return has_pending_request()

    with turns.turn(urgent, None if urgent else has_pending_request) as is_ours:
        return player.next_message(turns.thinning, between) if is_ours else player.state_message()


def live_stage(
    player: Player[Any, Any],
    key: str,
    on_command: Callable[[Command], None],
    *,
    on_need: Callable[[Need], None] | None = None,
    alone: Collection[str] = (),
    live: LiveSetting | None = None,
    component: str = "stage",
) -> bool:
    """Show the live stage and what its player has for it. Call it in a fragment, so that a request reruns nothing else.

    Parameters
    ----------
    player : Player
        Held by this run (`direct_line.held`).
    key : str
        The component's key; stable, one a page.
    on_command : callable
        Called with a `Command` when a person presses something; the next run of the fragment answers it.
    on_need : callable, optional
        Called with a `Need` when the browser asks for frames by way of Streamlit; the next run of the fragment answers
        it. Unless given, the player takes it.
    alone : collection of str
        Names of commands that concern nothing but the stage: where there is a direct line, they run no page.
    live : callable, optional
        Carries out a command 'set' on the direct line; `on_command` is called with it, too.
    component : str
        Which one: the stage, or another one that speaks its language.

    Returns
    -------
    bool
        Whether training has ended, in this run or since the last one: what the page says of it is old.
    """
    line, was_playing = direct_line(), player.playing
    player.direct = None
    if line:
        line.serve(player, training_turns(), alone, live)
    knew_scene = player.knows_scene
    message = next_message(player)
    if line and knew_scene:
        line.send(message)
    first = first_drawing()
    packaged_component(component)(
        key=key,
        data=message,
        height="content",
        on_need_change=lambda: _hand_over(key, "need", Need.read, on_need or player.need),
        on_command_change=lambda: _hand_over(key, "command", Command.read, on_command),
    )
    wait_for_paint(first)
    ended = was_playing and not player.playing
    return (line.ended() if line else False) or ended


def _hand_over(key: str, trigger: str, read: Callable[[object], Any], callback: Callable[[Any], None]) -> None:
    """Call back with the trigger's value if it is a proper request."""
    state = st.session_state.get(key) or {}
    request = read(state.get(trigger))
    if request is not None:
        if line := direct_line():
            line.hold()
        callback(request)
