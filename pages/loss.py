"""Loss: how far off the network is as one number, and why the choice of that number decides how fast it learns."""

import streamlit as st

from nnviz.experiments.loss.conclusions import conclusions
from nnviz.ui.loss import batch, curves, neuron
from nnviz.ui.loss.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion
from nnviz.ui.widgets.glossary import explained

open_page()
page_header(
    state,
    "Loss",
    "How wrong is a prediction, and how strong is the gradient that corrects it? **Drag to where the network is "
    "confident but wrong**, and compare the slopes.",
)
state.show_notes()


@st.fragment
def curves_section() -> None:
    curves.controls()
    loss_curves = curves.curves_now()
    curves.curves_drawing(loss_curves)
    with st.container(key="loss-curves-words"):
        st.markdown(curves.in_words(loss_curves))
    curves.curves_question()
    curves.formulas(loss_curves)


@st.fragment
def neuron_section() -> None:
    st.header("A confidently wrong neuron: two losses in lockstep")
    neuron.neuron_controls()
    run = neuron.run_now()
    if neuron.lockstep_question():
        neuron.lockstep_drawing(run)
        neuron.explanation(run)
    st.header("The same losses over weight and bias")
    st.markdown(
        "**Drag the ring**: both neurons start there. Squared error has plateaus where the gradient nearly vanishes."
    )
    neuron.surfaces_drawing(run)
    neuron.landscape(run)


@st.fragment
def batch_section() -> None:
    st.header("A batch: each sample has its own loss, and L is the mean")
    st.markdown(explained("**Click a bar**, and move the epochs: which samples stay costly?", "epoch"))
    batch.batch_controls()
    loss_batch = batch.batch_now()
    batch.batch_drawing(loss_batch)
    batch.share_question(loss_batch)
    batch.batch_formula(loss_batch)


curves_section()
neuron_section()
batch_section()
conclusion(state, lambda: conclusions(state.settings))
