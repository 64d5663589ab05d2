"""Where networks learn: a sweep of settings as a map, and the border between what learns and what does not."""

import streamlit as st

from nnviz.experiments.where_networks_learn.conclusions import conclusions
from nnviz.experiments.where_networks_learn.questions import theory_question
from nnviz.experiments.where_networks_learn.theory import agreement
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.where_networks_learn import explaining, own, tables
from nnviz.ui.where_networks_learn.choosing import controls
from nnviz.ui.where_networks_learn.map_drawing import map_drawing
from nnviz.ui.where_networks_learn.sources import ASKED, ASKED_THEORY, on_view
from nnviz.ui.where_networks_learn.state import state
from nnviz.ui.widgets.conclusion import conclusion
from nnviz.ui.widgets.question import ask, seen

open_page()
page_header(
    state,
    "Where networks learn",
    "Each cell is a few networks, trained from different seeds. **Change the activation**: where is the border between "
    "those that learn and those that do not?",
)


@st.fragment
def map_section() -> None:
    state.show_notes()
    now = on_view()
    controls(now)
    told = theory_question(agreement(now.shown, now.told)) if now.told is not None else None
    answered = seen(ASKED, now.question)
    map_drawing(now, not answered, answered and seen(ASKED_THEORY, told))
    state.show_in_address()
    if ask(ASKED, now.question) and told is not None:
        ask(ASKED_THEORY, told)


map_section()
explaining.section()
own.section()
tables.section()
conclusion(state, lambda: conclusions(on_view().shown, on_view().told))
