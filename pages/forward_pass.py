"""Forward pass: from a sample to a decision, one tensor after the other, in the diagram and in numbers."""

import streamlit as st

from nnviz.experiments.forward_pass.settings import ForwardSettings
from nnviz.ui.forward_pass import heads as forward_heads
from nnviz.ui.forward_pass import network as forward_network
from nnviz.ui.forward_pass import steps as forward_drawing
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.page_state import show_in_address, show_notes
from nnviz.ui.shell.startup import open_page

open_page()
page_header(
    "Forward pass",
    "Each layer weighs and adds (**Z**), then bends (**A**). **Move the sample**, take one step at a time, **click a "
    "unit**.",
)
show_notes(ForwardSettings)


@st.fragment
def live() -> None:
    net, found, rows = forward_drawing.run()
    forward_drawing.pass_drawing(net, found, rows)
    forward_drawing.formula(found)
    forward_drawing.shape_question(found)
    forward_heads.head_of(net)
    show_in_address(forward_network.settings())


forward_network.controls()
live()
forward_heads.static_figures(forward_network.network())
