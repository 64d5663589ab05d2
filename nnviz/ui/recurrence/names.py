"""Names: a letter model reads a prefix, says which letter comes next and what it looked at, and writes names."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.datasets.sequences.letters import MAX_CHARACTERS, MAX_LENGTH, MAX_SYMBOLS, MIN_WORDS
from nnviz.experiments.letters.training import LetterTraining, begin_letters
from nnviz.experiments.recurrence.conclusions.names import conclusions
from nnviz.experiments.recurrence.names import (
    NameList,
    Names,
    bundled_names,
    known_beginning,
    known_names,
    losses,
    names_at,
    names_pass,
    own_names,
    pairs_nats,
    recipe_of,
    written_names,
)
from nnviz.experiments.recurrence.network_settings import CELL_TITLES
from nnviz.experiments.recurrence.questions.names import temperature_question
from nnviz.experiments.recurrence.recurrent_letters import RecurrentLetters
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.recurrence.state import fields, state
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage
from nnviz.ui.widgets.untrusted_text import escape_markdown, sentence, show_warning

ASKED = state.key("question.names")
TEXT = state.key("names.text")
REFUSED = state.key("names.refused")
"""Why the text in the box was not taken."""

LISTS = state.key("names.lists")
"""The lists of this session, by their keys, so that undo leads back to them."""

MOST_LISTS = 4
STOPPED = state.key("names.stopped")
"""The training that a person has stopped."""

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
    words = _words()
    now = _shown(words)
    places = st.columns([1.6, 1.2, 1.6, 1.6, 0.9, 0.9], vertical_alignment="bottom")
    fields.segmented("names_cell", "Cell", CELL_TITLES, place=places[0])
    steps = {n: f"{n:,} steps" if n else "not yet" for n in including((0, 50, 150, 400), now.names_trained)}
    label = "Trained on your list" if now.names_own else "Trained on names"
    fields.select("names_trained", label, steps, place=places[1])
    fields.text("names_prefix", "Prefix", value=now.names_prefix, make=_with_prefix, place=places[2])
    fields.seed("names_seed", "Seed", place=places[4])
    training = _trained(now, words)
    question = temperature_question(now, training)
    answered = seen(ASKED, question)
    if answered:
        fields.slider("names_temperature", "Temperature", 0.1, 3.0, 0.1, place=places[3])
        fields.number("names_draw", "Names", 0, 2**30 - 1, 1, help="Another number, other names", place=places[5])
    shown = now if answered else now.changed(names_temperature=1.0)
    found = names_at(shown, training)
    _drawing(found, training, shown, answered)
    ask(ASKED, question)
    _own(words)
    _behind(found, training)


def _words() -> NameList:
    """Return the names that are trained on: a list of the user's own while it is in the session."""
    lists: dict[str, NameList] = st.session_state.get(LISTS, {})
    return lists.get(state.settings.names_own, bundled_names())


def _shown(words: NameList) -> RecurrenceSettings:
    """Return the settings as these names allow: of a list that is gone, the bundled names take the place."""
    now = state.settings
    own = now.names_own if words.key == now.names_own else ""
    return now.model_copy(update={"names_own": own, "names_prefix": known_beginning(now.names_prefix, words.letters)})


def _with_prefix(now: RecurrenceSettings, text: str) -> RecurrenceSettings:
    changed = now.changed(names_prefix=text)
    _words().letters.numbers(changed.names_prefix)
    return changed


def _kept_as(now: RecurrenceSettings, words: NameList) -> tuple[str, RecurrentLetters, str]:
    return ("letters", recipe_of(now), words.key)


def _so_far(now: RecurrenceSettings, words: NameList) -> LetterTraining:
    """Return the model as far as it has been trained."""
    key = _kept_as(now, words)
    return run_cache().trajectory(key, partial(begin_letters, key[1], words.letters))


