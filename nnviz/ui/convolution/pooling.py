"""Pooling forward and back: which pixels the gradient goes to, what overlaps, and what a numeric check says of ties."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.experiments.convolution import pooling
from nnviz.experiments.convolution.conclusions import pooling as conclusions
from nnviz.experiments.convolution.pooling import TOLERANCE, Pooled, PoolingCheck, pooling_check
from nnviz.experiments.convolution.pooling_settings import POOLING_DIGITS, POOLING_SOURCES
from nnviz.experiments.convolution.questions.pooling import routing_question, tie_question
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.inspection import tensor_groups
from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.inspection.textbook import textbook_lines
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.drawings.checked_tensors import NUDGE
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage
from nnviz.ui.widgets.untrusted_text import sentence, show_error

ASKED = state.key("question.pooling")
TIES_ASKED = state.key("question.pooling.ties")
KINDS = {"max": "maximum", "average": "average"}
WINDOWS = {2: "2 × 2", 3: "3 × 3", 4: "4 × 4", 0: "global"}


@st.cache_resource(max_entries=20, show_spinner=False)
def _pooled(key: tuple[object, ...], _settings: ConvolutionSettings) -> Pooled:
    return pooling.pooled_of(_settings)


@st.cache_resource(max_entries=20, show_spinner=False)
def _checked(key: tuple[object, ...], _pooled: Pooled) -> PoolingCheck:
    return pooling_check(_pooled)


def _section() -> None:
    _controls()
    now = state.settings
    try:
        pooled = _pooled(now.pooled, now)
    except ValueError as error:
        show_error(sentence(str(error)))
        return
    check = _checked(now.pooled, pooled)
    question = routing_question(pooled, *_cell(pooled))
    _drawing(pooled, seen(ASKED, question))
    ask(ASKED, question)
    _lines(pooled)
    _check(pooled, check)
    _behind(pooled, check)


def _controls() -> None:
    places = st.columns([1.5, 2, 1.2, 1.8, 1], vertical_alignment="bottom")
    now = state.settings
    fields.segmented("pooling_kind", "Keep the", KINDS, place=places[0])
    windows = dict(sorted((WINDOWS | {now.pooling_window: _square(now.pooling_window)}).items(), key=_global_last))
    fields.segmented("pooling_window", "Window", windows, make=partial(_fitted, "pooling_window"), place=places[1])
    if now.pooling_window:
        fields.segmented("pooling_stride", "Stride", sorted({1, 2, 3, now.pooling_stride}), place=places[2])
    fields.select("pooling_source", "Of", POOLING_SOURCES, make=partial(_fitted, "pooling_source"), place=places[3])
    if now.pooling_source == "typed":
        fields.text("pooling_typed", "Rows separated by ;", make=partial(_fitted, "pooling_typed"))
    else:
        fields.number("pooling_digit", f"Digit (of {POOLING_DIGITS})", 1, POOLING_DIGITS, 1, place=places[4])


def _square(n: int) -> str:
    return f"{n} × {n}" if n else "global"


def _global_last(window: tuple[int, str]) -> int:
    return window[0] or 99


def _fitted(name: str, now: ConvolutionSettings, value: object) -> ConvolutionSettings:
    """Refuse a window that does not fit, or numbers that cannot be read, and say why."""
    changed = now.changed(**{name: value})
    pooling.pooled_of(changed)
    return changed


def _cell(pooled: Pooled) -> tuple[int, int]:
    rows, columns = pooled.A.shape
    return min(state.settings.pooling_row, rows - 1), min(state.settings.pooling_column, columns - 1)


def _drawing(pooled: Pooled, answered: bool) -> None:
    rows, columns = pooled.layer.windows
    header = {
        "kind": state.settings.pooling_kind,
        "window": [rows.kernel, columns.kernel],
        "stride": rows.stride,
        "chosen": list(_cell(pooled)),
        "answered": answered,
    }
    arrays = {
        "X": pooled.X,
        "A": pooled.A,
        "dA": pooled.dA,
        "dX": pooled.dX,
        "parts": pooled.parts,
        "ties": pooled.ties,
        "seen": pooled.times_seen,
    }
    drawing("pooling", header, arrays, key="convolution-pooling", on_ask=_chosen, room="22rem")


def _chosen(asked: Mapping[str, Any]) -> None:
    """Take an output cell that was chosen."""
    state.update(pooling_row=int(asked["row"]), pooling_column=int(asked["column"]))
    state.show_in_address()


def _lines(pooled: Pooled) -> None:
    """The lines forward and back: a textbook's, with the numbers of this layer, and the engine's own."""
    views = {view.path: view for group in tensor_groups(pooled.step) for view in group.views}
    named = ("winners", "A", "dX") if pooled.is_max else ("A", "dX")
    shown = [views[f"layers[{pooling.LAYER}].{name}"] for name in named]
    written = [textbook_lines(pooled.step, pooling.LAYER, view) or view.line for view in shown]
    numpy_lines("\n".join(written), engine="\n".join(view.line for view in shown))


def _check(pooled: Pooled, check: PoolingCheck) -> None:
    st.header("What a numeric check says, and where it cannot")
    fields.toggle("pooling_apart", "Move all numbers a little apart, so that no two are equal")
    if not ask(TIES_ASKED, tie_question(pooled, check)):
        return
    wrong = check.wrong
    maps = {
        "dX of the backward pass": pooled.dX,
        "pixel raised": check.up,
        "pixel lowered": check.down,
        "two-sided difference": check.both.numeric,
    }
    where = ", ".join(f"[{i}, {j}]" for i, j in np.argwhere(wrong)[:8].tolist())
    more = ", …" if wrong.sum() > 8 else ""
    summary = (
        f"The two-sided difference disagrees with the backward pass at {counted(int(wrong.sum()), 'pixel')}: "
        f"{where}{more}. At a tie, and within a nudge of one, raising and lowering the pixel give different slopes."
        if wrong.any()
        else f"All {wrong.size} pixels agree; the largest relative error is {power(check.largest_error)}."
    )
    header = {"maps": list(maps), "summary": summary}
    arrays = maps | {"wrong": wrong.astype(np.float64)}
    drawing("maps", header, arrays, key="convolution-pooling-check", room="16rem")
    st.caption(
        f"Each pixel is nudged by h, {NUDGE}, and the loss of the network is measured again; a relative error above "
        f"{power(TOLERANCE)} counts as wrong."
    )
    state.show_in_address()


def _behind(pooled: Pooled, check: PoolingCheck) -> None:
    st.header("Behind the picture")
    with folded("The numbers as a table", state.key("pooling.table")) as is_open:
        if is_open:
            rows: list[dict[str, object]] = [
                {
                    "row": i,
                    "column": j,
                    "X": float(x),
                    "windows": int(pooled.times_seen[i, j]),
                    "dX": float(pooled.dX[i, j]),
                    "raised": float(check.up[i, j]),
                    "lowered": float(check.down[i, j]),
                    "two-sided": float(check.both.numeric[i, j]),
                }
                for (i, j), x in np.ndenumerate(pooled.X)
            ]
            st.dataframe(rows, hide_index=True, key=state.key("pooling.dataframe"))
            result_download(rows, state.settings, "convolution_pooling", state.key("pooling.download"))
    with folded("Open the tensors of this pass", state.key("pooling.tensors")) as is_open:
        if is_open:
            inspector(pooled.step, "convolution-pooling-tensors", selected=f"layers[{pooling.LAYER}].dX")


def _conclusions() -> Sequence[str]:
    return conclusions.conclusions(state.settings)


TOPIC = TopicPage(
    title="Pooling",
    look="**Click a cell of A**: which pixels does its gradient go back to? Let windows overlap, and look for ties.",
    section=_section,
    conclusions=_conclusions,
)
