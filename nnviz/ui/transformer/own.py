"""Own task: lines that a person writes, learned live; one is held out, and any other input can be tried."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from nnviz.engine import assignment
from nnviz.engine.layers.attention.multi_head import Attention
from nnviz.experiments.recording.recording import Recording, begin
from nnviz.experiments.transformer.conclusions.own import conclusions
from nnviz.experiments.transformer.diagnosis import diagnose_own
from nnviz.experiments.transformer.own import HEADS, OwnTask, answer, pictures, rows, shown_line, task_of
from nnviz.experiments.transformer.own_lines import MOST_CHARACTERS, MOST_LINES, MOST_SYMBOLS
from nnviz.experiments.transformer.own_settings import EXAMPLE_LINES, EXAMPLES
from nnviz.experiments.transformer.questions.own import held_question
from nnviz.experiments.transformer.settings import TransformerSettings
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.transformer.state import fields, state
from nnviz.ui.widgets.diagnosis import diagnosis_panel
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.next_step_panel import NextStep, next_step_panel
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage
from nnviz.ui.widgets.untrusted_text import escape_markdown, sentence, show_warning

KEY = "transformer-own"
ASKED = state.key("question.own")
TEXT = state.key("own.text")
TAKEN = state.key("own.taken")
"""The lines of the settings that the box was last filled from."""

REFUSED = state.key("own.refused")
"""Why the lines in the box were not taken."""

TEXTBOOK = (
    "x = [number[c] for c in given] + [arrow]\n"
    "while x[-1] != end:\n"
    "    x.append(network(x)[-1].argmax())   # the most probable next symbol"
)


def _section() -> None:
    _controls()
    left, right = st.columns([1, 3.6])
    with left:
        _box()
    with right:
        played = _played()
        recording = played.now()
        question = held_question(recording)
        answered = seen(ASKED, question)
        packed = partial(pictures, state.settings, recording)
        training_drawing("attending", KEY, played, recording, packed, _header(recording, answered), _nothing, "22rem")
    ask(ASKED, question)
    _try(recording)
    _behind(recording)


def _controls() -> None:
    now = state.settings
    places = st.columns([1.5, 1, 1, 1, 1, 1.4], vertical_alignment="bottom")
    example = next((name for name, text in EXAMPLE_LINES.items() if text == now.own_lines), None)
    titles = ({} if example else {"own": "your own"}) | EXAMPLES
    fields.select("own_example", "Lines", titles, value=example or "own", make=_with_example, place=places[0])
    count = len(task_of(now).data.lines)
    fields.number("own_held", "Held out (0: none)", 0, count, 1, value=task_of(now).held + 1, place=places[1])
    fields.number("own_shown", "Line shown", 1, count, 1, value=shown_line(now) + 1, place=places[2])
    fields.segmented("own_blocks", "Blocks", (1, 2), place=places[3])
    fields.seed("own_seed", "Seed", place=places[4])


def _with_example(now: TransformerSettings, name: str) -> TransformerSettings:
    return now.changed(own_lines=EXAMPLE_LINES[name], own_input="") if name in EXAMPLE_LINES else now


def _box() -> None:
    """Let a person write lines; those that cannot be used change nothing, and stay in the box."""
    session = st.session_state
    if session.get(TAKEN) != state.settings.own_lines:
        session[TEXT] = session[TAKEN] = state.settings.own_lines
    st.text_area(
        f"Input -> output, up to {MOST_LINES} lines",
        key=TEXT,
        height=280,
        persist_state="session",
        help=f"Up to {MOST_CHARACTERS} characters a side, {MOST_SYMBOLS} different ones in all.",
    )
    st.button("Take these lines", key=state.key("own.take"), on_click=_take)
    if refusal := session.pop(REFUSED, ""):
        show_warning(sentence(refusal))


def _take() -> None:
    """Take what stands in the box, or keep why it cannot be used."""
    text = st.session_state.get(TEXT, "")
    if refusal := state.attempt(lambda now: now.changed(own_lines=text, own_input="")):
        st.session_state[REFUSED] = refusal


def _played() -> Played[Recording]:
    now = state.settings
    task = task_of(now)
    generation = json.dumps([repr(task), shown_line(now)])
    return Played(("own", task), generation, partial(begin, task), chunk=12, seconds=0.2)


def _nothing(_: Mapping[str, Any]) -> None:
    """The drawing asks for frames and nothing else."""


def _header(recording: Recording, answered: bool) -> dict[str, Any]:
    task = recording.task
    assert isinstance(task, OwnTask)
    data, index = task.data, shown_line(state.settings)
    line, names = data.lines[index], list(data.names)
    numbers = data.numbers_of(line.given, line.answer)
    given = len(line.given) + 1
    hidden = not answered and index == task.held
    lanes = [("trained", 0, "line-0"), *([("held out", 1, "line-1")] if task.held >= 0 and answered else [])]
    course = {"kind": "course", "low": 0.0}
    predicted = [] if hidden else [{"title": "predicted", "name": "said", "right": numbers[given:]}]
    strip = {
        "kind": "strip",
        "title": f"Line {index + 1}" + (", held out" if index == task.held else ""),
        "names": names,
        "rows": [
            {"title": "given", "symbols": numbers[:given]},
            {"title": "target", "symbols": numbers[given:]},
            *predicted,
        ],
    }
    start = recording.frames[0].measured["loss"][0]
    return {
        "training": repr(task),
        "columns": "minmax(0, 1.2fr) minmax(0, 1fr)",
        "pace": 40,
        "panels": [
            {
                "kind": "maps",
                "titles": [f"head {k + 1}" for k in range(HEADS)],
                "tokens": [names[k] for k in numbers[:-1]],
                "answers": list(range(given - 1, len(numbers) - 1)),
                "causal": True,
                "height": 15.5,
                "title": "P: who looks where" + (", block 2" if task.blocks > 1 else ""),
                "note": "each row sums to 1",
                "name": "P",
            },
            {
                "kind": "stack",
                "parts": [
                    strip,
                    course
                    | {"title": "Symbols correct", "high": 1.0, "percent": True, "height": 5.2}
                    | {"keys": [{"title": title, "colour": colour} for title, _, colour in lanes]}
                    | {"series": [{"name": "symbols", "at": at, "colour": colour} for _, at, colour in lanes]},
                    course
                    | {"title": "Loss", "note": "nats a symbol", "high": float(max(1.0, 1.1 * start)), "height": 4.0}
                    | {"series": [{"name": "loss", "at": 0, "colour": "test"}]},
                ],
            },
        ],
        "local": [],
        "readings": [
            {"title": f"Whole outputs correct, {title}:", "name": "whole", "at": at, "percent": True}
            for title, at, _ in lanes
        ],
        "note": "" if answered else "Predict below, and the line held out is shown, too.",
    }


def _try(recording: Recording) -> None:
    task = recording.task
    assert isinstance(task, OwnTask)
    places = st.columns([1.2, 3], vertical_alignment="bottom")
    hint = f"up to {task.data.longest} of the characters above"
    fields.text("own_input", "Try another input", placeholder=hint, make=_with_input, place=places[0])
    given = state.settings.own_input
    with places[1]:
        try:
            said = answer(recording.state[0].network, task.data, given) if given else None
        except ValueError as error:  # the lines have changed since
            show_warning(sentence(str(error)))
            return
        if said is None:
            st.caption(f"The network after {recording.step} steps answers here.")
            return
        written = escape_markdown(f"{given} → {task.data.text(said.numbers)}")
        sure = ", ".join(f"{p:.2f}" for p in said.probabilities)
        st.markdown(f"After {recording.step} steps: **{written}** (probability of each symbol and of the end: {sure})")


def _with_input(now: TransformerSettings, text: str) -> TransformerSettings:
    changed = now.changed(own_input=text.strip())
    if changed.own_input:
        task_of(changed).data.numbers_of(changed.own_input)
    return changed


def _behind(recording: Recording) -> None:
    if recording.step and (findings := diagnose_own(recording)):
        st.header(f"What goes wrong at step {recording.step}")
        diagnosis_panel(findings)
    st.header("Behind the picture")
    numpy_lines(TEXTBOOK, engine="\n".join(assignment(Attention.attend, name) for name in ("S", "P", "O")))
    st.caption(
        f"Causal, {HEADS} heads, width 32, MLP 64, layer norm first, Adam 0.003. Every step trains on all lines but "
        "the one held out; only the symbols of the output and its end count in the loss."
    )
    with folded("Every line, and what the network says now", state.key("own.table")) as is_open:
        if is_open:
            table = rows(recording)
            st.dataframe(table, hide_index=True, key=state.key("own.dataframe"))
            result_download(table, state.settings, "own_task", state.key("own.download"))
    next_step_panel(state, "own", KEY, lambda: NextStep(recording.state[0], recording.task.batch))


def _conclusions() -> Sequence[str]:
    return conclusions(_played().now())


TOPIC = TopicPage(
    title="Own task",
    look="**Write lines** input -> output, hold one out, and train: does the network find your rule?",
    section=_section,
    conclusions=_conclusions,
)
