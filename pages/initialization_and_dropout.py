"""Initialization and dropout: where training starts, and what silencing units at random is good for."""

import streamlit as st

from nnviz.experiments.initialization_and_dropout import StartSettings
from nnviz.ui.drawings.playback import catch_up
from nnviz.ui.initialization_and_dropout import dropout as dropout_parts
from nnviz.ui.initialization_and_dropout import starts as starts_live
from nnviz.ui.initialization_and_dropout.starts import settings
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.page_state import show_in_address, show_notes
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Initialization and dropout",
    "Seven networks, only their first weights differ. **Where does a signal die or blow up?** Then press **Train**.",
)
shown = settings().network


@st.fragment
def starts() -> None:
    show_notes(StartSettings)
    starts_live.controls()
    trajectory = starts_live.starts_now()
    starts_live.starts_drawing(trajectory, settings().network != shown)
    show_in_address(settings())
    starts_live.zero_question(trajectory)
    catch_up(starts_live.KEY, settings().network != shown)


@st.fragment
def masks() -> None:
    st.subheader("Dropout: a new mask in every step")
    st.markdown(
        "In training each unit is silenced with probability p, and the others are scaled up. **Draw masks** and watch "
        "their mean come back to X; in evaluation nothing is drawn."
    )
    dropout_parts.mask_controls()
    found = dropout_parts.masks_now()
    dropout_parts.masks_drawing(found)
    dropout_parts.scale_question(found)
    dropout_parts.expectation(found)
    show_in_address(settings())


starts()
seven = st.container()
starts_live.formulas()
masks()
st.subheader("What it is good for: few samples, some of them wrong")
st.markdown(
    "64-64-64-10 units can learn 100 digits by heart, wrong labels included. **Compare** what they say of new ones."
)
dropout_parts.overfitting_controls()
show_in_address(settings())
effect = st.container()

# What takes seconds comes last, and in no fragment: there a press on "Stop" would have to wait.
with seven:
    starts_live.measured_starts()
with effect:
    dropout_parts.overfitting_section()
