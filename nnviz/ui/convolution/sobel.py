"""Find Sobel on the page of convolution: nine numbers found by descent, and why some of them take so long."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from nnviz.engine import Array, assignment, train_step
from nnviz.engine.layers.convolution import Convolution
from nnviz.experiments.convolution.conclusions.sobel import conclusions
from nnviz.experiments.convolution.digit_parts import SIDE, digits
from nnviz.experiments.convolution.kernel import named_kernel
from nnviz.experiments.convolution.questions.sobel import question
from nnviz.experiments.convolution.sobel import KERNEL, OUT, eigen, network, pictures, task_of
from nnviz.experiments.convolution.sobel_settings import LARGEST_RATE, TARGETS
from nnviz.experiments.recording.recording import Moment, Recording, begin
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.glossary import explained
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.sobel")
STARTS = {"random": "random", "zeros": "zeros"}
COLOURS = {4: "line-1", **dict.fromkeys((1, 3, 5, 7), "line-0"), **dict.fromkeys((0, 2, 6, 8), "muted")}
"""Of the centre, the middles of the edges, and the corners."""
HEIGHT = 9.8


LINES = """E = conv(X, K) - Y
dK = 0
for i, j in np.ndindex(E.shape[1:]):   # every place of the kernel, all images at once
    dK = dK + np.tensordot(E[:, i, j], X[:, i:i+3, j:j+3], 1)
