"""The settings of the Playground, which its player carries out, and the widgets that show them."""

import inspect
from collections.abc import Callable
from time import perf_counter

import streamlit as st

from nnviz.datasets import Dataset
from nnviz.experiments import RunRecipe, RunSettings
from nnviz.experiments.replay.recipe import CHANGES, STEP
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.drawings.direct_line import held
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.shell.run_cache import shared_frames
from nnviz.ui.shell.session import GIVEN_UP, PLAYER, session
from nnviz.ui.shell.startup import training_turns
from nnviz.ui.widgets.fields import Fields

STAGE = "stage"
"""The fragment that a change during training reruns, and nothing else."""

NAMED_FRAGMENTS = "key" in inspect.signature(st.fragment).parameters
"""Whether a fragment can be rerun by its name: from Streamlit 1.63 on. Before, the whole page runs again."""

PATIENCE = 3.0
"""Seconds that the page waits for the way of an address before it is drawn."""

STAGE_ONLY = "nnviz.playground.stage_only"
"""Whether a change that the callbacks have just carried out concerns nothing but the stage."""


class PlaygroundState(PageState[RunSettings]):
    """Settings that are in force: what the player cannot carry out is refused."""

    def attempt(self, make: Callable[[RunSettings], RunSettings]) -> str:
        """Train with other settings from now on, or leave everything as it is and return why."""
        refusal = self.attempt_on_stage(make)
        if not refusal and session().get(STAGE_ONLY):
            st.rerun(STAGE)
        return refusal

    def attempt_on_stage(self, make: Callable[[RunSettings], RunSettings]) -> str:
        """Do the same where the stage asks for it, and note whether nothing else need be drawn anew."""
        player()
        before = self.settings
        session().pop(STAGE_ONLY, None)
        if refusal := super().attempt(make):
            return refusal
        session()[GIVEN_UP] = before.dropped_choices(self.settings)
        live = not before.must_restart(self.settings) and before.view == self.settings.view
        if NAMED_FRAGMENTS and live and player().playing:
            session()[STAGE_ONLY] = True
        return ""

    def visit(self) -> None:
        """Begin anew where the address leads; the training on view becomes a past one."""
        super().visit()
        session().pop(GIVEN_UP, None)
        if PLAYER in session():
            _go_where_the_address_leads(held(PLAYER))

    def adopt(self, settings: RunSettings) -> None:
        """Train with these settings from now on."""
        self.use(settings)

    def use(self, settings: RunSettings, own: Dataset | None = None) -> None:
        """Train with these settings, and these own data, from now on.

        Raises
        ------
        ValueError
            If they cannot be carried out; then nothing has changed.
        """
        player().apply(settings, own)
        self._begin_recipe(settings)

    def begin(self, settings: RunSettings) -> None:
        """Begin anew with these settings, at the first step.

        Raises
        ------
        ValueError
            If they cannot be carried out; then nothing has changed.
        """
        player().begin(settings)
        self._begin_recipe(settings)

    @property
    def in_address(self) -> RunSettings:
        """The settings that the address holds: where it leads on by changes, those that it begins with."""
        kept = held(PLAYER)
        return kept.recipe.start if kept and CHANGES in st.query_params else self.settings

    @property
    def shared(self) -> RunRecipe:
        """The way to the step on view."""
        return player().recipe

    def keep(self, settings: RunSettings) -> None:
        """Make these the page's settings and show them in the address."""
        super().keep(settings)
        self.show_in_address()

    def follow(self, settings: RunSettings) -> None:
        """Take over what was set on the direct line, with which the training goes on already."""
        before = self.settings
        self._begin_recipe(settings)
        session()[GIVEN_UP] = before.dropped_choices(settings)

    def undo(self) -> None:
        """Go back to the settings before the last change, even one that the page has not followed yet."""
        player()
        super().undo()

    def redo(self) -> None:
        """Go on to the settings before the last undo, unless something was changed since."""
        player()
        super().redo()

    def _begin_recipe(self, settings: RunSettings) -> None:
        session().pop(GIVEN_UP, None)
        leave_address_behind()
        self.keep(settings)


state = PlaygroundState("playground", RunSettings)
fields = Fields(state)


def leave_address_behind() -> None:
    """Take the step and the changes on the way out of the address: what is on view has left that way."""
    for name in (STEP, CHANGES):
        if name in st.query_params:
            del st.query_params[name]


def player() -> RunPlayer:
    """Return this visitor's player; at first one that stands where the address leads."""
    kept = session()
    if PLAYER not in kept:
        kept[PLAYER] = _first_player()
    run_player: RunPlayer = held(PLAYER)
    if run_player.ahead_of_page:
        run_player.ahead_of_page = False
        state.follow(run_player.settings)
    state.show_in_address()
    return run_player


def _first_player() -> RunPlayer:
    """Go the way of the address, or start with the usual settings where these cannot be carried out."""
    recipe = _recipe_of_address()
    try:
        session()[PLAYER] = run_player = RunPlayer(recipe.start, shared=shared_frames())
        if recipe.step or recipe.changes:
            replay(run_player, recipe)
    except ValueError as error:
        state.note(f"The settings in the address cannot be used: {error}")
        run_player = RunPlayer(RunSettings(), shared=shared_frames())
    state.keep(run_player.settings)
    state.forget_history()
    return run_player


def _recipe_of_address() -> RunRecipe:
    """Read where the address leads, and note what of it is left out."""
    _ = state.settings
    query = st.query_params.to_dict()
    recipe, notes = RunRecipe.from_query(query)
    for text in notes[len(RunSettings.from_query(query)[1]) :]:
        state.note(text)
    return recipe


def _go_where_the_address_leads(run_player: RunPlayer) -> None:
    """Have a player that is there already begin anew with the way of the address."""
    recipe = _recipe_of_address()
    try:
        if recipe.step or recipe.changes:
            replay(run_player, recipe)
        else:
            run_player.begin(recipe.start)
    except ValueError as error:
        state.note(f"The settings in the address cannot be used: {error}")
        run_player.begin(RunSettings())
    state.keep(run_player.settings)
    state.forget_history()


def replay(run_player: RunPlayer, recipe: RunRecipe, own: Dataset | None = None) -> None:
    """Go a whole way again, and show how far it is; what takes longer goes on on the stage, where a pause ends it."""
    going, until = run_player.replaying(recipe, own), perf_counter() + PATIENCE
    bar = st.progress(0.0, f"Training to step {recipe.step:,}")
    while perf_counter() < until:
        with training_turns():
            share = next(going, None)
        if share is None:
            break
        bar.progress(min(1.0, share))
    bar.empty()
