"""Mounts the live stage on a page and hands what a person does on it to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from nnviz.stage.player import Player
from nnviz.stage.requests import Command, Need
from nnviz.ui.drawings.direct_line import DirectLine
from nnviz.ui.drawings.packaged import packaged_component
from nnviz.ui.shell.pending import has_pending_request
from nnviz.ui.shell.startup import training_turns

if TYPE_CHECKING:
    from streamlit.components.v2.bidi_component import ComponentResult


def next_message(player: Player[Any, Any], line: DirectLine | None = None) -> bytes:
    """Wait for the visitor's turn, and have the player train as far as the others leave time for.

    Along a direct line goes what a person has just changed, where the browser knows the scene.

    While frames to come are waited for in the line, the visitor may change something. Streamlit carries that out only
    after the present run of the page, which therefore ends without frames.
    """
    turns, urgent = training_turns(), player.is_awaited
    hurry = line is not None and player.changed and player.knows_scene
    player.direct = line.token if line else ""

    def between() -> bool:
        turns.step_aside()
        return has_pending_request()

    with turns.turn(urgent, None if urgent else has_pending_request) as is_ours:
        message = player.next_message(turns.thinning, between) if is_ours else player.state_message()
    if hurry and line:
        line.send(message)
    return message


def live_stage(
    data: bytes,
    key: str,
    on_need: Callable[[Need], None],
    on_command: Callable[[Command], None],
    component: str = "stage",
) -> ComponentResult:
    """Show the live stage. Call it in a fragment, so that a request reruns nothing else.

    Parameters
    ----------
    data : bytes
        One message, made by `nnviz.stage.pack`.
    key : str
        The component's key; stable, one a page.
    on_need : callable
        Called with a `Need` when the browser asks for frames; the next run of the fragment answers it.
    on_command : callable
        Called with a `Command` when a person presses something; the next run of the fragment answers it.
    component : str
        Which one: the stage, or another one that speaks its language.

    Returns
    -------
    ComponentResult
        What the component sent in this run, unread: `need` and `command`.
    """
    return packaged_component(component)(
        key=key,
        data=data,
        height="content",
        on_need_change=lambda: _hand_over(key, "need", Need.read, on_need),
        on_command_change=lambda: _hand_over(key, "command", Command.read, on_command),
    )


def _hand_over(key: str, trigger: str, read: Callable[[object], Any], callback: Callable[[Any], None]) -> None:
    """Call back with the trigger's value if it is a proper request."""
    state = st.session_state.get(key) or {}
    request = read(state.get(trigger))
    if request is not None:
        callback(request)
