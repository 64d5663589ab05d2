"""What a layer has learned: the plane, digits, units, seeds, information and grokking, while networks train."""

import streamlit as st

from nnviz.experiments.learned_features.conclusions import conclusions
from nnviz.experiments.learned_features.questions import question
from nnviz.ui.learned_features import controls, explaining
from nnviz.ui.learned_features.playing import asked_under, learned_drawing, recording_now
from nnviz.ui.learned_features.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion
from nnviz.ui.widgets.question import ask

open_page()
page_header(state, "What a layer has learned", explaining.LOOK[state.settings.topic])
controls.topics()


@st.fragment
def live() -> None:
    state.show_notes()
    controls.controls()
    recording = recording_now()
    learned_drawing(recording)
    state.show_in_address()
    ask(asked_under(), question(state.settings, recording))
    explaining.explanation(recording)


live()
conclusion(state, lambda: conclusions(state.settings, recording_now()))
