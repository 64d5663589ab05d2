"""What a filter looks for, on the page of convolution: its kernel, the patches that excite it, and gradient ascent."""

import json
from functools import partial
from typing import Any

import streamlit as st

from nnviz.engine import assignment, train_step
from nnviz.experiments.convolution.conclusions.filters import conclusions
from nnviz.experiments.convolution.filters import MOST, field_of, pictures, task_of
from nnviz.experiments.convolution.filters_settings import WIDTHS, filters_of, fitted
from nnviz.experiments.convolution.questions.filters import question
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.recording.recording import Recording, begin
from nnviz.experiments.trained.ascent import ascend
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.filters")
HEIGHT = 19.0
KERNEL = [3, 3]


def _section() -> None:
    _controls()
    played = _played()
    recording = played.now()
    asked = question(state.settings, recording)
    header = {"training": repr(recording.task), **_described(seen(ASKED, asked))}
    packed = partial(pictures, state.settings, recording)
    training_drawing("recorded_maps", "convolution-filters", played, recording, packed, header, _nothing, room="26rem")
    ask(ASKED, asked)
    _explained(recording)


def _nothing(question: object) -> None:
    """The drawing asks for frames and nothing else."""


def _controls() -> None:
    now = state.settings
    places = st.columns([2, 1.4, 1, 1, 1.6], vertical_alignment="bottom")
    titles = {width: f"conv {first}, conv {second}" for width, (first, second) in WIDTHS.items()}
    fields.segmented("filter_width", "Network", titles, make=partial(_with, "filter_width"), place=places[0])
    layers = {1: "first", 2: "second"}
    fields.segmented("filter_layer", "Layer", layers, make=partial(_with, "filter_layer"), place=places[1])
    fields.number("filter", f"Filter (of {filters_of(now)})", 1, filters_of(now), 1, place=places[2])
    fields.seed("filter_seed", "Seed", place=places[3])


def _with(name: str, now: ConvolutionSettings, value: object) -> ConvolutionSettings:
    return now.changed(**fitted(now, **{name: value}))


def _played() -> Played[Recording]:
    task, now = task_of(state.settings), state.settings
    generation = json.dumps([repr(task), now.filter_layer, now.filter])
    return Played(("filters", task), generation, partial(begin, task), chunk=12, seconds=0.3)


def _described(answered: bool) -> dict[str, Any]:
    """Panels: the kernels in one scale, the patches, and what ascent has found."""
    now = state.settings
    first, field = WIDTHS[now.filter_width][0], field_of(now.filter_layer)
    if now.filter_layer == 1:
        kernels = [
            {"title": f"{k + 1}{' ←' if k + 1 == now.filter else ''}", "name": "kernels", "from": 9 * k}
            for k in range(first)
        ]
        title = "Kernels of the first layer"
    else:
        kernels = [{"title": f"on map {k + 1}", "name": "own", "from": 9 * k} for k in range(first)]
        title = f"Kernel of filter {now.filter}, on the {first} maps below"
    kernels = [one | {"shape": KERNEL, "scale": "scale"} for one in kernels]
    across = 2 if first == 4 else 3
    patches = [
        {
            "title": "",
            "name": "patches",
            "from": field**2 * k,
            "shape": [field, field],
            "paint": "data",
            "scale": "white",
            "note": {"name": "labels", "at": k, "digits": 1, "before": "of a "},
        }
        for k in range(MOST)
    ]
    found = {
        "title": "",
        "name": "found",
        "shape": [field, field],
        "note": {"name": "reached", "at": 1, "before": "Z = "},
    }
    course = {
        "kind": "course",
        "title": "Test accuracy",
        "series": [{"name": "accuracy", "at": 0, "colour": "test"}],
        "low": 0.0,
        "high": 1.0,
        "percent": True,
        "log": True,
        "height": HEIGHT / 2 - 1.6,
    }
    ascent = {"kind": "grids", "title": "Input found by gradient ascent", "rows": [[found]], "height": HEIGHT / 2}
    readings = [
        {"title": "Z of the most exciting patch:", "name": "reached", "at": 0},
        {"title": "ReLU lets through", "name": "reached", "at": 2, "percent": True},
    ]
    if answered:
        readings.append({"title": "neighbours in kernels correlate by", "name": "smoothness", "at": 0})
    return {
        "columns": "minmax(0, 1fr) minmax(0, 1.1fr) minmax(0, 1fr)",
        "panels": [
            {"kind": "grids", "title": title, "rows": _in_rows(kernels, across), "height": HEIGHT},
            {
                "kind": "grids",
                "title": "Nine digits' patches that excite it most",
                "rows": _in_rows(patches, 3),
                "height": HEIGHT,
                "most": 1.37,
                "small": True,
            },
            {"kind": "stack", "parts": [ascent, course]},
        ],
        "local": [],
        "readings": readings,
        "note": "",
    }


def _in_rows(grids: list[dict[str, Any]], across: int) -> list[list[dict[str, Any]]]:
    return [grids[k : k + across] for k in range(0, len(grids), across)]


def _explained(recording: Recording) -> None:
    st.header("Behind the picture")
    st.caption(
        "Gradient ascent on the input: Erhan, Bengio, Courville and Vincent 2009. The input keeps the length of the "
        "most exciting patch. On 8 × 8 pixels do not expect the wave-like filters that large photographs give."
    )
    with folded("How it is computed", state.key("filters.lines")) as is_open:
        if is_open:
            st.latex(r"X \leftarrow X + \rho \lVert X \rVert \frac{\mathrm{d}X}{\lVert \mathrm{d}X \rVert}")
            numpy_lines("X = X + rate * radius * dX / np.linalg.norm(dX)", engine=assignment(ascend, "dX"))
            numpy_lines("best = Z[..., f].reshape(N, -1).max(axis=1)\nimages = np.argsort(-best)[:9]")
    with folded("The numbers as a table", state.key("filters.table")) as is_open:
        if is_open:
            _table(recording)
    with folded("Open the tensors of the newest step", state.key("filters.tensors")) as is_open:
        if is_open:
            st.caption(f"Step {recording.step + 1}")
            inspector(train_step(recording.state[0], recording.task.batch(recording.step)), "convolution-filters")


def _table(recording: Recording) -> None:
    drawn = pictures(state.settings, recording, recording.frames)
    rows = [
        {
            "step": frame.step,
            "test accuracy": float(accuracy[0]),
            "neighbours correlate": float(smooth[0]),
            "Z of the most exciting patch": float(reached[0]),
            "Z of the input found": float(reached[1]),
        }
        for frame, accuracy, smooth, reached in zip(
            recording.frames, drawn["accuracy"], drawn["smoothness"], drawn["reached"], strict=True
        )
    ]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    st.dataframe(columns, hide_index=True, key=state.key("filters.rows"))
    result_download(rows, state.settings, "filters", state.key("filters.download"))


TOPIC = TopicPage(
    title="Filters",
    look="**Train**, and choose a filter: which patches of the digits excite it most, and what would excite it more?",
    section=_section,
    conclusions=lambda: conclusions(state.settings, _played().now()),
)
