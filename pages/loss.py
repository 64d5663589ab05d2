"""Loss: how far off the network is as one number, and why the choice of that number decides how fast it learns."""

import streamlit as st

from nnviz.experiments.loss.settings import LossSettings
from nnviz.ui.loss import batch as loss_batch
from nnviz.ui.loss import curves as loss_curves
from nnviz.ui.loss import neuron as loss_neuron
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.page_state import show_notes
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Loss",
    "How wrong is a prediction, and how hard is it pulled back? **Drag to where the network is sure and wrong**, and "
    "compare the slopes.",
)
show_notes(LossSettings)


@st.fragment
def curves() -> None:
    loss_curves.controls()
    found = loss_curves.curves_now()
    loss_curves.curves_drawing(found)
    st.markdown(loss_curves.in_words(found))
    loss_curves.blow_up_question()
    loss_curves.formulas(found)


@st.fragment
def neuron() -> None:
    st.subheader("A neuron that is sure and wrong: two losses in lockstep")
    loss_neuron.neuron_controls()
    run = loss_neuron.run_now()
    if loss_neuron.lockstep_question():
        loss_neuron.lockstep_drawing(run)
        loss_neuron.explanation(run)
    st.subheader("The same as landscapes over weight and bias")
    st.markdown("**Drag the ring**: both neurons start there. Squared error has plateaus on which nothing pulls.")
    loss_neuron.surfaces_drawing(run)
    loss_neuron.landscape(run)


@st.fragment
def batch() -> None:
    st.subheader("A batch: every sample has its loss, and L is their mean")
    st.markdown("**Click a bar**, and move the epochs: which samples stay dear?")
    loss_batch.batch_controls()
    found = loss_batch.batch_now()
    loss_batch.batch_drawing(found)
    loss_batch.share_question(found)
    loss_batch.batch_formula(found)


curves()
neuron()
batch()
