"""Initialization and dropout: where training starts, and what silencing units at random is good for."""

import streamlit as st

from nnviz.ui.drawings.playback import catch_up
from nnviz.ui.initialization_and_dropout import dropout, initializations
from nnviz.ui.initialization_and_dropout.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Initialization and dropout",
    "Seven networks, only their first weights differ. **Where does a signal die or blow up?** Then press **Train**.",
)
shown = state.settings.network


@st.fragment
def initializations_section() -> None:
    state.show_notes()
    initializations.controls()
    trajectory = initializations.trajectory_of_all()
    initializations.initializations_drawing(trajectory, state.settings.network != shown)
    state.show_in_address()
    initializations.zero_question(trajectory)
    catch_up(initializations.KEY, state.settings.network != shown)


@st.fragment
def masks_section() -> None:
    st.subheader("Dropout: a new mask in every step")
    st.markdown(
        "In training each unit is silenced with probability p, and the others are scaled up. **Draw masks** and watch "
        "their mean come back to X; in evaluation nothing is drawn."
    )
    dropout.mask_controls()
    masks = dropout.masks_now()
    dropout.masks_drawing(masks)
    dropout.scale_question(masks)
    dropout.expectation(masks)
    state.show_in_address()


initializations_section()
seven = st.container()
initializations.formulas()
masks_section()
st.subheader("What it is good for: few samples, some of them wrong")
st.markdown(
    "64-64-64-10 units can learn 100 digits by heart, wrong labels included. **Compare** what they say of new ones."
)
dropout.overfitting_controls()
state.show_in_address()
effect = st.container()

# What takes seconds comes last, and in no fragment: there a press on "Stop" would have to wait.
with seven:
    initializations.measured_initializations()
with effect:
    dropout.overfitting_section()
