"""The right side of an inspector: the open tensor's formula, its line of NumPy, its picture and its numbers."""

import inspect
from html import escape
from typing import Any

import streamlit as st

from nnviz.experiments.inspection import OpenTensor
from nnviz.experiments.inspection.formula import cell
from nnviz.figures import tensor, tensor_histogram
from nnviz.figures.tensor_picture import TensorPicture
from nnviz.ui.inspector.selection import select, selection
from nnviz.ui.inspector.style import CODE_HEIGHT, FORMULA_HEIGHT
from nnviz.ui.inspector.tensor_list import PHASE_TITLES
from nnviz.ui.inspector.tensor_text import as_text
from nnviz.ui.shell.appearance import is_dark
from nnviz.ui.shell.session import session
from nnviz.ui.widgets.untrusted_text import show_error

SHOWS = {"picture": "Picture", "numpy": "NumPy", "csv": "CSV"}
NO_TOOLBAR: Any = {"theme": None, "config": {"displayModeBar": False}}
_ALT = "alt" in inspect.signature(st.plotly_chart).parameters


def tensor_view(key: str, opened: OpenTensor) -> None:
    """Show the open tensor in the inspector of this key."""
    shows = selection(key).shows
    picture = tensor.info(opened.shown, opened.row_names, opened.column_names, opened.cell)
    _head(key, opened, picture.thinned if shows == "picture" else "")
    _formula(key, opened)
    line = opened.view.line or "# given, not computed here"
    st.code(line, language="python", height=CODE_HEIGHT, wrap_lines=True)
    if shows == "picture":
        _picture(key, opened, picture)
        _numbers(key, opened)
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
            st.markdown(f"#### ${opened.view.symbol}$ &ensp;`{opened.view.path}`", width="content")
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
        st.latex(out.latex)
        if not out.agrees:
            show_error(f"The numbers in the formula give {out.result:.12g}, but the entry is {out.value:.12g}.")
        elif out.written < out.terms:
            st.caption(
                f"{out.written} of {out.terms} terms are shown; the sum includes them all. Recomputed: identical."
            )


def _picture(inspector: str, opened: OpenTensor, picture: TensorPicture) -> None:
    """The heatmap; where every cell can be clicked, a click chooses the entry."""
    key = f"{inspector}.picture"
    options = dict(NO_TOOLBAR)
    if picture.clickable and opened.sizes:
        options |= {"on_select": lambda: clicked(inspector, opened, session().get(key)), "selection_mode": "points"}
    if _ALT:
        options["alt"] = f"Heatmap of {opened.view.path}, {opened.shape}"
    with st.container(key=f"{inspector}-frame", height=tensor.HEIGHT + 4, border=False, gap=None):
        st.plotly_chart(tensor.figure(picture, is_dark()), key=key, **options)


def clicked(inspector: str, opened: OpenTensor, event: Any) -> None:
    """Choose the entry whose cell was clicked, and fill in its numbers.

    Parameters
    ----------
    inspector : str
        Its key.
    opened : OpenTensor
    event : mapping
        What Streamlit tells of a selection. It comes from a browser, so it may be anything.
    """
    try:
        row, column = (int(k) for k in event["selection"]["points"][0]["customdata"][:2])
        inside = 0 <= row < opened.shown.values.shape[0] and 0 <= column < opened.shown.values.shape[1]
    except (TypeError, ValueError, KeyError, IndexError):
        return
    if inside:
        select(inspector, entry=opened.shown.index(row, column), written=True)


def _numbers(key: str, opened: OpenTensor) -> None:
    """A histogram, and beside it the tensor in a few numbers."""
    left, right = st.columns([1, 1], gap="small")
    chart = tensor_histogram.figure(opened.histogram, is_dark())
    with left:
        options = NO_TOOLBAR | ({"alt": f"Histogram of {opened.view.path}"} if _ALT else {})
        st.plotly_chart(chart, key=f"{key}.histogram", **options)
    with right:
        st.html(facts(key, opened))


def facts(key: str, opened: OpenTensor) -> str:
    """Return the few numbers as HTML."""
    statistics = opened.statistics
    entries = [
        ("smallest", statistics.minimum),
        ("mean", statistics.mean),
        ("largest", statistics.maximum),
        ("norm", statistics.norm),
    ]
    items = [(name, cell(x, 4) if x is not None else "none", False) for name, x in entries]
    share = f"{statistics.zeros / statistics.size:.0%}" if statistics.size else "none"
    items += [("zeros", share, False), ("entries", f"{statistics.size:,}", False)]
    items += [(name, f"{n:,}", True) for name, n in (("NaN", statistics.nan), ("infinite", statistics.infinite)) if n]
    cells = "".join(
        f"<div><dt>{escape(name)}</dt><dd{' class=wrong' if wrong else ''}>{escape(text)}</dd></div>"
        for name, text, wrong in items
    )
    return f'<dl class="{key}-numbers">{cells}</dl>'
