"""The backward pass of a block of attention: every number written out, the numeric check, and mistakes to make."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, Attention, LayerNorm, Residual, TensorCheck, assignment
from nnviz.experiments.attention import block_lines as lines
from nnviz.experiments.attention.backward_settings import CHECKED_PARTS, FEWEST_TOKENS, MOST_HEADS, MOST_TOKENS
from nnviz.experiments.attention.block import BY_HEAD, BlockPass, block_pass
from nnviz.experiments.attention.block_check import (
    MISTAKES,
    PARAMETERS,
    explained,
    hits,
    letters,
    mistaken_check,
    numeric_check,
)
from nnviz.experiments.attention.block_entries import Entry, written_out
from nnviz.experiments.attention.block_tensors import MAP, TENSORS, row_sums
from nnviz.experiments.attention.conclusions.backward import conclusions
from nnviz.experiments.attention.questions.backward import check_question, row_question
from nnviz.experiments.attention.rank import DEPTH, rank_loss
from nnviz.experiments.attention.settings import AttentionSettings
from nnviz.experiments.inspection.checked_gradients import CheckedGradients
from nnviz.ui.attention.state import fields, state
from nnviz.ui.drawings.checked_tensors import LEGEND, NUDGE, agreement, checked_tensor
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.shell.session import session
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

ROWS_ASKED = state.key("question.backward.rows")
CHECK_ASKED = state.key("question.backward.check")
OPENED = "nnviz.block_check"
"""There once the check has been shown."""

TEXTBOOK = {
    "dO": "dO = dF @ W_O.T",
    "dP": "dP = dO @ V.T",
    "dV": "dV = P.T @ dO",
    "dS": assignment(lines.score_gradient, "dS"),
    "dQ": assignment(lines.query_gradient, "dQ"),
    "dK": assignment(lines.key_gradient, "dK"),
    "dH": assignment(lines.paths, "dH"),
    "dN": assignment(lines.norm_gradient, "dN"),
    "dX": assignment(lines.block_gradient, "dX"),
}


@st.cache_resource(max_entries=20, show_spinner=False)
def _pass(key: tuple[object, ...], _settings: AttentionSettings) -> BlockPass:
    return block_pass(_settings)


@st.cache_resource(max_entries=20, show_spinner=False)
def _numeric(key: tuple[object, ...], _one: BlockPass) -> CheckedGradients:
    return numeric_check(_one)


def _section() -> None:
    places = st.columns([1, 1, 1.2, 1.2, 1], vertical_alignment="bottom")
    fields.segmented("block_tokens", "Tokens", tuple(range(FEWEST_TOKENS, MOST_TOKENS + 1)), place=places[0])
    heads = tuple(range(1, MOST_HEADS + 1))
    fields.segmented("block_heads", "Heads", heads, place=places[1])
    if state.settings.block_heads > 1:
        fields.segmented("block_head", "Head drawn", heads, place=places[2])
    fields.toggle("block_causal", "Causal mask", place=places[3])
    fields.seed("block_seed", "Seed", place=places[4])
    now = state.settings
    one = _pass(now.block, now)
    question = row_question(one)
    _drawing(one, seen(ROWS_ASKED, question))
    ask(ROWS_ASKED, question)
    numeric = _numeric(now.block, one)
    _check(one, numeric)
    st.header("What the residual connection is for")
    with folded("Attention alone makes all tokens alike", state.key("backward.rank")) as is_open:
        if is_open:
            _rank()
    _behind(one, numeric)


def _drawing(one: BlockPass, answered: bool) -> None:
    now = state.settings
    entry = Entry.of(one, now.block_tensor, now.block_row, now.block_column, now.block_head - 1)
    info, sums = TENSORS[entry.name], row_sums(one, entry.name)
    header = {
        "pairs": MAP,
        "titles": {name: known.title for name, known in TENSORS.items()},
        "chosen": {"name": entry.name, "row": entry.row, "column": entry.column, "head": entry.head},
        "formula": info.formula,
        "note": info.note,
        "written": written_out(one, entry),
        "operands": [
            {
                "name": operand.name,
                "title": TENSORS[operand.name].title + "ᵀ" * operand.transposed,
                "cells": operand.cells,
                "sign": operand.sign,
                "within": operand.within_head,
                "transposed": operand.transposed,
            }
            for operand in info.operands
        ],
        "sums": [{"name": f"sums {k}", "title": title} for k, title in enumerate(sums)],
        "veiled": not answered and entry.name == "dS",
        "byHead": [*BY_HEAD, *(f"sums {k}" for k in range(len(sums)) if entry.name in BY_HEAD)],
        "headWidth": one.layer.head_width,
        "causal": one.layer.causal,
    }
    arrays = {name: one.tensors[name] for name in TENSORS}
    arrays |= {f"sums {k}": values for k, values in enumerate(sums.values())}
    drawing("block", header, arrays, key="attention-block", on_ask=_chosen, room="21rem")


def _chosen(asked: Mapping[str, Any]) -> None:
    """Take a number that was chosen, of any tensor."""
    row, column, head = (int(asked[name]) for name in ("row", "column", "head"))
    state.update(block_tensor=str(asked["tensor"]), block_row=row, block_column=column, block_head=head + 1)
    state.show_in_address()


def _check(one: BlockPass, numeric: CheckedGradients) -> None:
    st.header("Is every entry right? Break it, and the numeric check says which are not")
    st.markdown(
        f"Every entry of X, of the parameters and of every tensor in between is nudged up and down by h, {NUDGE}, "
        "and the loss is measured again: **(L(x + h) − L(x − h)) / 2h**. Shown: the relative error between the two "
        "gradients."
    )
    if ask(CHECK_ASKED, check_question(one, numeric)) or state.settings.block_mistakes:
        session()[OPENED] = True  # who came by an address with mistakes may take them all back
    if OPENED not in session():
        return
    titles = {name: mistake.title for name, mistake in MISTAKES.items()}
    chosen = list(state.settings.block_mistakes)
    places = st.columns([2.4, 1], vertical_alignment="bottom")
    fields.pills("block_mistakes", "Break the backward pass", titles, many=True, value=chosen, place=places[0])
    fields.segmented("block_checked", "Gradients of", CHECKED_PARTS, place=places[1])
    mistakes = state.settings.block_mistakes
    _check_drawing(mistaken_check(one, mistakes, numeric))
    for name in mistakes:
        st.markdown(f":red[:material/bug_report:] **{MISTAKES[name].title}**: {explained(one, name, numeric)}")
        numpy_lines(f"# correct\n{MISTAKES[name].right}\n# wrong\n{MISTAKES[name].mistaken}")
    with folded("Which mistake hits which gradient", state.key("backward.hits")) as is_open:
        if is_open:
            _hits(one, numeric)


def _check_drawing(check: CheckedGradients) -> None:
    """The errors of all entries: those of the parameters and the input, or those in between."""
    arrays: dict[str, Array] = {}
    tensors = []
    shown = state.settings.block_checked
    for name, part in check.tensors.items():
        if (name in PARAMETERS) != (shown == "parameters"):
            continue
        for piece_name, piece in _pieces(part):
            tensor, parts = checked_tensor(piece_name, piece)
            tensors.append(tensor)
            arrays |= parts
    header = {
        "groups": [{"title": "", "tensors": tensors}],
        "legend": LEGEND,
        "summary": agreement(list(check.tensors.values())),
    }
    drawing("tensors", header, arrays, key="attention-check", room="26rem")
    state.show_in_address()


def _pieces(part: TensorCheck) -> list[tuple[str, TensorCheck]]:
    """Cut a tensor that each head has its own of into matrices."""
    name = letters(part.path)
    if part.analytic.ndim < 3:
        return [(name, part)]
    heads = len(part.analytic)
    return [
        (f"{name}, head {h + 1}" if heads > 1 else name, TensorCheck(name, part.analytic[h], part.numeric[h]))
        for h in range(heads)
    ]


def _hits(one: BlockPass, numeric: CheckedGradients) -> None:
    """A row for each mistake, alone; a cross where it makes a gradient wrong."""
    names = list(numeric.tensors)
    found = hits(one, numeric)
    lines = ["| | " + " | ".join(map(letters, names)) + " |", "|---|" + ":-:|" * len(names)]
    for mistake, hit in found.items():
        cells = [":red[**×**]" if name in hit else "" for name in names]
        lines.append(f"| **{MISTAKES[mistake].title}** | " + " | ".join(cells) + " |")
    st.markdown("\n".join(lines))
    rows = [
        {"mistake": MISTAKES[mistake].title, **{name: name in hit for name in names}} for mistake, hit in found.items()
    ]
    result_download(rows, state.settings, "mistakes_of_attention", state.key("backward.hits.download"))


def _rank() -> None:
    """How different tokens still are behind layers of attention at their start, with and without the residual."""
    found = rank_loss(state.settings.block_seed)
    layers = np.arange(DEPTH + 1, dtype=np.float64)
    lines = [
        {"name": "residual", "title": "with residual connections", "colour": 0},
        {"name": "pure", "title": "attention alone", "colour": 1},
    ]
    header = {
        "slider": "layers",
        "handle": "layers",
        "handle_decimals": 0,
        "at": state.settings.block_layers,
        "panels": [
            {
                "title": "How different the tokens are: 0 if all are alike",
                "x": "layers",
                "x_title": "layers of attention, one upon the other",
                "x_range": [0.0, float(DEPTH)],
                "y_range": [1e-17, 2.0],
                "log": True,
                "height": 11.0,
                "series": lines,
            }
        ],
        "readings": [
            one | {"name": f"power {one['name']}", "title": f"log₁₀, {one['title']}", "decimals": 1} for one in lines
        ],
    }
    arrays = {"layers": layers, "pure": found.pure, "residual": found.residual}
    arrays |= {f"power {name}": np.log10(arrays[name]) for name in ("pure", "residual")}
    drawing("graph", header, arrays, key="attention-rank", on_ask=_layers, room="18rem")
    st.caption(
        "Drawn weights before any training, no norm, no MLP: the distance from the nearest matrix whose rows are all "
        "alike, as a share of the whole. Dong et al. 2021: it falls doubly exponentially; at 10⁻¹⁶ float64 ends."
    )


def _layers(asked: Mapping[str, Any]) -> None:
    state.update(block_layers=int(asked["at"]))


def _behind(one: BlockPass, numeric: CheckedGradients) -> None:
    st.header("Behind the picture")
    st.caption(
        "A = X + attention(norm(X)), the norm first (Xiong et al. 2020). Targets Y are drawn; the loss is the "
        "mean over the tokens of half the squared error. ε of the norm is 0 here, so its gradient is orthogonal to "
        "(1, …, 1) and to U up to rounding."
    )
    names = ("dO", "dP", "dV", "dS", "dQ", "dK", "dX_Q", "dX_K", "dX_V", "dX")
    engine = [assignment(Attention.backward, name) for name in names]
    engine += [assignment(LayerNorm.backward, "dX"), assignment(Residual.backward, "dX")]
    numpy_lines("\n".join(TEXTBOOK.values()), engine="\n".join(engine))
    table_panel(state, "backward", lambda: numeric.rows(), "attention_backward")
    with folded("Open every tensor", state.key("backward.tensors")) as is_open:
        if is_open:
            inspector(one.step, "attention-backward-tensors")


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings)


TOPIC = TopicPage(
    title="Backward",
    look="**Click a number**: it is written out from what it is computed from. Then break the backward pass.",
    section=_section,
    conclusions=_conclusions,
)
