"""The right side of an inspector: the open tensor's formula, its line of NumPy, its picture and its numbers."""

import inspect
from html import escape
from typing import Any

import streamlit as st

from nnviz.experiments.inspection import histogram, statistics, write_out
from nnviz.figures import tensor, tensor_histogram
from nnviz.ui.inspector.copying import as_text
from nnviz.ui.inspector.desk import PASS_TITLES, Desk
from nnviz.ui.inspector.memory import change
from nnviz.ui.inspector.style import CODE_HEIGHT, FORMULA_HEIGHT
from nnviz.ui.shell.appearance import is_dark
from nnviz.ui.shell.session import session
from nnviz.ui.widgets.untrusted_text import show_error

SHOWS = {"picture": "Picture", "numpy": "NumPy", "csv": "CSV"}
PLAIN: Any = {"theme": None, "config": {"displayModeBar": False}}
_ALT = "alt" in inspect.signature(st.plotly_chart).parameters


def tensor_on_desk(desk: Desk, before: str | None = None, behind: str | None = None) -> None:
    """Show the open tensor.

    Parameters
    ----------
    desk : Desk
    before, behind : str or None
        The paths of its neighbours in the story.
    """
    picture = tensor.info(desk.shown, desk.row_names, desk.column_names, desk.cell if desk.sizes else None)
    _head(desk, before, behind, picture.thinned if desk.opened.shows == "picture" else "")
    _formula(desk)
    line = desk.view.line or "# given, not computed in this place"
    st.code(line, language="python", height=CODE_HEIGHT, wrap_lines=True)
    if desk.opened.shows == "picture":
        _picture(desk, picture)
        _numbers(desk)
    else:
        as_text(desk)


def _head(desk: Desk, before: str | None, behind: str | None, thinned: str) -> None:
    """Which tensor, of which layer in which pass, of what shape; and in what guise it is shown."""
    key = f"{desk.key}.shows"
    session()[key] = desk.opened.shows
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        place = PASS_TITLES[desk.chapter.passage] + (f" · {desk.chapter.title}" if desk.chapter.title else "")
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            _turn(desk, before, "Tensor before", ":material/chevron_left:")
            _turn(desk, behind, "Next tensor", ":material/chevron_right:")
            st.markdown(f"#### ${desk.view.symbol}$ &ensp;`{desk.view.path}`", width="content")
        st.segmented_control(
            "Show as",
            tuple(SHOWS),
            format_func=SHOWS.__getitem__,
            key=key,
            on_change=lambda: change(desk.key, shows=session()[key] or "picture"),
            label_visibility="collapsed",
        )
    st.caption(f"{place} — **{desk.shape}**{_what_part(desk, thinned)}")


def _turn(desk: Desk, path: str | None, help_text: str, icon: str) -> None:
    """Go to a neighbour."""
    st.button(
        "",
        icon=icon,
        help=help_text,
        key=f"{desk.key}.{help_text}",
        disabled=path is None,
        type="tertiary",
        on_click=lambda: change(desk.key, path=path),
    )


def _what_part(desk: Desk, thinned: str) -> str:
    """Say which part of the tensor is shown."""
    parts = []
    if desk.members:
        parts.append(f"network {', '.join(map(str, desk.member))}")
    if desk.sample is not None:
        parts.append(f"sample {desk.sample}" if "sample" in desk.axes else "all of it: it has no samples")
    if thinned:
        parts.append(f"{thinned} (the numbers below count all)")
    return f", shown: {', '.join(parts)}" if parts else ""


def _formula(desk: Desk) -> None:
    """The formula; where it is asked for, of one entry with its numbers."""
    with st.container(height=FORMULA_HEIGHT, key=f"{desk.key}-formula", border=False, gap=None):
        out = None
        if desk.opened.written and 0 not in desk.sizes:
            out = write_out(desk.step, desk.view, desk.entry, desk.member)
        if out is None:
            st.latex(desk.view.formula)
            if desk.opened.written:
                st.caption("Nothing to fill in: these numbers are given, or the record lacks what they were made of.")
            return
        st.latex(out.latex)
        if not out.agrees:
            show_error(f"The numbers of the formula make {out.result:.12g}; the entry is {out.value:.12g}.")
        elif out.written < out.terms:
            st.caption(f"{out.written} of {out.terms} terms are written, all are added. Computed again: the same.")


def _picture(desk: Desk, picture: tensor.TensorPicture) -> None:
    """The heatmap; where every cell can be clicked, a click chooses the entry."""
    key = f"{desk.key}.picture"
    options = dict(PLAIN)
    if picture.clickable and desk.sizes:
        options |= {"on_select": lambda: clicked(desk, session().get(key)), "selection_mode": "points"}
    if _ALT:
        options["alt"] = f"Heatmap of {desk.view.path}, {desk.shape}"
    with st.container(key=f"{desk.key}-frame", height=tensor.HEIGHT + 4, border=False, gap=None):
        st.plotly_chart(tensor.figure(picture, is_dark()), key=key, **options)


def clicked(desk: Desk, event: Any) -> None:
    """Choose the entry whose cell was clicked, and fill in its numbers.

    Parameters
    ----------
    desk : Desk
    event : mapping
        What Streamlit tells of a selection. It comes from a browser, so it may be anything.
    """
    try:
        row, column = (int(k) for k in event["selection"]["points"][0]["customdata"][:2])
        inside = 0 <= row < desk.shown.values.shape[0] and 0 <= column < desk.shown.values.shape[1]
    except (TypeError, ValueError, KeyError, IndexError):
        return
    if inside:
        change(desk.key, entry=desk.shown.index(row, column), written=True)


def _numbers(desk: Desk) -> None:
    """A histogram, and beside it the tensor in a few numbers."""
    left, right = st.columns([1, 1], gap="small")
    chart = tensor_histogram.figure(histogram(desk.shown.values), is_dark())
    with left:
        options = PLAIN | ({"alt": f"Histogram of {desk.view.path}"} if _ALT else {})
        st.plotly_chart(chart, key=f"{desk.key}.histogram", **options)
    with right:
        st.html(facts(desk))


def facts(desk: Desk) -> str:
    """Return the few numbers as HTML."""
    found = statistics(desk.shown.values)
    entries = [("smallest", found.minimum), ("mean", found.mean), ("largest", found.maximum), ("norm", found.norm)]
    items = [(name, tensor.short(x, 4) if x is not None else "none", False) for name, x in entries]
    share = f"{found.zeros / found.size:.0%}" if found.size else "none"
    items += [("zeros", share, False), ("entries", f"{found.size:,}", False)]
    items += [(name, f"{n:,}", True) for name, n in (("NaN", found.nan), ("infinite", found.infinite)) if n]
    cells = "".join(
        f"<div><dt>{escape(name)}</dt><dd{' class=wrong' if wrong else ''}>{escape(text)}</dd></div>"
        for name, text, wrong in items
    )
    return f'<dl class="{desk.key}-numbers">{cells}</dl>'
