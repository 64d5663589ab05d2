"""Loss: how far off the network is as one number, and why the choice of that number decides how fast it learns."""

import streamlit as st

from nnviz.ui.loss import batch, curves, neuron
from nnviz.ui.loss.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Loss",
    "How wrong is a prediction, and how hard is it pulled back? **Drag to where the network is sure and wrong**, and "
    "compare the slopes.",
)
state.show_notes()


@st.fragment
def curves_section() -> None:
    curves.controls()
    found = curves.curves_now()
    curves.curves_drawing(found)
    st.markdown(curves.in_words(found))
    curves.blow_up_question()
    curves.formulas(found)


@st.fragment
def neuron_section() -> None:
    st.subheader("A neuron that is sure and wrong: two losses in lockstep")
    neuron.neuron_controls()
    run = neuron.run_now()
    if neuron.lockstep_question():
        neuron.lockstep_drawing(run)
        neuron.explanation(run)
    st.subheader("The same as landscapes over weight and bias")
    st.markdown("**Drag the ring**: both neurons start there. Squared error has plateaus on which nothing pulls.")
    neuron.surfaces_drawing(run)
    neuron.landscape(run)


@st.fragment
def batch_section() -> None:
    st.subheader("A batch: every sample has its loss, and L is their mean")
    st.markdown("**Click a bar**, and move the epochs: which samples stay dear?")
    batch.batch_controls()
    found = batch.batch_now()
    batch.batch_drawing(found)
    batch.share_question(found)
    batch.batch_formula(found)


curves_section()
neuron_section()
batch_section()
