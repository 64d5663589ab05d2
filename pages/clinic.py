"""Clinic: networks that do not learn, the signs by which to know why, and the same networks after a remedy."""

import streamlit as st

from nnviz.ui.clinic.choosing import cases, diagnosis_and_remedies
from nnviz.ui.clinic.comparison import comparison, trajectories_now, words_follow
from nnviz.ui.clinic.explaining import explained
from nnviz.ui.clinic.results import table
from nnviz.ui.clinic.seen import seen
from nnviz.ui.clinic.state import case_view, state
from nnviz.ui.clinic.tensors import tensors
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion

open_page()
page_header(
    state, "Clinic", "It does not learn. **What is wrong with it?** Train, look, name the symptom, then treat it."
)
state.show_notes()
cases()
diagnosis_and_remedies()
words_follow()
comparison()
now = case_view()
trajectories = trajectories_now(now)
explained(now, trajectories)
tensors(now, trajectories)
state.show_in_address()
st.space("small")
taken_home = st.container()
conclusion(state, seen)
with taken_home:
    table(now)
