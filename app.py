"""The entry: page config and navigation; nothing else."""

import streamlit as st

from nnviz.ui.startup import enter_app

st.set_page_config(page_title="nnviz", page_icon="🧠", layout="wide", initial_sidebar_state=290)
enter_app()
st.navigation(
    {
        "": [st.Page("pages/home.py", title="Home", icon=":material/home:", default=True)],
        "Foundations": [
            st.Page(
                "pages/activation_functions.py",
                title="Neuron and activation functions",
                icon=":material/show_chart:",
            ),
            st.Page("pages/softmax.py", title="Softmax", icon=":material/leaderboard:"),
        ],
        "Play": [st.Page("pages/playground.py", title="Playground", icon=":material/play_circle:")],
    },
    position="top",
).run()
