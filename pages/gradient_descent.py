"""Gradient descent: downhill step by step, how large a step may be, and what to remember of the steps before."""

import streamlit as st

from nnviz.experiments.descent_settings import DescentSettings
from nnviz.ui import descent_bowl, descent_facts
from nnviz.ui.descent_bowl import settings
from nnviz.ui.layout import page_header
from nnviz.ui.page_state import show_in_address, show_notes
from nnviz.ui.startup import open_page

open_page()
page_header(
    "Gradient descent",
    "Each step goes against the gradient, as far as the learning rate **η** says. **Drag the start and the rates** and "
    "watch one walker creep, one arrive and one swing from side to side.",
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


bowl()
