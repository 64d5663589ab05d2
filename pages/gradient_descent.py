"""Gradient descent: downhill step by step, how large a step may be, and what to remember of the steps before."""

import streamlit as st

from nnviz.experiments.gradient_descent.settings import DescentSettings
from nnviz.ui.gradient_descent import batch_noise as descent_noise
from nnviz.ui.gradient_descent import bowl as descent_bowl
from nnviz.ui.gradient_descent import facts as descent_facts
from nnviz.ui.gradient_descent import loss_slice as descent_surface
from nnviz.ui.gradient_descent import stop_rules as descent_stops
from nnviz.ui.gradient_descent.bowl import settings
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.page_state import show_in_address, show_notes
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Gradient descent",
    "Each step goes against the gradient, as far as the rate **η** says. **Drag the start and the rates:** who creeps, "
    "who arrives, who swings?",
)


@st.fragment
def bowl() -> None:
    show_notes(DescentSettings)
    descent_bowl.controls()
    descent_bowl.bowl_drawing()
    if descent_facts.limit_question():
        descent_facts.limit_explained()
    descent_facts.rules()
    show_in_address(settings())


@st.fragment
def batches() -> None:
    st.subheader("Only some of the samples: the noise of mini-batches")
    st.markdown(
        "One sigmoid neuron tells 100 irises apart by two weights. **Drag the place and the batch size:** each thin "
        "arrow is the step that one batch asks for, the thick one that of all samples; on the map both walk 60 steps."
    )
    descent_noise.fan_drawing()
    descent_noise.size_question()
    show_in_address(settings())


@st.fragment
def decays() -> None:
    st.subheader("Rates that fall")
    st.markdown("The same neuron, small batches, five schedules on the same batches. **Change the rate at the start.**")
    descent_noise.decay_controls()
    if descent_noise.decay_question():
        descent_noise.decay_chart()
    show_in_address(settings())


@st.fragment
def surface() -> None:
    show_notes(DescentSettings)
    st.subheader("A real network's loss, cut open")
    st.markdown("**Move the epoch** and watch the valley change under the path; turn the landscape, zoom into the map.")
    descent_surface.controls()
    if descent_surface.downhill_question():
        descent_surface.charts()
    show_in_address(settings())


@st.fragment
def stops() -> None:
    st.subheader("When to stop")
    st.markdown(
        "A training that nobody stopped. **Choose a run and move the rules:** each looks once an epoch, and the first "
        "that fires ends it."
    )
    descent_stops.controls()
    with st.container(key="descent-stop-answer"):
        answered = descent_stops.stop_question()
    descent_stops.chart(answered)
    if answered:
        descent_stops.table()
    show_in_address(settings())


bowl()
batches()
decays()
surface()
stops()