K = K - rate * 2 / E.size * dK"""


def _section() -> None:
    _controls()
    recording = _played().now()
    _drawing(recording)
    ask(ASKED, question(state.settings))
    _explained(recording)


def _controls() -> None:
    places = st.columns([1, 1.3, 0.8, 2, 0.9], vertical_alignment="bottom")
    fields.select("sobel_target", "To be found", TARGETS, place=places[0])
    fields.segmented("sobel_start", "Start", STARTS, place=places[1])
    if state.settings.sobel_start == "random":
        fields.seed("sobel_seed", "Seed", place=places[2])
    fields.slider("sobel_rate", "Learning rate η, in units of 1/λmax", 0.05, LARGEST_RATE, 0.05, place=places[3])
    fields.number("sobel_image", "Test digit", 0, 359, 1, place=places[4])


def _played() -> Played[Recording]:
    task = task_of(state.settings)
    generation = json.dumps([repr(task), state.settings.sobel_image])
    return Played(("sobel", task), generation, partial(begin, task), chunk=32, seconds=0.3)


def _drawing(recording: Recording) -> None:
    answered = seen(ASKED, question(state.settings))
    target = named_kernel(state.settings.sobel_target, KERNEL)
    image = digits()[1].X[state.settings.sobel_image]
    fixed = {
        "image": image,
        "target": target.ravel(),
        "wanted": network(target).forward(image[None]).A[0],
        "vectors": eigen()[1].T.ravel(),
        "values": eigen()[0],
    }
    header = {"training": repr(recording.task), **_described(recording, answered)}
    training_drawing(
        "recorded_maps", "convolution-sobel", _played(), recording, _packed, header, _nothing, room="24rem", fixed=fixed
    )


def _nothing(question: object) -> None:
    """The drawing asks for frames and nothing else."""


def _packed(moments: Sequence[Moment]) -> dict[str, Array]:
    return pictures(moments, state.settings.sobel_image)


def _described(recording: Recording, answered: bool) -> dict[str, Any]:
    """Panels: what the kernel does, its numbers and their errors, and the nine directions of the loss."""
    title = TARGETS[state.settings.sobel_target]
    nine, maps = [KERNEL, KERNEL], [OUT, OUT]
    first = recording.frames[0].measured
    high = 2.0 * float(max(first["error"].max(), first["modes"].max()))
    course = {"kind": "course", "powers": True, "low": 1e-4, "high": high, "height": HEIGHT - 1.6}
    places = {"centre": "line-1", "edges": "line-0", "corners": "muted"}
    return {
        "columns": "minmax(0, 1.25fr) minmax(0, 0.9fr) minmax(0, 1.1fr)",
        "panels": [
            {
                "kind": "grids",
                "title": f"Test digit {state.settings.sobel_image}",
                "rows": [
                    [
                        {"title": "image", "name": "image", "shape": [SIDE, SIDE], "paint": "data"},
                        {"title": f"by {title}", "name": "wanted", "shape": maps, "scale": "wanted"},
                        {"title": "by the kernel", "name": "output", "shape": maps, "scale": "wanted"},
                    ]
                ],
                "height": HEIGHT,
            },
            {
                "kind": "grids",
                "title": "The nine numbers",
                "rows": [
                    [
                        {"title": "kernel K", "name": "K", "shape": nine, "scale": "target"},
                        {"title": "size of the error", "name": "error", "shape": nine, "scale": "target"},
                    ]
                ],
                "height": HEIGHT,
            },
            course
            | {
                "title": "Error of each number",
                "series": [{"name": "error", "at": k, "colour": COLOURS[k]} for k in range(9)] if answered else [],
                "keys": [{"title": name, "colour": colour} for name, colour in places.items()],
            },
            {
                "kind": "grids",
                "title": "Eigenvectors of the Hessian, with λ/λmax: the flattest first"
                if answered
                else "Nine directions of the loss: after your prediction",
                "rows": [
                    [
                        {
                            "title": f"{value / eigen()[0][-1]:.3f}",
                            "name": "vectors",
                            "from": 9 * k,
                            "shape": nine,
                            "scale": "vectors",
                        }
                        for k, value in enumerate(eigen()[0])
                    ]
                    if answered
                    else []
                ],
                "height": HEIGHT,
                "most": 1.25,
                "span": 2,
            },
            course
            | {
                "title": "Error along each eigenvector",
                "series": [
                    {"name": "modes", "at": k, "colour": "line-0" if k == 0 else "line-1" if k == 8 else "muted"}
                    for k in range(9)
                ]
                if answered
                else [],
                "keys": [{"title": "flattest", "colour": "line-0"}, {"title": "steepest", "colour": "line-1"}],
            },
        ],
        "local": [],
        "readings": [{"title": "largest error:", "name": "largest", "at": 0}],
        "note": "" if answered else "Predict below, and the errors and their directions are shown too.",
    }


def _explained(recording: Recording) -> None:
    st.header("Behind the picture")
    task = task_of(state.settings)
    st.caption(
        explained("Along each eigenvector of the Hessian the error shrinks by a factor of its own. ", "eigenvector")
        + f"One layer without a bias, {len(digits()[0].X):,} digits in every step, mean squared error: a quadratic "
        f"loss of nine numbers. η = {task.learning_rate:.3g}; plain descent diverges beyond 2/λmax."
    )
    with folded("How it is computed", state.key("sobel.lines")) as is_open:
        if is_open:
            st.latex(
                r"H = \frac{2}{N P} \sum_{n,\,i,\,j} x_{nij}\, x_{nij}^\top, \qquad "
                r"e^{(t)} = \sum_k (1 - \eta \lambda_k)^t\, (v_k^\top e^{(0)})\, v_k"
            )
            st.caption("x is a patch of nine pixels, of which each of the N images has P; e is the error of K.")
            numpy_lines(LINES, engine=assignment(Convolution.backward, "dK"))
    with folded("The numbers as a table", state.key("sobel.table")) as is_open:
        if is_open:
            _table(recording)
    with folded("Open the tensors of the newest step", state.key("sobel.tensors")) as is_open:
        if is_open:
            st.caption(f"Step {recording.step + 1}")
            inspector(train_step(recording.state[0], task.batch(recording.step)), "convolution-sobel")


def _table(recording: Recording) -> None:
    names = [f"K[{i},{j}]" for i in range(KERNEL) for j in range(KERNEL)]
    rows = [
        dict[str, object](step=frame.step, largest_error=float(frame.measured["error"].max()))
        | {name: float(value) for name, value in zip(names, frame.measured["K"], strict=True)}
        for frame in recording.frames
    ]
    st.dataframe({name: [row[name] for row in rows] for name in rows[0]}, hide_index=True, key=state.key("sobel.rows"))
    result_download(rows, state.settings, "find_sobel", state.key("sobel.download"))


TOPIC = TopicPage(
    title="Find Sobel",
    look="A kernel learns from images and what Sobel makes of them. **Train**: which number comes last?",
    section=_section,
    conclusions=lambda: conclusions(state.settings, _played().now()),
)
