"""Gradient descent: downhill step by step, how large a step may be, and what to remember of the steps before."""

import streamlit as st

from nnviz.experiments.gradient_descent.conclusions import conclusions
from nnviz.ui.gradient_descent import batch_noise, bowl, loss_slice, rate_limit, stop_rules, update_rules
from nnviz.ui.gradient_descent.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion
from nnviz.ui.widgets.glossary import explained
from nnviz.ui.widgets.question import ask, seen

open_page()
page_header(
    state,
    "Gradient descent",
    "Each step moves against the gradient, scaled by the learning rate **η**. **Drag the start and the rates:** which "
    "path is slow, which oscillates, which diverges?",
)


@st.fragment
def bowl_section() -> None:
    state.show_notes()
    bowl.controls()
    question = bowl.question_now()
    bowl.bowl_drawing(seen(bowl.ASKED, question))
    if ask(bowl.ASKED, question):
        rate_limit.limit_explained()
    update_rules.rules()
    state.show_in_address()


@st.fragment
def batches_section() -> None:
    st.header("Only some of the samples: the noise of mini-batches")
    st.markdown(
        explained(
            "One sigmoid neuron with two weights classifies 100 irises. **Drag the point and the batch size:** each "
            "thin arrow is the step that one batch proposes, the thick arrow that of all samples; the map shows 60 "
            "steps of each.",
            "batch",
        )
    )
    question = batch_noise.question_now()
    batch_noise.fan_drawing(seen(batch_noise.ASKED, question))
    ask(batch_noise.ASKED, question)
    state.show_in_address()


@st.fragment
def decays_section() -> None:
    st.header("Learning-rate schedules")
    st.markdown("The same neuron, five schedules on the same mini-batches. **Change the initial rate.**")
    batch_noise.decay_controls()
    if batch_noise.decay_question():
        batch_noise.decay_chart()
    state.show_in_address()


@st.fragment
def surface_section() -> None:
    state.show_notes()
    st.header("A slice through a real network's loss")
    st.markdown(
        explained(
            "**Move the epoch** and watch the valley change under the path; rotate the landscape, zoom into the map.",
            "epoch",
        )
    )
    loss_slice.controls()
    if loss_slice.downhill_question():
        loss_slice.charts()
    state.show_in_address()


@st.fragment
def stops_section() -> None:
    st.header("When to stop")
    st.markdown(
        "A training run without a stopping rule. **Choose a run and adjust the rules:** each is checked once per "
        "epoch, and the first to fire ends the run."
    )
    stop_rules.controls()
    with st.container(key="descent-stop-answer"):
        answered = stop_rules.stop_question()
    stop_rules.chart(answered)
    if answered:
        stop_rules.table()
    state.show_in_address()


bowl_section()
batches_section()
decays_section()
surface_section()
stops_section()
conclusion(state, lambda: conclusions(state.settings, stop_rules.history_now()))
