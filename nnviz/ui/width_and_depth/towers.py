"""Towers over the plane on the page of width and depth."""

from functools import partial

import streamlit as st

from nnviz.experiments.inspection.formula import power
from nnviz.experiments.width_and_depth import Task, Towers, towers
from nnviz.experiments.width_and_depth.questions import towers_question
from nnviz.experiments.width_and_depth.towers import MOST_TOWERS, SURFACES, square_grid
from nnviz.figures import towers as towers_figure
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.widgets.question import ask
from nnviz.ui.width_and_depth.built import built_panel
from nnviz.ui.width_and_depth.state import fields, state

ASKED = state.key("question.towers")


@st.cache_data(max_entries=30, show_spinner=False)
def _towers(surface: str, side: int) -> Towers:
    return towers(surface, side)


def section() -> None:
    """Build towers, ask what half the error costs; call it in a fragment."""
    left, right = st.columns(2, vertical_alignment="bottom")
    fields.segmented("surface", "Function", {name: title for name, (title, _) in SURFACES.items()}, place=left)
    fields.slider("towers", "Towers per side m", 1, MOST_TOWERS, 1, place=right)
    now = state.settings
    built = _towers(now.surface, now.towers)
    kept_figure(
        partial(towers_figure.figure, towers_figure.info(built)),
        "width-towers",
        f"Maps of {SURFACES[now.surface][0]} and of {now.towers} times {now.towers} towers",
        revision=now.surface,
    )
    st.markdown(
        f"{2 * now.towers} steps → {now.towers**2} towers → 1 output: {built.units} hidden units, "
        f"{built.network.n_parameters:,} parameters, largest error **{power(built.largest_error)}**."
    )
    state.show_in_address()
    small = min(now.towers, MOST_TOWERS // 2)
    ask(ASKED, towers_question(_towers(now.surface, small), _towers(now.surface, 2 * small)))
    X = square_grid(24)
    Y = SURFACES[now.surface][1](X[:, 0], X[:, 1])[:, None]
    built_panel("towers", built.network, Task(X, Y, X, Y), f"{now.towers} × {now.towers} towers")
