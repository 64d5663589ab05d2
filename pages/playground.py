"""Playground: change anything while a network learns, and see every number move."""

import streamlit as st

from nnviz.ui.controls import settings_controls
from nnviz.ui.playground.live_run import (
    begin_changed,
    begin_with,
    change_settings,
    player,
    reopen,
    stage,
    take_weights,
    use_settings,
)
from nnviz.ui.playground.panels import Actions, panels
from nnviz.ui.playground.presets import presets_panel
from nnviz.ui.shell.layout import page_header, stage_room
from nnviz.ui.shell.session import GIVEN_UP, PROBLEM, current_settings, session, show_in_address, take_notes
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Playground",
    "Press **play**. Then change the learning rate, or a layer: what do the gradients do?",
)
playing = player()
show_in_address(current_settings())

with st.sidebar:
    if problem := session().get(PROBLEM):
        st.error(problem)
    if given_up := session().get(GIVEN_UP):
        st.info(" ".join(given_up))
    presets_panel(current_settings(), begin_with)
    settings_controls(current_settings(), change_settings, playing.run.data.feature_titles)

for text in take_notes():
    st.warning(text)

playing.forget_browser()
with stage_room("stage"):
    stage()
panels(playing, Actions(begin_changed, use_settings, reopen, take_weights))
