"""The settings of the page of the activation race, and the widgets that show them."""

from contextlib import suppress

import streamlit as st

from nnviz.experiments.activation_race import RaceSettings
from nnviz.ui.drawings.direct_line import held
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

PLAYER = "nnviz.race.player"
"""The race of a visitor's session."""

PREDICTION = "nnviz.race.prediction"
"""Whom a person expects to win; it belongs to one race and goes with it."""


class RaceState(PageState[RaceSettings]):
    """The settings of the race; other settings are another race, which waits for another prediction."""

    def visit(self) -> None:
        """Set up the race of the address, at its start, whoever was expected to win before."""
        super().visit()
        st.session_state.pop(PREDICTION, None)
        if PLAYER in st.session_state:
            with suppress(ValueError):  # `player` says why
                held(PLAYER).begin(self.settings)

    def adopt(self, settings: RaceSettings) -> None:
        """Set up the race of these settings."""
        if settings != self.settings:
            st.session_state.pop(PREDICTION, None)
        super().adopt(settings)


state = RaceState("activation_race", RaceSettings)
fields = Fields(state)
