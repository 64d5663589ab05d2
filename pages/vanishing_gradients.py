"""Vanishing gradients: what is left of a gradient after many layers, why, and what helps."""

import streamlit as st

from nnviz.experiments.depth import DepthSettings
from nnviz.ui.drawings.playback import catch_up
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.page_state import show_in_address, show_notes
from nnviz.ui.shell.startup import open_page
from nnviz.ui.vanishing_gradients import controls as depth_controls
from nnviz.ui.vanishing_gradients import layers as depth_layers
from nnviz.ui.vanishing_gradients import remedies as depth_remedies
from nnviz.ui.vanishing_gradients import singular_values as depth_singular
from nnviz.ui.vanishing_gradients.controls import settings

open_page()
page_header(
    "Vanishing gradients",
    "**Drag the number of layers** and see how little of the gradient is left in layer 1; then press **Train**.",
)
shown = settings()


@st.fragment
def live() -> None:
    show_notes(DepthSettings)
    depth_controls.controls()
    depth_layers.layers_drawing(depth_layers.layers_now(), settings() != shown)
    show_in_address(settings())
    catch_up(depth_layers.KEY, settings() != shown)


@st.fragment
def explained() -> None:
    trajectory = depth_layers.layers_now()
    st.markdown(depth_layers.in_words(trajectory))
    depth_layers.depth_question(trajectory)
    depth_layers.layers_table(trajectory)


@st.fragment
def directions() -> None:
    st.subheader("Why orthogonal weights: no direction is lost")
    depth_singular.singular_section()


live()
compared = st.container()
explained()
st.subheader("Remedies, one by one")
treated = st.container()
directions()

# What takes seconds comes last, and in no fragment: there a press on "Stop" would have to wait.
with compared:
    depth_remedies.published_section(depth_layers.layers_now())
with treated:
    depth_remedies.remedies_section()
