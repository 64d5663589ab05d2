"""One visitor's race: its player in the session, its stage in a fragment, its settings in the address."""

import streamlit as st

from nnviz.experiments.activation_race import RaceSettings
from nnviz.stage.activation_race import RacePlayer
from nnviz.stage.requests import Command
from nnviz.ui.drawings.stage import live_stage
from nnviz.ui.shell.page_state import change, keep, page_settings
from nnviz.ui.shell.session import session
from nnviz.ui.shell.startup import training_lock

PLAYER = "nnviz.race.player"
PAGE_IS_OLD = "nnviz.race.page_is_old"
BET = "nnviz.race.bet"
"""Whom a person expects to win; it belongs to one race and goes with it."""

PLACED = "nnviz.race.placed"
"""The prediction that stood when the race began."""

QUIET = frozenset({"speed"})
"""Commands after which the rest of the page need not be drawn anew."""

LOCKED = "First predict who will win, above. Then press Play."


def settings() -> RaceSettings:
    """Return the page's settings."""
    return page_settings(RaceSettings)


def player() -> RacePlayer:
    """Return this visitor's race; another one where the settings have changed."""
    state, wanted = session(), settings()
    if PLAYER not in state:
        state[PLAYER] = _first_player(wanted)
    found: RacePlayer = state[PLAYER]
    if found.settings != wanted:
        try:
            found.begin(wanted)
        except ValueError as error:
            keep(found.settings)
            st.warning(f"The race could not be set up: {error}")
    return found


def _first_player(wanted: RaceSettings) -> RacePlayer:
    try:
        return RacePlayer(wanted)
    except ValueError as error:
        st.warning(f"The race could not be set up, so here is the usual one: {error}")
        keep(RaceSettings())
        return RacePlayer(RaceSettings())


def put(**changes: object) -> None:
    """Change some of the settings; another race begins, and waits for another prediction."""
    before = settings()
    change(RaceSettings, lambda now: now.changed(**changes))
    if settings() != before:
        session().pop(BET, None)


def vary(name: str) -> None:
    """Let the contestants differ in another thing."""
    change(RaceSettings, lambda now: now.with_vary(name))
    session().pop(BET, None)


@st.fragment
def race_stage() -> None:
    """Show the live race and answer what it asks; after a command that changes what is on view, the page follows."""
    racing = player()
    racing.locked = LOCKED if racing.newest == 0 and session().get(BET) is None else ""
    was_playing = racing.playing
    with training_lock():
        message = racing.next_message()
    live_stage(message, "race", racing.need, _carry_out, component="activation_race")
    if session().pop(PAGE_IS_OLD, False) or (was_playing and not racing.playing):
        st.rerun()


def place_bet(racing: RacePlayer) -> None:
    """Take down the prediction, if the race has not begun yet: later ones do not count."""
    if racing.newest == 0:
        session()[PLACED] = session().get(BET)


def _carry_out(command: Command) -> None:
    racing = player()
    place_bet(racing)
    if command.name == "reseed":
        first = racing.settings.first_seed + racing.settings.seeds
        put(first_seed=first)
        racing.answer(command)
    racing.carry_out(command)
    if command.name not in QUIET:
        session()[PAGE_IS_OLD] = True
