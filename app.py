"""The entry: page config and navigation; nothing else."""

import streamlit as st

from nnviz.ui.shell.catalogue import navigation
from nnviz.ui.shell.page_tools import page_tools
from nnviz.ui.shell.startup import enter_app

st.set_page_config(page_title="nnviz", page_icon="🧠", layout="wide", initial_sidebar_state=290)
enter_app()
page_tools()
st.navigation(navigation(), position="top").run()
