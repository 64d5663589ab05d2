"""One visitor's race: its player in the session, its stage in a fragment, its settings in the address."""

import streamlit as st

from nnviz.experiments.activation_race import RaceSettings
from nnviz.experiments.address.seeds import next_seed
from nnviz.stage.activation_race import RacePlayer
from nnviz.stage.requests import Command
from nnviz.ui.activation_race.state import PLAYER, PREDICTION, state
from nnviz.ui.drawings.direct_line import held
from nnviz.ui.drawings.stage import live_stage
from nnviz.ui.shell.lesson_place import in_lesson
from nnviz.ui.shell.run_cache import shared_frames
from nnviz.ui.shell.session import session
from nnviz.ui.widgets.untrusted_text import show_warning

PAGE_IS_OLD = "nnviz.race.page_is_old"
PLACED = "nnviz.race.placed"
"""The prediction that stood when the race began."""

QUIET = frozenset({"speed"})
"""Commands after which the rest of the page need not be drawn anew."""

LOCKED = "First predict the winner above, then press Play."


def player() -> RacePlayer:
    """Return this visitor's race; another one where the settings have changed."""
    kept, wanted = session(), state.settings
    if PLAYER not in kept:
        kept[PLAYER] = _first_player(wanted)
    race_player: RacePlayer = held(PLAYER)
    if race_player.settings != wanted:
        try:
            race_player.begin(wanted)
        except ValueError as error:
            state.keep(race_player.settings)
            show_warning(f"The race could not be set up: {error}")
    return race_player


def _first_player(wanted: RaceSettings) -> RacePlayer:
    try:
        return RacePlayer(wanted, shared_frames())
    except ValueError as error:
        show_warning(f"The race could not be set up, so the default race is shown: {error}")
        state.keep(RaceSettings())
        return RacePlayer(RaceSettings(), shared_frames())


@st.fragment
def race_stage() -> None:
    """Show the live race and answer what it asks; after a command that changes what is on view, the page follows."""
    racing = player()
    waits = racing.newest == 0 and session().get(PREDICTION) is None and not in_lesson()
    racing.locked = LOCKED if waits else ""
    ended = live_stage(racing, "race", _carry_out, alone=QUIET, component="activation_race")
    if session().pop(PAGE_IS_OLD, False) or ended:
        st.rerun()


def place_prediction(racing: RacePlayer) -> None:
    """Take down the prediction, if the race has not begun yet: later ones do not count."""
    if racing.newest == 0:
        session()[PLACED] = session().get(PREDICTION)


def _carry_out(command: Command) -> None:
    racing = player()
    place_prediction(racing)
    if command.name == "reseed":
        state.update(first_seed=next_seed(racing.settings, "first_seed", racing.settings.seeds))
        racing.answer(command)
    racing.carry_out(command)
    if command.name not in QUIET:
        session()[PAGE_IS_OLD] = True
