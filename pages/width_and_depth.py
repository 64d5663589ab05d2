"""Width and depth: what can be built of few units, what training finds of it, and where depth helps."""

import streamlit as st

from nnviz.experiments.width_and_depth.conclusions import conclusions
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion
from nnviz.ui.widgets.glossary import explained
from nnviz.ui.width_and_depth import approximation, depths, plane, products, towers, zigzag
from nnviz.ui.width_and_depth.state import state

open_page()
page_header(
    state,
    "Width and depth",
    "One hidden layer can follow any function. **How many units does it take, and does training find them?**",
)


@st.fragment
def approximation_section() -> None:
    state.show_notes()
    approximation.section()


@st.fragment
def zigzag_section() -> None:
    st.header("Folding: pieces that double with every layer")
    st.markdown(
        explained(
            "A tent folds the interval in half; every further layer folds it again. **Add folds** and count the pieces."
        )
    )
    zigzag.section()


@st.fragment
def depths_section() -> None:
    st.header("Does training find it? Equal parameters, one to four layers")
    st.markdown(
        explained("Every network has about as many parameters. **Choose a task**: does depth help Adam solve it?")
    )
    depths.section()


@st.fragment
def plane_section() -> None:
    st.header("Linear regions: one affine map each")
    st.markdown(
        explained("A ReLU network is a patchwork of affine maps. **Click a region** to read its own W* and b*.")
    )
    plane.section()


@st.fragment
def towers_section() -> None:
    st.header("Two inputs: towers instead of bumps")
    st.markdown(explained("Pairs of steps in both directions make a tower. **Add towers** and watch what they cost."))
    towers.section()


@st.fragment
def products_section() -> None:
    st.header("Why few units suffice: four of them multiply")
    st.markdown(
        explained(
            "Many laws of nature are sums of products of a few numbers. **Make the scale smaller**: how fast does the "
            "error fall?"
        )
    )
    products.section()


approximation_section()
zigzag_section()
depths_section()
plane_section()
towers_section()
products_section()
conclusion(state, lambda: conclusions(state.settings))
