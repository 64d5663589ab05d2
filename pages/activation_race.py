"""Activation race: contestants that differ in one thing, trained in lockstep, many seeds of each."""

import streamlit as st

from nnviz.experiments.activation_race.conclusions import conclusions
from nnviz.ui.activation_race.controls import race_controls
from nnviz.ui.activation_race.live import player, race_stage
from nnviz.ui.activation_race.prediction import prediction
from nnviz.ui.activation_race.results import results, what_is_equal
from nnviz.ui.activation_race.state import state
from nnviz.ui.activation_race.tensors import tensors
from nnviz.ui.shell.layout import page_header, stage_container
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion
from nnviz.ui.widgets.untrusted_text import escape_markdown

open_page()
page_header(
    state,
    "Activation race",
    "**Only one thing differs.** Which learns best? Would other seeds agree?",
)
state.show_notes()
racing = player()
prediction(racing)
racing.forget_browser()
sidebar = st.sidebar.container()  # it takes its room at once, so that nothing moves when it is filled
with stage_container("race"):
    race_stage()  # before the controls, which the browser draws when it has painted the stage
with sidebar:
    race_controls()
st.markdown(what_is_equal(racing))
results(racing)
tensors(racing)
state.show_in_address()


def seen() -> list[str]:
    now = player()
    return [escape_markdown(sentence) for sentence in conclusions(now.settings, now.standing, now.race.over)]


conclusion(state, seen)
