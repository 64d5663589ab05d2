"""Names: a tiny transformer learns which letter comes next; what it looks at beside what its logits depend on."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from nnviz.datasets import names
from nnviz.experiments.recording.recording import Recording, begin
from nnviz.experiments.transformer.conclusions.names import conclusions
from nnviz.experiments.transformer.diagnosis import diagnose_names
from nnviz.experiments.transformer.names import (
    HEADS,
    pairs_nats,
    pictures,
    read,
    rows,
    sampling_of,
    task_of,
    title_of,
)
from nnviz.experiments.transformer.names_settings import NAMES_STEPS, NAMES_WIDTHS, SYMBOLS
from nnviz.experiments.transformer.questions.names import attention_question
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.transformer.state import fields, state
from nnviz.ui.widgets.diagnosis import diagnosis_panel
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.next_step_panel import NextStep, next_step_panel
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

KEY = "transformer-names"
ASKED = state.key("question.names")
PACE = 60
"""Milliseconds from one frame to the next."""

TEXTBOOK = (
    "P = softmax(logits / temperature)\n"
    "order = np.argsort(-P)                      # the most probable letter first\n"
    "kept = order[:top_k] if top_k else order    # 0 keeps all\n"
    "kept = kept[np.cumsum(P[kept]) - P[kept] < top_p * P[kept].sum()]\n"
    "letter = rng.choice(kept, p=P[kept] / P[kept].sum())"
)
ENGINE = (
    "trace = network.forward(X)                  # X: the prefix, once for each letter that may come next\n"
    "rows = network.backward(trace, dA).layers[0]   # dA: 1 at that letter's logit of the last place\n"
    "slopes = np.linalg.norm(rows.dA, axis=-1)"
)


def _section() -> None:
    _controls()
    played = _played()
    recording = played.now()
    question = attention_question(state.settings, recording)
    header = _header(seen(ASKED, question))
    packed = partial(pictures, state.settings, recording)
    training_drawing("letter_model", KEY, played, recording, packed, header, _chosen, room="25rem")
    ask(ASKED, question)
    _behind(recording)


def _played() -> Played[Recording]:
    now = state.settings
    task = task_of(now)
    generation = json.dumps([repr(task), now.names_prefix, repr(sampling_of(now)), now.names_draw])
    return Played(("names", task), generation, partial(begin, task), chunk=64, seconds=0.25)


def _controls() -> None:
    now = state.settings
    places = st.columns([1.2, 1.1, 1.3, 1.5, 1.2, 1.2, 0.9, 0.9], vertical_alignment="bottom")
    fields.segmented("names_width", "Network", NAMES_WIDTHS, place=places[0])
    steps = {n: f"{n:,}" for n in including(NAMES_STEPS, now.names_steps)}
    fields.select("names_steps", "Steps of training", steps, place=places[1])
    fields.text("names_prefix", "Prefix", place=places[2])
    fields.slider("names_temperature", "Temperature", 0.1, 3.0, 0.1, place=places[3])
    fields.number("names_top_k", "Top-k", 0, SYMBOLS, 1, help="So many letters at most; 0: all", place=places[4])
    fields.slider("names_top_p", "Top-p", 0.05, 1.0, 0.05, place=places[5])
    fields.number("names_draw", "Names", 0, 2**30 - 1, 1, help="Another number, other names", place=places[6])
    fields.seed("names_seed", "Seed", place=places[7])


def _chosen(asked: Mapping[str, Any]) -> None:
    """Take the letter whose logit is asked for."""
    if asked.get("set") != "sample":
        raise ValueError(f"expected a letter to choose, got {str(asked)[:40]!r}")
    state.update(names_letter=int(asked["value"]) - 1)
    state.show_in_address()


def _header(answered: bool) -> dict[str, Any]:
    now = state.settings
    symbols = [title_of(k) for k in range(SYMBOLS)]
    read_letters = ["start", *now.names_prefix]
    shared = {"symbols": symbols, "veiled": not answered}
    course = {"kind": "course", "title": "Loss on unseen names", "note": "nats a letter", "height": 9.5}
    return {
        "training": repr(task_of(now)),
        "columns": "minmax(0, 1fr) minmax(0, 2.4fr)",
        "pace": PACE,
        "read": read_letters,
        "letter": now.names_letter,
        **shared,
        "panels": [
            {
                "kind": "stack",
                "parts": [
                    course
                    | {"low": 2.0, "high": 3.4, "series": [{"name": "loss", "at": 0, "colour": "test"}]}
                    | {"marks": [{"value": pairs_nats(), "text": "a table of pairs of letters", "above": True}]},
                    {"kind": "written", "title": "Running free, it writes", "given": len(now.names_prefix)}
                    | {"symbols": list(names().symbols), "veiled": False},
                ],
            },
            {
                "kind": "stack",
                "parts": [
                    {"kind": "reading", "title": "Attention of the last place, and what its logit depends on"}
                    | {"note": "", "read": read_letters, "heads": HEADS, **shared},
                    {"kind": "letters", "title": "Next letter", "note": "click one: its logit", **shared},
                ],
            },
        ],
        "local": [],
        "readings": [],
        "note": "",
    }


def _behind(recording: Recording) -> None:
    now = state.settings
    if recording.step and (findings := diagnose_names(recording)):
        st.header(f"What goes wrong at step {recording.step}")
        diagnosis_panel(findings)
    st.header("Behind the picture")
    st.caption(
        "Top-k: Fan, Lewis and Dauphin 2018. Top-p: Holtzman et al. 2020. All letters are shown; the softmax is over "
        "all of them; cut off is what is drawn from. The derivative is of one name and is no evidence about all."
    )
    numpy_lines(TEXTBOOK, engine=ENGINE)
    table_panel(state, "names", lambda: rows(read(recording.networks()[0], now)), "next_letters")
    next_step_panel(state, "names", KEY, lambda: NextStep(recording.state[0], recording.task.batch))


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings, _played().now())


TOPIC = TopicPage(
    title="Names",
    look="**Train**, then type the beginning of a name. Do the heads look where the chosen letter **depends** most?",
    section=_section,
    conclusions=_conclusions,
)
