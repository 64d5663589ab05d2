"""The entry: page config and navigation; nothing else."""

import streamlit as st

st.set_page_config(page_title="nnviz", page_icon="🧠", layout="wide")
st.navigation({"nnviz": [st.Page("pages/home.py", title="Home", default=True)]}, position="top").run()
