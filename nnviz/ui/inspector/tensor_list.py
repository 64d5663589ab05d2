"""The left side of an inspector: the list of all tensors in the order of the step, and what of them is shown."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from nnviz.experiments.inspection import OpenTensor
from nnviz.stage.tensor_message import list_groups
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector.selection import select, selection
from nnviz.ui.inspector.style import LIST_HEIGHT
from nnviz.ui.shell.session import session


def list_of_tensors(key: str, opened: OpenTensor, title: str = "") -> None:
    """Show a row of names for each layer in each phase; a click opens one."""
    label = f"Tensors of this step: {title}" if title else "Tensors of this step"
    header = {"groups": list_groups(opened.groups), "open": opened.view.path, "height": LIST_HEIGHT, "label": label}
    with st.container(key=f"{key}-list"):
        drawing(
            "tensor_list",
            header,
            {},
            key=f"{key}-tensors",
            on_ask=lambda question: open_asked(key, opened, question),
            room="210px",
        )


def open_asked(key: str, opened: OpenTensor, question: Mapping[str, Any]) -> None:
    """Open what was clicked, if there is such a tensor.

    Parameters
    ----------
    key : str
        Of the inspector.
    opened : OpenTensor
        What was open, with all tensors of its step.
    question : mapping
        What the drawing asks. It comes from a browser, so it may be anything.
    """
    if question["path"] in [view.path for group in opened.groups for view in group.views]:
        select(key, path=question["path"])


def choice_of_entry(inspector: str, opened: OpenTensor) -> None:
    """Choose the batch or one sample, the network of an ensemble, the entry, and whether its formula is filled in."""
    _trace(inspector, opened)
    for axis, size in enumerate(opened.ensemble):
        _number(
            inspector, opened, f"network, axis {axis}" if len(opened.ensemble) > 1 else "network", "member", axis, size
        )
    if opened.sizes and 0 not in opened.sizes:
        with st.container(horizontal=True, gap="small"):
            for axis, size in enumerate(opened.sizes):
                fixed = opened.axes[axis] == "sample" and opened.sample is not None
                if not fixed:
                    _number(inspector, opened, opened.axes[axis], "entry", axis, size)
    key = f"{inspector}.written"
    session()[key] = selection(inspector).written
    st.toggle(
        "Fill in the numbers",
        key=key,
        on_change=lambda: select(inspector, written=bool(session()[key])),
        help="Shows the formula of the selected entry with its numbers. Click a cell to select it.",
    )


def _trace(inspector: str, opened: OpenTensor) -> None:
    """All samples of the batch, or one."""
    if opened.samples == 0:
        return
    key, one = f"{inspector}.trace", "One sample"
    session()[key] = one if opened.sample is not None else "Batch"

    def choose() -> None:
        if session()[key] != one:
            select(inspector, sample=None)
        elif opened.sample is None:
            select(inspector, sample=opened.entry[opened.axes.index("sample")] if "sample" in opened.axes else 0)

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.segmented_control("Trace", ("Batch", one), key=key, on_change=choose, label_visibility="collapsed")
        if opened.sample is not None:
            widget = f"{inspector}.sample"
            session()[widget] = opened.sample
            st.number_input(
                f"sample, 0 to {opened.samples - 1}",
                min_value=0,
                max_value=opened.samples - 1,
                step=1,
                key=widget,
                on_change=lambda: select(inspector, sample=int(session()[widget] or 0)),
                label_visibility="collapsed",
                width=96,
            )


def _number(inspector: str, opened: OpenTensor, label: str, field: str, axis: int, size: int) -> None:
    """A place along one axis."""
    key = f"{inspector}.{field}.{axis}"
    now: tuple[int, ...] = getattr(opened, field)
    session()[key] = now[axis]

    def choose() -> None:
        chosen = int(session()[key] or 0)
        select(inspector, **{field: (*now[:axis], chosen, *now[axis + 1 :])})

    st.number_input(label, min_value=0, max_value=size - 1, step=1, key=key, on_change=choose, width=96)
