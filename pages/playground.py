"""Playground: change anything while a network learns, and see every number move."""

import streamlit as st

from nnviz.experiments.diagnosis.conclusions import conclusions
from nnviz.experiments.run.target_units import target_note
from nnviz.ui.controls import settings_controls
from nnviz.ui.playground.live_run import begin_changed, reopen, stage, take_weights
from nnviz.ui.playground.panels import Actions, panels
from nnviz.ui.playground.presets import presets_panel
from nnviz.ui.playground.state import fields, player, state
from nnviz.ui.shell.layout import page_header, stage_container
from nnviz.ui.shell.session import ARRIVED, GIVEN_UP, session
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion
from nnviz.ui.widgets.untrusted_text import show_info

open_page()
page_header(
    state,
    "Playground",
    "Press **play**, then change a rate or a layer: what happens to the gradients?",
)
playing = player()
state.show_notes()

playing.forget_browser()
if session().get(ARRIVED):
    playing.note = ""  # it was said of the moment before another page was looked at
sidebar = st.sidebar.container()  # it takes its room at once, so that nothing moves when it is filled
with stage_container("stage"):
    stage()  # before the many controls, which the browser draws when it has painted the stage

with sidebar:
    if given_up := session().get(GIVEN_UP):
        show_info(" ".join(given_up))
    presets_panel(state.settings, state.begin)
    settings_controls(fields, playing.run.data.feature_titles, target_note(playing.run))

panels(playing, Actions(begin_changed, state.use, reopen, take_weights))
conclusion(state, lambda: conclusions(playing.run, playing.history))
