"""Equivariance on the page of convolution: an image to shift, and three networks that classify shifted digits."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, assignment
from nnviz.engine.layers.convolution import Convolution
from nnviz.experiments.convolution.conclusions.equivariance import conclusions
from nnviz.experiments.convolution.equivariance import Shifted, by_shift, layers, shift
from nnviz.experiments.convolution.equivariance_settings import MOST_SHIFT, SHIFT_KERNELS
from nnviz.experiments.convolution.questions.equivariance import POOLS, question
from nnviz.experiments.convolution.shift_accuracy import SHIFT_NETWORKS, SHIFTS, ShiftTask
from nnviz.experiments.recording.recording import Moment, Recording, begin
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.equivariance")
COLOURS = ("muted", "line-1", "line-0")
"""Of the three networks."""
LINES = """before = np.maximum(0, conv(X, K))
after = np.maximum(0, conv(shift(X, s), K))   # what leaves the image is gone, and ground comes in
difference = np.abs(after - shift(before, s))[compared].max()   # where both see no border, or everywhere"""


def _section() -> None:
    _controls()
    asked = question(state.settings)
    found = shift(state.settings)
    _drawing(found, seen(ASKED, asked))
    ask(ASKED, asked)
    st.header("And the label?")
    label = "Three networks classify shifted digits: train them"
    with folded(label, state.key("shift.classify")) as is_open:
        if is_open:
            _classification()
    _explained(found)


def _controls() -> None:
    places = st.columns([0.9, 1.1, 1.2, 1.2, 1.1, 1.3], vertical_alignment="bottom")
    fields.number("shift_image", "Test digit", 0, 359, 1, place=places[0])
    fields.select("shift_kernel", "Kernel", SHIFT_KERNELS, place=places[1])
    fields.segmented("shift_pool", "Pooling of 2 × 2", POOLS, place=places[2])
    fields.segmented("shift_padding", "Padding", {"same": "same", "valid": "valid"}, place=places[3])
    fields.toggle("shift_ground", "Grey paper", place=places[4])
    fields.toggle("shift_borders", "Compare borders", place=places[5])


def _drawing(found: Shifted, answered: bool) -> None:
    now, every = state.settings, by_shift(state.settings)
    pool = POOLS[now.shift_pool]
    parts = {
        "image": found.image,
        "convolution and ReLU": found.convolved,
        f"{pool} pooling 2 × 2": found.pooled,
    }
    stages = [
        {
            "title": f"{title}: {len(one.before)} × {len(one.before)}",
            "size": len(one.before),
            "places": list(one.places),
            "largest": one.largest,
            "compared": int(one.compared.sum()),
            "of": one.compared.size,
        }
        for title, one in parts.items()
    ]
    header = {
        "down": now.shift_down,
        "right": now.shift_right,
        "most": MOST_SHIFT,
        "stages": stages,
        "answered": answered,
    }
    arrays = {
        f"{name} {k}": getattr(one, name)
        for k, one in enumerate(parts.values())
        for name in ("before", "after", "difference")
    }
    arrays |= {"shifts": np.array(every.shifts, float), "convolved": every.convolved, "pooled": every.pooled}
    drawing("shift", header, arrays, key="convolution-shift", on_ask=_asked, room="24rem")


def _asked(asked: Mapping[str, Any]) -> None:
    """Take the shift that was dragged."""
    state.update(shift_right=int(asked["right"]), shift_down=int(asked["down"]))
    if asked.get("done"):
        state.show_in_address()


def _classification() -> None:
    places = st.columns([1, 2, 3], vertical_alignment="bottom")
    fields.seed("shift_seed", "Seed", place=places[0])
    fields.toggle("shift_canvas", "Digits on 10 × 10 pixels", place=places[1])
    task = ShiftTask(state.settings.shift_seed, 10 if state.settings.shift_canvas else 8)
    played: Played[Recording] = Played(("shift", task), json.dumps(repr(task)), partial(begin, task), 8, 0.3)
    header = {"training": repr(task), **_described()}
    training_drawing(
        "recorded_maps", "convolution-shift-accuracy", played, played.now(), _packed, header, _nothing, room="18rem"
    )
    st.caption(
        "They learn digits that stand still. Flatten gives every place weights of its own, so what is learned at one "
        "place is not known at another; a global maximum forgets where a pattern stood."
    )


def _nothing(question: object) -> None:
    """The drawing asks for frames and nothing else."""


def _packed(moments: Sequence[Moment]) -> dict[str, Array]:
    return {"accuracy": np.array([moment.measured["accuracy"].ravel() for moment in moments])}


def _described() -> dict[str, Any]:
    titles = {0: "Test digits where they stand", 1: "Shifted by one pixel", 2: "Shifted by two"}
    panels = [
        {
            "kind": "course",
            "title": titles[by],
            "series": [
                {"name": "accuracy", "at": len(SHIFTS) * k + s, "colour": COLOURS[k]}
                for k in range(len(SHIFT_NETWORKS))
            ],
            "low": 0.0,
            "high": 1.0,
            "percent": True,
            "log": True,
            "height": 10.0,
        }
        for s, by in enumerate(SHIFTS)
    ]
    panels[0]["keys"] = [
        {"title": title, "colour": colour} for title, colour in zip(SHIFT_NETWORKS.values(), COLOURS, strict=True)
    ]
    readings = [
        {"title": f"{name} by one pixel:", "name": "accuracy", "at": len(SHIFTS) * k + 1, "percent": True}
        for k, name in enumerate(SHIFT_NETWORKS)
    ]
    return {
        "columns": "repeat(3, minmax(0, 1fr))",
        "panels": panels,
        "local": [],
        "readings": readings,
        "note": "",
    }


def _explained(found: Shifted) -> None:
    st.header("Behind the picture")
    st.caption(
        "That pooling with a stride of 2 is equivariant only to even shifts: Zhang 2019, “Making convolutional "
        "networks shift-invariant again”. The differences are those of two forward passes, entry by entry."
    )
    with folded("How it is computed", state.key("shift.lines")) as is_open:
        if is_open:
            st.latex(r"f(T_s X) = T_s f(X) \;\text{(equivariant)}, \qquad f(T_s X) = f(X) \;\text{(invariant)}")
            numpy_lines(LINES, engine=assignment(Convolution.forward, "Z"))
    with folded("The numbers as a table", state.key("shift.table")) as is_open:
        if is_open:
            every = by_shift(state.settings)
            rows = [
                {"pixels to the right": by, "after the convolution": float(c), "after the pooling": float(p)}
                for by, c, p in zip(every.shifts, every.convolved, every.pooled, strict=True)
            ]
            columns = {name: [row[name] for row in rows] for name in rows[0]}
            st.dataframe(columns, hide_index=True, key=state.key("shift.rows"))
            result_download(rows, state.settings, "equivariance", state.key("shift.download"))
    with folded("Open the tensors of both images", state.key("shift.tensors")) as is_open:
        if is_open:
            now = state.settings
            network = layers(now.shift_kernel, now.shift_pool, now.shift_padding)
            pair = np.stack([found.image.before, found.image.after])[..., None]
            inspector(network.forward(pair), "convolution-shift")


TOPIC = TopicPage(
    title="Equivariance",
    look="**Drag the second image**, or move it by the arrow keys: which outputs are equivariant and move along?",
    section=_section,
    conclusions=lambda: conclusions(state.settings),
)
