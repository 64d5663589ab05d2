"""The settings of the page of recurrence, and the widgets that show them."""

from dataclasses import dataclass

import streamlit as st

from nnviz.experiments import RunRecipe
from nnviz.experiments.recurrence.live import at_step
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.export.address import Addressed
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.drawings.direct_line import held
from nnviz.ui.shell.page_state import TRAINING, PageState
from nnviz.ui.shell.session import SETTINGS
from nnviz.ui.widgets.fields import Fields


@dataclass(frozen=True)
class NoAddress:
    """What no address leads to, and why."""

    reason: str

    def to_query(self) -> dict[str, str]:
        """Say why."""
        raise ValueError(self.reason)


class RecurrenceState(PageState[RecurrenceSettings]):
    """Settings whose address leads to the step of a training, while one is looked at."""

    @property
    def shared(self) -> Addressed:
        """What an address leads to: the step on view, where a network trains live."""
        playing: RunPlayer | None = held(PLAYER)
        if self.settings.topic != "live" or playing is None:
            return super().shared
        try:
            return at_step(self.settings, playing.recipe)
        except ValueError as error:
            return NoAddress(str(error))

    def follow(self, recipe: RunRecipe) -> None:
        """Let the address follow a training, as far as one leads there; that is nothing a person could undo."""
        try:
            settings = at_step(self.settings, recipe)
        except ValueError:
            settings = self.settings.changed(live_step=0, live_changes="")
        st.session_state[SETTINGS + self.page] = settings


state = RecurrenceState("recurrence", RecurrenceSettings)
fields = Fields(state)
PLAYER = state.key(TRAINING)
"""The training of the topic "Live" in a visitor's session."""
