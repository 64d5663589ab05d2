"""The right side of an inspector: the open tensor's formula, its line of NumPy, its picture and its numbers."""

import operator
from collections.abc import Mapping
from typing import Any

import streamlit as st

from nnviz.experiments.inspection import OpenTensor
from nnviz.experiments.inspection.cutting import shown_last
from nnviz.figures import tensor
from nnviz.figures.tensor_picture import TensorPicture
from nnviz.stage.tensor_message import PHASE_TITLES, tensor_message
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector.selection import select, selection
from nnviz.ui.inspector.style import CODE_HEIGHT, FORMULA_HEIGHT
from nnviz.ui.inspector.tensor_text import as_text
from nnviz.ui.shell.session import session
from nnviz.ui.widgets.filled_formula import filled_formula, long_sum
from nnviz.ui.widgets.numpy_lines import numpy_lines

SHOWS = {"picture": "Picture", "numpy": "NumPy", "csv": "CSV"}
HEIGHT = 290
"""Of the picture, in pixels: a larger one scrolls inside of it."""

BELOW = 200
"""Of what stands below it: one number in words, the histogram and a few numbers."""


def tensor_view(key: str, opened: OpenTensor) -> None:
    """Show the open tensor in the inspector of this key."""
    shows = selection(key).shows
    picture = tensor.info(opened.shown, opened.row_names, opened.column_names, opened.cell)
    _head(key, opened, picture.thinned if shows == "picture" else "")
    _formula(key, opened)
    line = opened.view.line or "# given, not computed here"
    numpy_lines(opened.textbook or line, engine=opened.view.line, height=CODE_HEIGHT)
    if shows == "picture":
        _picture(key, opened, picture)
    else:
        as_text(key, opened, shows)


def _head(inspector: str, opened: OpenTensor, thinned: str) -> None:
    """Which tensor, of which layer in which phase, of what shape; and as what it is shown."""
    key = f"{inspector}.shows"
    session()[key] = selection(inspector).shows
    before, after = opened.neighbours
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        place = PHASE_TITLES[opened.group.phase] + (f" · {opened.group.title}" if opened.group.title else "")
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            _step_to(inspector, before, "Previous tensor", ":material/chevron_left:")
            _step_to(inspector, after, "Next tensor", ":material/chevron_right:")
            st.markdown(f"### ${opened.view.symbol}$ &ensp;`{opened.view.path}`", width="content")
        st.segmented_control(
            "Show as",
            tuple(SHOWS),
            format_func=SHOWS.__getitem__,
            key=key,
            on_change=lambda: select(inspector, shows=session()[key] or "picture"),
            label_visibility="collapsed",
        )
    st.caption(f"{place} — **{opened.shape}**{_what_part(opened, thinned)}")


def _step_to(inspector: str, path: str | None, help_text: str, icon: str) -> None:
    """Go to a neighbour."""
    st.button(
        "",
        icon=icon,
        help=help_text,
        key=f"{inspector}.{help_text}",
        disabled=path is None,
        type="tertiary",
        on_click=lambda: select(inspector, path=path),
    )


def _what_part(opened: OpenTensor, thinned: str) -> str:
    """Say which part of the tensor is shown."""
    parts = []
    if opened.ensemble:
        parts.append(f"network {', '.join(map(str, opened.member))}")
    if opened.sample is not None:
        parts.append(f"sample {opened.sample}" if "sample" in opened.axes else "all of it: it has no samples")
    if len(opened.axes) > 2:
        cut_at = shown_last(opened.axes)[:-2]
        parts += [
            f"{opened.axes[k]} {opened.entry[k]}" for k in cut_at if opened.axes[k] != "sample" or opened.sample is None
        ]
    if thinned:
        parts.append(f"{thinned} (the numbers below count all)")
    return f", shown: {', '.join(parts)}" if parts else ""


def _formula(key: str, opened: OpenTensor) -> None:
    """The formula; where it is asked for, of one entry with its numbers."""
    with st.container(height=FORMULA_HEIGHT, key=f"{key}-formula", border=False, gap=None):
        written = selection(key).written
        out = opened.written_out if written else None
        if out is None:
            st.latex(opened.view.formula)
            if written:
                st.caption(
                    "Nothing to fill in: these numbers are given, or the values they were computed from are not "
                    "recorded."
                )
            return
        filled_formula(out)
    long_sum(out, f"{key}.sum")


def _picture(inspector: str, opened: OpenTensor, picture: TensorPicture) -> None:
    """The entries, their distribution and a few numbers about them; a click on an entry chooses it."""
    header, arrays = tensor_message(opened, picture, HEIGHT)
    drawing(
        "tensor",
        header,
        arrays,
        key=f"{inspector}-picture",
        on_ask=lambda question: clicked(inspector, opened, picture, question),
        room=f"{HEIGHT + BELOW}px",
    )


def clicked(inspector: str, opened: OpenTensor, picture: TensorPicture, question: Mapping[str, Any]) -> None:
    """Choose the entry whose cell was clicked, and fill in its numbers.

    Parameters
    ----------
    inspector : str
        Its key.
    opened : OpenTensor
    picture : TensorPicture
        What was on view: of a long tensor every second, third, ... entry.
    question : mapping
        What the drawing asks. It comes from a browser, so it may be anything.
    """
    row, column = (operator.index(k) for k in question["cell"])
    rows, columns = picture.values.shape
    if 0 <= row < rows and 0 <= column < columns:
        down, across = picture.every
        select(inspector, entry=opened.shown.index(row * down, column * across), written=True)
