"""Tasks: a small transformer learns to copy, reverse or sort; its attention and the gradient on it, step by step."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from nnviz.engine import Attention, TrainState, assignment
from nnviz.experiments.attending.recipe import TransformerRecipe
from nnviz.experiments.recording.recording import Recording, begin
from nnviz.experiments.transformer.conclusions.tasks import conclusions
from nnviz.experiments.transformer.diagnosis import diagnose_task
from nnviz.experiments.transformer.questions.tasks import pattern_question
from nnviz.experiments.transformer.settings import TransformerSettings
from nnviz.experiments.transformer.tasks import (
    block_of,
    frame_of,
    pass_at,
    pictures,
    place_of,
    rows,
    sequence_of,
    step_named,
    task_of,
)
from nnviz.experiments.transformer.tasks_settings import (
    HEADS,
    MOST_BLOCKS,
    TASKS,
    TASKS_RATES,
    TASKS_SAMPLES,
    TasksTask,
)
from nnviz.export.notebook import NOTEBOOK
from nnviz.export.transformer_notebook import transformer_notebook
from nnviz.export.transformer_script import transformer_script
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.transformer.state import fields, state
from nnviz.ui.widgets.diagnosis import diagnosis_panel
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.run_export import address_here
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

KEY = "transformer-tasks"
ASKED = state.key("question.tasks")
PACE = 40
"""Milliseconds from one frame to the next."""

HEIGHT = 18.0

Written = Callable[[TransformerRecipe, TrainState], str]
"""Writes a file of a training at a step."""


def _section() -> None:
    _controls()
    played = _played()
    recording = played.now()
    question = pattern_question(recording)
    header = _header(recording, seen(ASKED, question))
    packed = partial(pictures, state.settings, recording)
    training_drawing("attending", KEY, played, recording, packed, header, _moved, room="25rem")
    ask(ASKED, question)
    _behind(recording)


def _moved(asked: Mapping[str, Any]) -> None:
    """Take the step at which the playhead has come to stand."""
    if asked.get("set") != "step":
        raise ValueError(f"expected a step to stand on, got {str(asked)[:40]!r}")
    state.update(tasks_step=step_named(state.settings, asked["value"]))
    state.show_in_address()


def _played() -> Played[Recording]:
    now = state.settings
    task = task_of(now)
    generation = json.dumps([repr(task), block_of(now), now.tasks_sample])
    return Played(("tasks", task), generation, partial(begin, task), chunk=12, seconds=0.2)


def _controls() -> None:
    now = state.settings
    places = st.columns([1.95, 1.15, 1.15, 0.8, 1.2, 0.95, 0.75, 0.8, 0.75], vertical_alignment="bottom", gap="small")
    fields.segmented("tasks_task", "Task", TASKS, make=_with_task, place=places[0])
    fields.segmented("tasks_heads", "Heads", HEADS, make=_anew("tasks_heads"), place=places[1])
    blocks = tuple(range(1, MOST_BLOCKS + 1))
    fields.segmented("tasks_blocks", "Blocks", blocks, make=_anew("tasks_blocks"), place=places[2])
    fields.toggle("tasks_mlp", "MLP", make=_anew("tasks_mlp"), place=places[3])
    hides = "Hide later symbols from earlier ones."
    fields.toggle("tasks_causal", "Causal", help=hides, make=_anew("tasks_causal"), place=places[4])
    rates = {rate: f"{rate:g}" for rate in including(TASKS_RATES, now.tasks_rate)}
    fields.select("tasks_rate", "Learning rate", rates, make=_anew("tasks_rate"), place=places[5])
    fields.seed("tasks_seed", "Seed", make=_anew("tasks_seed"), place=places[6])
    fields.number("tasks_sample", "Sequence", 1, TASKS_SAMPLES, 1, place=places[7])
    if now.tasks_blocks > 1:
        fields.number("tasks_block", "Block", 1, now.tasks_blocks, 1, value=block_of(now) + 1, place=places[8])


def _anew(name: str) -> Callable[[TransformerSettings, Any], TransformerSettings]:
    """Another training begins at its first step."""
    return lambda now, value: now.changed(**{name: value, "tasks_step": 0})


def _with_task(now: TransformerSettings, task: TasksTask) -> TransformerSettings:
    """To sort needs more than to copy: two heads and an MLP come with it."""
    hard = task == "sort"
    if hard == (now.tasks_task == "sort"):
        return now.changed(tasks_task=task, tasks_step=0)
    return now.changed(tasks_task=task, tasks_heads=2 if hard else 1, tasks_mlp=hard, tasks_step=0)


def _header(recording: Recording, answered: bool) -> dict[str, Any]:
    now = state.settings
    data = sequence_of(now)
    numbers, given = data.numbers[0], data.given
    names = list(data.symbols)
    tokens = [names[k] for k in numbers[:-1]]
    heads = [f"head {k + 1}" for k in range(now.tasks_heads)]
    which = f", block {block_of(now) + 1}" if now.tasks_blocks > 1 else ""
    maps = {
        "kind": "maps",
        "titles": heads,
        "tokens": tokens,
        "answers": list(range(given - 1, data.steps)),
        "causal": now.tasks_causal,
        "height": HEIGHT,
        "veiled": not answered,
    }
    course = {"kind": "course", "low": 0.0, "height": 6.0}
    both = [{"name": "symbols", "at": 0, "colour": "line-0"}, {"name": "whole", "at": 0, "colour": "line-1"}]
    target = [int(k) for k in numbers[given:]]
    strip = {
        "kind": "strip",
        "title": "This sequence",
        "names": names,
        "rows": [
            {"title": "given", "symbols": [int(k) for k in numbers[:given]]},
            {"title": "target", "symbols": target},
            {"title": "predicted", "name": "said", "right": target},
        ],
    }
    start = recording.frames[0].measured["loss"][0]
    return {
        "training": repr(recording.task),
        "columns": "minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1.25fr)",
        "pace": PACE,
        "place": place_of(now),
        "panels": [
            maps | {"title": f"P: who looks where{which}", "note": "each row sums to 1", "name": "P"},
            maps | {"title": "dP: gradient on it", "note": "", "name": "dP", "signed": True},
            {
                "kind": "stack",
                "parts": [
                    strip,
                    course
                    | {"title": "Correct", "high": 1.0, "percent": True, "series": both}
                    | {
                        "keys": [
                            {"title": "symbols", "colour": "line-0"},
                            {"title": "whole sequences", "colour": "line-1"},
                        ]
                    },
                    course
                    | {"title": "Loss", "note": "nats a symbol", "high": float(max(1.0, 1.1 * start))}
                    | {"series": [{"name": "loss", "at": 0, "colour": "test"}], "height": 4.4},
                ],
            },
        ],
        "local": [],
        "readings": [
            {"title": "Symbols correct, the true ones before them given:", "name": "symbols", "at": 0, "percent": True},
            {"title": "Whole sequences, running freely:", "name": "whole", "at": 0, "percent": True},
        ],
        "note": "",
    }


MASK = "S = np.where(later, -np.inf, S)   # causal: later[t, s] = s > t\n"


def textbook(causal: bool) -> str:
    """Attention forward, with its mask where there is one, and the first line of the way back."""
    mask = MASK if causal else ""
    lines = "P = softmax(S)   # rows: who looks; columns: where\nO = P @ V\ndP = dO @ V.T"
    return f"S = Q @ K.T / np.sqrt(d_k)\n{mask}{lines}"


def _behind(recording: Recording) -> None:
    now = state.settings
    frame = frame_of(now, recording)
    step = recording.frames[frame].step
    if step and (findings := diagnose_task(recording, frame)):
        st.header(f"What goes wrong at step {step}")
        diagnosis_panel(findings)
    st.header("Behind the picture")
    lines = [assignment(Attention.attend, name) for name in ("S", "P", "O")]
    numpy_lines(textbook(now.tasks_causal), engine="\n".join([*lines, assignment(Attention.backward, "dP")]))
    table_panel(state, "tasks", lambda: rows(recording), "transformer_tasks")
    with folded("Open every tensor", state.key("tasks.tensors")) as is_open:
        if is_open:
            st.caption(f"Forward and backward pass on this sequence, at step {step}, where the training stands")
            inspector(pass_at(now, recording), KEY)
    recipe, here = task_of(now).recipe, address_here(state.shared)
    files: dict[str, tuple[str, Written, str, str]] = {
        "script": (f"NumPy script of step {step}", transformer_script, ".py", "text/x-python"),
        "notebook": (f"Notebook of step {step}", partial(transformer_notebook, address=here), ".ipynb", NOTEBOOK),
    }
    with st.container(horizontal=True, gap="small"):
        for name, (label, written, ending, mime) in files.items():
            st.download_button(
                label,
                partial(_made, written, recipe, recording, frame),
                f"nnviz-transformer-{now.tasks_task}-step-{step}{ending}",
                mime,
                key=state.key(f"tasks.{name}"),
                on_click="ignore",
                icon=":material/download:",
                help="Data, weights, both passes and Adam in NumPy; it computes the loss of this step and trains on.",
            )


def _made(written: Written, recipe: TransformerRecipe, recording: Recording, frame: int) -> str:
    """Write a file when its button is pressed: the training is computed again as far as its frame."""
    return written(recipe, recording.state_at(frame)[0])


def _conclusions() -> Sequence[str]:
    return conclusions(_played().now())


TOPIC = TopicPage(
    title="Tasks",
    look="**Train**: a line appears in the map of what looks where. Then choose another task.",
    section=_section,
    conclusions=_conclusions,
)
