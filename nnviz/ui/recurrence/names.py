"""Names: a letter model reads a prefix, says which letter comes next and what it looked at, and writes names."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from nnviz.experiments.recurrence.conclusions.names import conclusions
from nnviz.experiments.recurrence.names import (
    Names,
    letter_training,
    names_at,
    names_pass,
    pairs_nats,
    written_names,
)
from nnviz.experiments.recurrence.network_settings import CELL_TITLES
from nnviz.experiments.recurrence.questions.names import temperature_question
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.recurrence.state import fields, state
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.names")
TEXTBOOK = (
    "for letter in prefix:                        # teacher forcing: the true letter is read\n"
    "    h = cell(E[letter], h)\n"
    "p = softmax((h @ W + b) / temperature)\n"
    "letter = rng.choice(symbols, p=p)            # free running: its own letter is read next"
)
ENGINE = (
    "A = with_steps(network, X.shape[1]).forward(X).A\nP = softmax(A[0, -1] / temperature)\n"
    "norms = np.linalg.norm(dX[0, : step + 1], axis=-1)"
)


def _section() -> None:
    now = state.settings
    places = st.columns([1.6, 1.2, 1.6, 1.6, 0.9, 0.9], vertical_alignment="bottom")
    fields.segmented("names_cell", "Cell", CELL_TITLES, place=places[0])
    steps = {n: f"{n:,} steps" if n else "not yet" for n in including((0, 50, 150, 400), now.names_trained)}
    fields.select("names_trained", "Trained on names", steps, place=places[1])
    fields.text("names_prefix", "Prefix", place=places[2])
    fields.number("names_seed", "Seed", 0, 2**30 - 1, 1, place=places[4])
    with st.spinner("Training on 29,494 names"):
        letter_training(now)
    question = temperature_question(now)
    answered = seen(ASKED, question)
    if answered:
        fields.slider("names_temperature", "Temperature", 0.1, 3.0, 0.1, place=places[3])
        fields.number("names_draw", "Names", 0, 2**30 - 1, 1, help="Another number, other names", place=places[5])
    shown = now if answered else now.changed(names_temperature=1.0)
    found = names_at(shown)
    _drawing(found, written_names(shown) if answered else ())
    ask(ASKED, question)
    _behind(found)


def _drawing(found: Names, written: Sequence[str]) -> None:
    now = state.settings
    steps = len(found.read)
    header = {
        "read": found.read,
        "step": found.step,
        "symbols": found.symbols,
        "written": written,
        "given": found.step,
        "told": f"After {now.names_prefix[: found.step] or 'the start'}: {found.best}, with {found.P.max():.3f}; that "
        f"logit depends most on {found.read[found.looked_at]}, step {found.looked_at + 1}. Loss on unseen names "
        f"{letter_training(now).end.loss:.3f} nats a letter; a table of pairs of letters {pairs_nats():.3f}.",
    }
    connectivity = np.append(found.connectivity, np.full(steps - len(found.connectivity), np.nan))
    arrays = {
        "read": np.arange(steps),
        "connectivity": connectivity,
        "expected": np.append(np.nan, found.expected),
        "P": found.P,
    }
    drawing(
        "names",
        header,
        {name: array[None] for name, array in arrays.items()},
        key="recurrence-names",
        on_ask=_chosen,
        room="20rem",
    )


def _chosen(asked: Mapping[str, Any]) -> None:
    """Take the step that was chosen."""
    state.update(names_step=int(asked["step"]))
    state.show_in_address()


def _behind(found: Names) -> None:
    now = state.settings
    st.header("Behind the picture")
    st.caption(
        "Connectivity: Madsen 2019, Visualizing memorization in RNNs, Distill, computed now, for the prefix on view. "
        "One word shows what happened to it and is no evidence about all."
    )
    numpy_lines(TEXTBOOK, engine=ENGINE)
    with folded("The numbers as a table", state.key("names.table")) as is_open:
        if is_open:
            rows = [{"next": symbol, "P": float(p)} for symbol, p in zip(found.symbols, found.P, strict=True)]
            st.dataframe(rows, hide_index=True, key=state.key("names.dataframe"))
            result_download(rows, now, "next_letters", state.key("names.download"))
    with folded("Open every tensor", state.key("names.tensors")) as is_open:
        if is_open:
            inspector(names_pass(now), "recurrence-names")


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings)


TOPIC = TopicPage(
    title="Names",
    look="**Type the beginning of a name**: which letter comes next, and which letters does that depend on?",
    section=_section,
    conclusions=_conclusions,
)
