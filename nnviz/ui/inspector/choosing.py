"""The left side of an inspector: the list of all tensors in the order of the step, and what of them is shown."""

from collections.abc import Sequence

import streamlit as st

from nnviz.experiments.inspection import TensorGroup
from nnviz.ui.inspector.desk import PHASE_TITLES, Desk
from nnviz.ui.inspector.memory import change
from nnviz.ui.inspector.style import LIST_HEIGHT
from nnviz.ui.shell.session import session


def list_of_tensors(groups: Sequence[TensorGroup], desk: Desk) -> None:
    """Show a row of names for each layer in each pass; a click opens one."""
    with st.container(height=LIST_HEIGHT, key=f"{desk.key}-list", gap=None):
        phase = ""
        for number, group in enumerate(groups):
            if group.phase != phase:
                phase = group.phase
                st.markdown(f"###### {PHASE_TITLES[phase]}")
            _row(group, number, desk)


def _row(group: TensorGroup, number: int, desk: Desk) -> None:
    key = f"{desk.key}.list.{number}"
    paths = [view.path for view in group.views]
    session()[key] = desk.view.path if desk.view.path in paths and group is desk.group else None
    st.pills(
        group.title or "Record",
        paths,
        format_func=lambda path: path.rpartition(".")[2],
        key=key,
        on_change=_open,
        args=(desk.key, key),
    )


def _open(key: str, widget: str) -> None:
    """Open what was clicked; a second click on the open one leaves it open."""
    path = session().get(widget)
    if path is not None:
        change(key, path=path)


def choice_of_entry(desk: Desk) -> None:
    """Choose the batch or one sample, the network of an ensemble, the entry, and whether its formula is filled in."""
    _trace(desk)
    for axis, size in enumerate(desk.members):
        _number(desk, f"network, axis {axis}" if len(desk.members) > 1 else "network", "member", axis, size)
    if desk.sizes and 0 not in desk.sizes:
        with st.container(horizontal=True, gap="small"):
            for axis, size in enumerate(desk.sizes):
                fixed = desk.axes[axis] == "sample" and desk.sample is not None
                if not fixed:
                    _number(desk, desk.axes[axis], "entry", axis, size)
    key = f"{desk.key}.written"
    session()[key] = desk.opened.written
    st.toggle(
        "Fill in the numbers",
        key=key,
        on_change=lambda: change(desk.key, written=bool(session()[key])),
        help="Write the formula of the chosen entry with its numbers. A click on a cell chooses it.",
    )


def _trace(desk: Desk) -> None:
    """All samples of the batch, or one."""
    if desk.samples == 0:
        return
    key, one = f"{desk.key}.trace", "One sample"
    session()[key] = one if desk.sample is not None else "Batch"

    def choose() -> None:
        if session()[key] != one:
            change(desk.key, sample=None)
        elif desk.sample is None:
            change(desk.key, sample=desk.entry[desk.axes.index("sample")] if "sample" in desk.axes else 0)

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.segmented_control("Trace", ("Batch", one), key=key, on_change=choose, label_visibility="collapsed")
        if desk.sample is not None:
            widget = f"{desk.key}.sample"
            session()[widget] = desk.sample
            st.number_input(
                f"sample, 0 to {desk.samples - 1}",
                min_value=0,
                max_value=desk.samples - 1,
                step=1,
                key=widget,
                on_change=lambda: change(desk.key, sample=int(session()[widget] or 0)),
                label_visibility="collapsed",
                width=96,
            )


def _number(desk: Desk, label: str, field: str, axis: int, size: int) -> None:
    """A place along one axis."""
    key = f"{desk.key}.{field}.{axis}"
    now: tuple[int, ...] = getattr(desk, field)
    session()[key] = now[axis]

    def choose() -> None:
        chosen = int(session()[key] or 0)
        change(desk.key, **{field: (*now[:axis], chosen, *now[axis + 1 :])})

    st.number_input(label, min_value=0, max_value=size - 1, step=1, key=key, on_change=choose, width=96)


def neighbours(groups: Sequence[TensorGroup], path: str) -> tuple[str | None, str | None]:
    """Return the tensors before and behind one in the story; None at its ends."""
    paths = [view.path for group in groups for view in group.views]
    at = paths.index(path)
    return (paths[at - 1] if at else None, paths[at + 1] if at + 1 < len(paths) else None)
