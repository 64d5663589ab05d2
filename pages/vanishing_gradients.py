"""Vanishing gradients: what is left of a gradient after many layers, why, and what helps."""

import streamlit as st

from nnviz.experiments.vanishing_gradients.conclusions import conclusions
from nnviz.ui.drawings.playback import catch_up
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.vanishing_gradients import controls, layers, remedies, singular_values
from nnviz.ui.vanishing_gradients.state import state
from nnviz.ui.widgets.conclusion import conclusion

open_page()
page_header(
    state,
    "Vanishing gradients",
    "**Drag the number of layers** and see how much of the gradient reaches layer 1; then press **Train**.",
)
shown = state.settings


@st.fragment
def live() -> None:
    state.show_notes()
    controls.controls()
    layers.layers_drawing(layers.layers_now(), state.settings != shown)
    state.show_in_address()
    catch_up(layers.KEY, state.settings != shown)


@st.fragment
def explained() -> None:
    trajectory = layers.layers_now()
    st.markdown(layers.in_words(trajectory))
    layers.depth_question(trajectory)
    layers.layers_table(trajectory)


@st.fragment
def directions() -> None:
    st.header("Why orthogonal weights? They preserve every direction")
    singular_values.singular_section()


live()
compared = st.container()
explained()
st.header("Remedies, one by one")
treated = st.container()
directions()
conclusion(state, lambda: conclusions(state.settings))

# What takes seconds comes last, and in no fragment: there a press on "Stop" would have to wait.
with compared:
    remedies.published_section(layers.layers_now())
with treated:
    remedies.remedies_section()
