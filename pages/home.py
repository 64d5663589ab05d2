"""Home: what this is, and a way into each page."""

import streamlit as st

st.title("nnviz")
st.write("See how a neural network learns: every number comes from a real forward and backward pass.")
