"""Home: what this is, one picture that is alive, and a way into each page."""

import streamlit as st

from nnviz.ui.catalogue import CATALOGUE
from nnviz.ui.layout import compact
from nnviz.ui.showcase import showcase
from nnviz.ui.startup import open_page

open_page()
compact()
words, picture = st.columns([4, 8], gap="large")
with words:
    st.title("See how a neural network learns", anchor=False)
    st.markdown(
        "This network learns three spirals right now, each time from new random weights. Every number in nnviz comes "
        "from a real forward and backward pass."
    )
    for entry in CATALOGUE:
        if entry.invitation:
            with st.container(gap=None):
                st.page_link(entry.page(), label=f"**{entry.title}**", icon=entry.icon)
                st.markdown(entry.invitation)
with picture:
    showcase()
