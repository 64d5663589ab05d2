"""By hand: queries, keys and values as arrows to drag; scores, weights and mixtures answer at once."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import streamlit as st

from nnviz.engine import assignment
from nnviz.engine.layers.attention.multi_head import Attention
from nnviz.experiments.attention.arrangements import ARRANGEMENTS, arranged, arrangement_of
from nnviz.experiments.attention.by_hand import ByHand, by_hand, written_out
from nnviz.experiments.attention.by_hand_settings import HAND_REACH, HAND_TOKENS, HandTensor, HandVectors
from nnviz.experiments.attention.conclusions.by_hand import conclusions
from nnviz.experiments.attention.questions.by_hand import longer_question
from nnviz.ui.attention.state import fields, state
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.by_hand")
VECTORS: dict[str, HandVectors] = {"q": "hand_queries", "k": "hand_keys", "v": "hand_values"}


def textbook(scaled: bool, causal: bool) -> str:
    """Attention as the controls have it: with or without the division and the mask."""
    lines = ["S = Q @ K.T / np.sqrt(d)" if scaled else "S = Q @ K.T"]
    lines += ["S = np.where(later, -np.inf, S)   # causal mask"] if causal else []
    return "\n".join([*lines, "P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)", "O = P @ V"])


def _section() -> None:
    _controls()
    found = by_hand(state.settings)
    question = longer_question(state.settings)
    seen(ASKED, question)
    _drawing(found)
    ask(ASKED, question)
    _behind(found)


def _controls() -> None:
    places = st.columns([1.5, 1.1, 1, 1, 2], vertical_alignment="bottom")
    now = arrangement_of(state.settings)
    fields.select(
        "hand_arrangement",
        "Queries and keys",
        {name: title for name, title in ARRANGEMENTS.items() if name != "own" or now == "own"},
        value=now,
        make=lambda settings, name: settings.changed(**arranged(name)),
        place=places[0],
    )
    fields.segmented("hand_token", "Token that asks", tuple(range(1, HAND_TOKENS + 1)), place=places[1])
    fields.toggle("hand_scaled", "Divide by √d", place=places[2])
    fields.toggle("hand_causal", "Causal mask", place=places[3])


def _drawing(found: ByHand) -> None:
    now = state.settings
    header = {
        "reach": HAND_REACH,
        "scaled": now.hand_scaled,
        "causal": now.hand_causal,
        "chosen": {
            "tensor": now.hand_tensor,
            "token": now.hand_token - 1,
            "asked": now.hand_asked - 1,
            "axis": now.hand_axis - 1,
        },
        "hull": found.hull,
        "written": written_out(now, found),
    }
    arrays = {"S": found.S, "P": found.P, "O": found.O, "hidden": found.hidden}
    arrays |= {"q": found.vectors("q"), "k": found.vectors("k"), "v": found.vectors("v")}
    arrays["feet"] = found.feet[now.hand_token - 1]
    drawing("by_hand", header, arrays, key="attention-by-hand", on_ask=_asked, room="23rem")


def _asked(asked: Mapping[str, Any]) -> None:
    """Take an arrow that was dragged, or a number that was chosen."""
    tensor = asked["tensor"]
    if tensor not in get_args(HandTensor):
        raise ValueError(f"expected one of {', '.join(get_args(HandTensor))}, got {tensor!r}")
    changes: dict[str, Any] = {"hand_tensor": tensor}
    for name in ("token", "asked", "axis"):
        if name in asked:
            changes[f"hand_{name}"] = int(asked[name]) + 1
    if "to" in asked:
        x, y = (float(value) for value in asked["to"])
        numbers = list(getattr(state.settings, VECTORS[tensor]))
        row = int(asked["token"] if tensor == "q" else asked["asked"])
        if not (math.isfinite(x) and math.isfinite(y) and 0 <= row < HAND_TOKENS):
            raise ValueError(f"expected a place in the plane and a token, got {asked!r}")
        numbers[2 * row : 2 * row + 2] = [x, y]
        changes[VECTORS[tensor]] = tuple(numbers)
    state.update(**changes)
    state.show_in_address()


def _behind(found: ByHand) -> None:
    st.header("Behind the picture")
    engine = "\n".join(assignment(Attention.attend, name) for name in ("Q", "K", "V", "S", "M", "P", "O", "A"))
    numpy_lines(textbook(state.settings.hand_scaled, state.settings.hand_causal), engine=engine)
    st.caption(
        "The engine’s own attention layer computes all of it: X is one-hot (4 tokens, width 4), so the rows of W_Q, "
        "W_K and W_V are the queries, keys and values. Two heads of d = 2 share these 4 columns: the first one is "
        "shown, the second has zeros."
    )
    table_panel(state, "by_hand", lambda: _table(found), "attention")
    with folded("Open every tensor", state.key("by_hand.tensors")) as is_open:
        if is_open:
            st.caption("Forward pass, and the backward pass of the sum of all mixtures")
            inspector(found, "attention-by-hand")


def _table(found: ByHand) -> list[dict[str, object]]:
    vectors = {name: found.vectors(name) for name in ("q", "k", "v")} | {"O": found.O}
    weights = {"S": found.S, "P": found.P}
    numbers: list[dict[str, object]] = [{"token": t + 1} for t in range(HAND_TOKENS)]
    return [
        numbers[t]
        | {f"{name}[{j + 1}]": float(V[t, j]) for name, V in vectors.items() for j in range(V.shape[1])}
        | {f"{name}, token {s + 1}": float(W[t, s]) for name, W in weights.items() for s in range(HAND_TOKENS)}
        for t in range(HAND_TOKENS)
    ]


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings)


TOPIC = TopicPage(
    title="By hand",
    look="**Drag the arrow** of a query or a key: where do its scores, its weights and its mixture go?",
    section=_section,
    conclusions=_conclusions,
)
