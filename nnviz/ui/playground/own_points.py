"""Points drawn by hand: begin with an almost empty plane, add points by place and class, take the last one back."""

from collections.abc import Callable

import streamlit as st

from nnviz.datasets import Dataset
from nnviz.datasets.drawn_points import PLANE_LIMIT
from nnviz.experiments import OWN, RunSettings
from nnviz.experiments.run.drawing import (
    MAX_CLASSES,
    MIN_CLASSES,
    DrawnData,
    can_draw,
    starting_points,
    with_point,
    without_last_point,
)
from nnviz.ui.shell.session import OWN_DATA
from nnviz.ui.widgets.untrusted_text import show_info


def drawing_controls(
    settings: RunSettings, data: Dataset, carry_out: Callable[[Callable[[], DrawnData]], None]
) -> None:
    """Draw the buttons of drawing.

    Parameters
    ----------
    settings : RunSettings
    data : Dataset
        The data of these settings, which points are added to.
    carry_out : callable
        Given a function that makes the new data: calls it, uses what it returns, and tells why if that is refused.
    """
    _explain(settings)
    number, begin = st.columns([1, 2], gap="small", vertical_alignment="bottom")
    classes = number.number_input("Classes", MIN_CLASSES, MAX_CLASSES, key=OWN_DATA + "classes")
    if begin.button("Begin with two points of each class", key=OWN_DATA + "begin"):
        carry_out(lambda: starting_points(settings, classes))
    if not can_draw(settings):
        return
    across, up, which, add = st.columns([1, 1, 2, 1], gap="small", vertical_alignment="bottom")
    x = across.number_input("x", -PLANE_LIMIT, PLANE_LIMIT, 0.0, step=0.5, key=OWN_DATA + "x")
    y = up.number_input("y", -PLANE_LIMIT, PLANE_LIMIT, 0.0, step=0.5, key=OWN_DATA + "y")
    label = which.selectbox(
        "Class",
        range(data.n_classes),
        format_func=data.class_names.__getitem__,
        key=f"{OWN_DATA}class.{data.n_classes}",
    )
    if add.button("Add the point", key=OWN_DATA + "add"):
        carry_out(lambda: with_point(settings, data, x, y, label))
    if settings.dataset == OWN and st.button("Take the last point back", key=OWN_DATA + "back"):
        carry_out(lambda: without_last_point(settings, data))


def _explain(settings: RunSettings) -> None:
    if can_draw(settings):
        show_info(
            "Choose a class above the decision map, then click on the map: each click adds a point of that class, and "
            "training restarts from new initial weights. Press the class again to stop drawing. The same can be done "
            "here without a mouse."
        )
    else:
        show_info(
            "Points are drawn on a plane, and these data are of another kind. Begin with two points of each class."
        )
