"""Softmax over two classes beside the sigmoid."""

import streamlit as st

from nnviz.experiments.softmax.full_pass import two_classes
from nnviz.figures import two_classes as two_classes_figure
from nnviz.ui.shell.appearance import is_dark


def two_classes_chart() -> float:
    """Softmax over (z, 0) on top of the sigmoid; returns their largest difference."""
    comparison = two_classes()
    figure = two_classes_figure.figure(two_classes_figure.info(comparison), is_dark())
    st.plotly_chart(figure, key="softmax-two-classes", theme=None, config={"displayModeBar": False})
    return comparison.gap
