"""The race on the page of convolution: dense networks against convolutions at equal data, predicted, then played."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, Convolution, MaxPool, assignment, train_step
from nnviz.experiments.convolution.conclusions.race import conclusions
from nnviz.experiments.convolution.questions.race import race_question
from nnviz.experiments.convolution.race import CONVOLUTION, DENSE, SEEDS, Race, RaceFrame, RaceTask, begin_race, rows
from nnviz.experiments.convolution.race_contestants import CONTESTANTS, COURSES, class_pictures
from nnviz.experiments.convolution.race_settings import MOST_SAMPLES, RACE_DATA, SIZES, RaceData
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage

KEY = "convolution-race"
ASKED = state.key("question.race")
COLOURS = ("muted", "line-0", "line-1")
"""Of the contestants."""


def _played(task: RaceTask) -> Played[Race]:
    return Played(("convolution race", task), repr(task), partial(begin_race, task), chunk=30, seconds=0.25)


def _section() -> None:
    _controls()
    played = _played(RaceTask.of(state.settings))
    race = played.now()
    question = race_question(race)
    answered = seen(ASKED, question)
    fixed = {"pictures": class_pictures(race.task.samples), "classes": np.arange(float(len(_classes(race.task))))}
    training_drawing("race", KEY, played, race, _packed, _header(race, answered), _nothing, room="17.4rem", fixed=fixed)
    ask(ASKED, question)
    if race.done and answered:
        _table(race)
    st.header("Behind the picture")
    with folded("The lines of NumPy", state.key("race_lines")) as is_open:
        if is_open:
            _lines(race.task)
    with folded("Open every tensor of the next step", state.key("race_tensors")) as is_open:
        if is_open:
            _tensors(race)


def _controls() -> None:
    now = state.settings
    places = st.columns([1.5, 1.3, 0.8, 0.6], vertical_alignment="bottom")
    fields.segmented("race_data", "Learn", RACE_DATA, make=_with_data, place=places[0])
    sizes = [n for n in SIZES if n <= MOST_SAMPLES[now.race_data]]
    with places[1]:
        what = f"{COURSES[now.race_data].what.capitalize()}s to train on"
        fields.select_slider("race_samples", what, including(sizes, now.race_size), value=now.race_size)
    with places[2]:
        places_are = "Shuffle the places" if now.race_data == "signals" else "Shuffle the pixels"
        fields.toggle("race_shuffled", places_are, help="One permutation, the same for all samples.")
    with places[3]:
        fields.seed("race_seed", "Seed")


def _with_data(now: ConvolutionSettings, data: RaceData) -> ConvolutionSettings:
    """Other data are learned from as many samples as are usual for them."""
    return now.changed(race_data=data, race_samples=None)


def _classes(task: RaceTask) -> tuple[str, ...]:
    return task.samples.data.class_names


def _header(race: Race, answered: bool) -> dict[str, Any]:
    task, course = race.task, COURSES[race.task.data]
    keys = [
        {"title": f"{one} ({n:,})", "colour": colour}
        for one, n, colour in zip(CONTESTANTS, task.parameters, COLOURS, strict=True)
    ]
    lines = [{"at": lane, "colour": colour, "band": True} for lane, colour in enumerate(COLOURS)]
    note = f"median and 80 % of {SEEDS} networks" if answered else "predict below"
    shared = {"low": course.lowest, "high": 1.0, "percent": True}
    course_of = {"kind": "course", "height": 10.8} | shared
    other = _other(task)
    marks: list[dict[str, Any]] = [{"value": 1.0 / len(_classes(task)), "text": "guessing"}]
    marks += _marks(other) if other is not None and answered else []
    marks = [mark for mark in marks if mark["value"] > course.lowest]
    panels: list[dict[str, Any]] = [
        course_of
        | {"title": f"Correct on new {course.what}s", "note": note, "keys": keys, "marks": marks}
        | {"series": [one | {"name": "accuracy"} for one in lines] if answered else []},
        {"kind": "dots", "title": "Each network", "note": "", "height": 10.8, "name": "networks"}
        | shared
        | {"lanes": [{"title": one, "colour": c} for one, c in zip(CONTESTANTS, COLOURS, strict=True)]}
        | {"veiled": not answered},
        {
            "kind": "stack",
            "parts": [
                {"kind": "pictures", "title": "What they see", "note": "shuffled" if task.shuffled else ""}
                | {"name": "pictures", "labels": list(_classes(task)), "height": 3.9},
                course_of
                | {"title": f"Correct on training {course.what}s", "note": "", "height": 5.2}
                | {"series": [one | {"name": "learned"} for one in lines]},
            ],
        },
    ]
    return {
        "training": repr(task),
        "columns": "minmax(0, 1.5fr) minmax(0, 0.9fr) minmax(0, 1.3fr)",
        "pace": course.pace,
        "panels": panels,
        "local": [],
        "readings": [
            {"title": f"{one}:", "name": "accuracy", "at": lane, "percent": True}
            for lane, one in enumerate(CONTESTANTS)
        ]
        if answered
        else [],
        "note": f"{SEEDS} networks of each kind, {task.n_train:,} {course.what}s.",
    }


def _other(task: RaceTask) -> Race | None:
    """The same race with the places shuffled the other way, where it has been run to its end."""
    twin = RaceTask(task.data, task.n_train, not task.shuffled, task.seed)
    race: Race | None = run_cache().get(("convolution race", twin))
    return race if race is not None and race.done else None


def _marks(other: Race) -> list[dict[str, Any]]:
    """Where the medians of the other race ended."""
    how = "shuffled" if other.task.shuffled else "not shuffled"
    medians = other.end.medians
    return [{"value": float(medians[lane]), "text": f"{CONTESTANTS[lane]}, {how}"} for lane in (DENSE, CONVOLUTION)]


def _packed(frames: Sequence[RaceFrame]) -> dict[str, Array]:
    arrays = {"networks": np.array([frame.accuracy for frame in frames])}
    for name in ("accuracy", "learned"):
        bands = np.array([frame.band(name) for frame in frames])
        arrays[f"{name} low"], arrays[name], arrays[f"{name} high"] = np.moveaxis(bands, 1, 0)
    return arrays


def _nothing(_: Mapping[str, Any]) -> None:
    """The drawing has no settings of its own."""


def _table(race: Race) -> None:
    task, course = race.task, COURSES[race.task.data]
    low, middle, high = race.end.band("accuracy")
    learned = race.end.band("learned")[1]
    lines = [
        f"| network | layers | parameters | correct on new {course.what}s | 80 % of {SEEDS} | in training |",
        "|---|---|---|---|---|---|",
        *(
            f"| **{one}** | {course.networks[one][1]} | {task.parameters[k]:,} | {100 * middle[k]:.1f} % | "
            f"{100 * low[k]:.1f} to {100 * high[k]:.1f} % | {100 * learned[k]:.1f} % |"
            for k, one in enumerate(CONTESTANTS)
        ),
    ]
    st.markdown("\n".join(lines))
    st.markdown(
        f"With the same seed, the convolution is ahead of the dense network in **{race.end.ahead} of {SEEDS}**."
    )
    result_download(rows(race), state.settings, f"convolution_race_{task.data}", state.key("download.race"))


def _lines(task: RaceTask) -> None:
    """One permutation, and the two layers that make the difference."""
    st.caption("Shuffled: one permutation of the columns, for the samples to train on and those of the test alike.")
    numpy_lines("X, X_test = X[:, permutation], X_test[:, permutation]")
    st.caption("A kernel at every place, then the largest of each map.")
    numpy_lines("Z = patches @ K + b", engine=assignment(Convolution.forward, "Z"))
    if task.data == "bars":
        numpy_lines("A = Z.max(axis=(1, 2))", engine=assignment(MaxPool.forward, "A"))


def _tensors(race: Race) -> None:
    """The next step of one kind of network, every member of it."""
    chosen = st.segmented_control(
        "Network", CONTESTANTS, default="convolution", key=state.key("race_kind"), required=True
    )
    lane = CONTESTANTS.index(chosen)
    st.caption(f"Step {race.step + 1}; the first axis is the network, of {SEEDS} seeds.")
    drawn = race.task.samples.data
    record = train_step(race.state[lane], race.task.batches.batch(race.step))
    inspector(record, "convolution_race", features=drawn.feature_names, classes=drawn.class_names)


def _conclusions() -> Sequence[str]:
    task = RaceTask.of(state.settings)
    return conclusions(_played(task).now(), _other(task))


TOPIC = TopicPage(
    title="Race",
    look="**Predict, then train** dense networks and convolutions on the same data; then **shuffle the pixels**: who "
    "notices?",
    section=_section,
    conclusions=_conclusions,
)
