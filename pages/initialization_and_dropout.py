"""Initialization and dropout: where training starts, and what dropping units at random is good for."""

import streamlit as st

from nnviz.experiments.initialization_and_dropout.conclusions import conclusions
from nnviz.ui.drawings.playback import catch_up
from nnviz.ui.initialization_and_dropout import dropout, initializations
from nnviz.ui.initialization_and_dropout.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion
from nnviz.ui.widgets.glossary import explained
from nnviz.ui.widgets.question import ask, seen

open_page()
page_header(
    state,
    "Initialization and dropout",
    "Seven networks that differ only in their initial weights. **Where does a signal vanish or explode?** Then press "
    "**Train**.",
)
shown = state.settings.network


@st.fragment
def initializations_section() -> None:
    state.show_notes()
    initializations.controls()
    trajectory = initializations.trajectory_of_all()
    question = initializations.question_now(trajectory)
    answered = seen(initializations.ASKED, question)
    initializations.initializations_drawing(trajectory, state.settings.network != shown, answered)
    state.show_in_address()
    ask(initializations.ASKED, question)
    catch_up(initializations.KEY, state.settings.network != shown)


@st.fragment
def masks_section() -> None:
    st.header("Dropout: a new mask at every step")
    st.markdown(
        explained(
            "In training each unit is dropped with probability p, and the others are scaled up. **Draw masks** and "
            "watch the mean of A approach X; in evaluation nothing is dropped.",
            "dropped",
        )
    )
    dropout.mask_controls()
    masks = dropout.masks_now()
    question = dropout.question_now()
    dropout.masks_drawing(masks, seen(dropout.ASKED, question))
    if ask(dropout.ASKED, question):
        dropout.expectation(masks)
    state.show_in_address()


initializations_section()
seven = st.container()
initializations.formulas()
masks_section()
st.header("What it is good for: few samples, some of them mislabelled")
st.markdown(
    explained(
        "A 64-64-64-10 network can memorize a small training set, wrong labels included. **Compare** the losses on new "
        "digits.",
        "overfitting",
    )
)
dropout.overfitting_controls()
state.show_in_address()
effect = st.container()
conclusion(state, lambda: conclusions(state.settings))

# What takes seconds comes last, and in no fragment: there a press on "Stop" would have to wait.
with seven:
    initializations.measured_initializations()
with effect:
    dropout.overfitting_section()
