"""Home: what this is, one picture that is alive, and a way into each page."""

import streamlit as st

from nnviz.ui.home.showcase import seen, showcase
from nnviz.ui.shell.catalogue import groups
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion

open_page()
page_header(
    None,
    "See how a neural network learns",
    "It is learning three spirals right now; every number comes from a real forward and backward pass.",
)
showcase()
(_, (_, *others)), *courses = groups().items()
for entry in others:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"home-{entry.name}"):
        st.page_link(entry.page(), label=f"**{entry.title}**", icon=entry.icon)
        st.markdown(entry.invitation, width="content")
for place, (group, entries) in zip(st.columns(len(courses), gap="medium"), courses, strict=True):
    with place:
        st.header(group, anchor=False)
        for entry in entries:
            with st.container(gap=None):
                st.page_link(entry.page(), label=f"**{entry.title}**", icon=entry.icon)
                st.markdown(entry.invitation)
conclusion(None, seen)
