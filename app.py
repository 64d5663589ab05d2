"""The entry: page config, navigation, the foot of every page; nothing else."""

import streamlit as st

from nnviz.ui.shell.catalogue import navigation
from nnviz.ui.shell.foot import page_foot
from nnviz.ui.shell.startup import enter_app

st.set_page_config(page_title="nnviz", page_icon="🧠", layout="wide", initial_sidebar_state=290)
enter_app()
page = st.navigation(navigation(), position="top")
page.run()
page_foot(page.url_path or "home")