def _trained(now: RecurrenceSettings, words: NameList) -> LetterTraining:
    """Train to the end, or as far as it is let: a bar fills meanwhile, and a person may stop."""
    key, training = _kept_as(now, words), _so_far(now, words)
    begin = partial(begin_letters, key[1], words.letters)
    if not now.names_trained or training.done:
        return training
    place = st.empty()
    if st.session_state.get(STOPPED) == key:
        with place.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"Stopped after {training.step} of {training.total} steps.")
            st.button("Train on", key=state.key("names.on"), on_click=_stop, args=(None,))
        return training
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(training.share, text=_progress(words))
        st.button("Stop", key=state.key("names.stop"), on_click=_stop, args=(key,))

    def fill(share: float) -> None:
        bar.progress(share, text=_progress(words))  # here the training ends if a person has pressed something meanwhile

    training = run_cache().run_to_end(key, begin, fill)
    place.empty()
    return training


def _progress(words: NameList) -> str:
    return f"Training on {len(words.letters.train):,} of {len(words.letters.train) + len(words.letters.test):,} names"


def _stop(key: object) -> None:
    """Keep which training is not to go on."""
    st.session_state[STOPPED] = key


def _own(words: NameList) -> None:
    """Let a person paste a list; what cannot be used changes nothing."""
    with folded("Train it on a list of your own", state.key("names.own")) as is_open:
        if not is_open:
            return
        st.text_area(
            f"Names or words, one a line: {MIN_WORDS} different ones or more, of at most {MAX_LENGTH} letters each, at "
            f"most {MAX_SYMBOLS} different letters, {MAX_CHARACTERS:,} characters in all",
            key=TEXT,
            height=160,
            persist_state="session",
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Train on this list", key=state.key("names.take"), on_click=_take)
            if words.key != bundled_names().key:
                st.button("Back to the bundled names", key=state.key("names.bundled"), on_click=_back)
        if refusal := st.session_state.pop(REFUSED, ""):
            show_warning(sentence(refusal))
        letters = words.letters
        st.caption(
            f"Trained on now: {len(letters.train):,} names with {len(letters.symbols) - 1} different letters; "
            f"{len(letters.test):,} others are put aside, unseen. In lower case, each once. A list of your own stays "
            "in this session; no address holds it."
        )


def _take() -> None:
    """Take what stands in the box, or keep why it cannot be used."""
    try:
        words = own_names(st.session_state.get(TEXT, ""))
    except ValueError as error:
        st.session_state[REFUSED] = str(error)
        return
    lists: dict[str, NameList] = st.session_state.get(LISTS, {})
    kept = [(key, one) for key, one in lists.items() if key != words.key][1 - MOST_LISTS :]
    st.session_state[LISTS] = dict([*kept, (words.key, words)])
    prefix = known_beginning(state.settings.names_prefix, words.letters)
    state.update(names_own=words.key, names_prefix=prefix)


def _back() -> None:
    prefix = known_beginning(state.settings.names_prefix, bundled_names().letters)
    state.update(names_own="", names_prefix=prefix)


def _drawing(found: Names, training: LetterTraining, shown: RecurrenceSettings, answered: bool) -> None:
    steps = len(found.read)
    known, unseen = losses(training)
    header = {
        "read": found.read,
        "step": found.step,
        "symbols": found.symbols,
        "written": written_names(shown, training) if answered else (),
        "tally": known_names(shown, training).told if answered else "",
        "given": found.step,
        "told": f"After {shown.names_prefix[: found.step] or 'the start'}: {found.best}, with {found.P.max():.3f}; "
        f"that logit depends most on {found.read[found.looked_at]}, step {found.looked_at + 1}. Loss on unseen names "
        f"{unseen:.3f} nats a letter, on trained ones {known:.3f}; a table of pairs of letters "
        f"{pairs_nats(training.letters):.3f}.",
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


def _behind(found: Names, training: LetterTraining) -> None:
    now = _shown(_words())
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
            inspector(names_pass(now, training), "recurrence-names")


def _conclusions() -> Sequence[str]:
    words = _words()
    now = _shown(words)
    return conclusions(now, _so_far(now, words), escape_markdown)


TOPIC = TopicPage(
    title="Names",
    look="**Type the beginning of a name**: which letter comes next, and which letters does that depend on?",
    section=_section,
    conclusions=_conclusions,
)
