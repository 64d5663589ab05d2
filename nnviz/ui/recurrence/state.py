"""The settings of the page of recurrence, and the widgets that show them."""

import streamlit as st

from nnviz.experiments.recurrence.live import at_step
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.export.address import Addressed
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.shell.session import SETTINGS, session
from nnviz.ui.widgets.fields import Fields


class RecurrenceState(PageState[RecurrenceSettings]):
    """Settings whose address leads to the step of a training, while one is looked at."""

    @property
    def shared(self) -> Addressed:
        """What an address leads to: the step on view, where a network trains live."""
        playing: RunPlayer | None = session().get(PLAYER)
        if self.settings.topic != "live" or playing is None:
            return super().shared
        return at_step(self.settings, playing.recipe)

    def follow(self, settings: RecurrenceSettings) -> None:
        """Let the address follow a training; that is nothing a person could undo."""
        st.session_state[SETTINGS + self.page] = settings


state = RecurrenceState("recurrence", RecurrenceSettings)
fields = Fields(state)
PLAYER = state.key("live.player")
"""The training of the topic "Live" in a visitor's session."""
