"""Forward pass: from a sample to a decision, one tensor after the other, in the diagram and in numbers."""

import streamlit as st

from nnviz.experiments.forward_pass.conclusions import conclusions
from nnviz.ui.forward_pass import heads, network, steps
from nnviz.ui.forward_pass.state import state
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion

open_page()
page_header(
    state,
    "Forward pass",
    "Each layer computes weighted sums (**Z**), then applies its activation (**A**). **Choose a sample**, go step by "
    "step, **click a unit**.",
)
state.show_notes()


@st.fragment
def live() -> None:
    net, forward, rows = steps.run()
    steps.pass_drawing(net, forward, rows)
    steps.formula(forward)
    steps.shape_question(forward)
    heads.head_of(net)
    state.show_in_address()


network.controls()
live()
heads.static_figures(network.network())
conclusion(state, lambda: conclusions(*steps.run()[:2], state.settings.cut))
