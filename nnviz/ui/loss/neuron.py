"""One saturated neuron on the page, trained under two losses in lockstep, and both losses as landscapes."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, assignment
from nnviz.engine.losses.cross_entropy import BinaryCrossEntropyFromLogits
from nnviz.engine.losses.errors import HalfSquaredError
from nnviz.experiments.inspection.textbook import loss_line
from nnviz.experiments.loss import questions
from nnviz.experiments.loss.lockstep import CITATION, LOCKSTEP_LOSSES, Lockstep, NeuronRun, Surface, lockstep, surface
from nnviz.experiments.loss.settings import LOCKSTEP_EPOCHS, PARAMETER_LIMIT
from nnviz.experiments.questions.question import Question
from nnviz.figures import loss_surface
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.loss.state import fields, state
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.glossary import explained
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask

DATA = {"published": "input 1, target 0", "iris": "petal length, two iris species"}
FIRST_PARAMETERS = {"slightly wrong: w = 0.6, b = 0.9": (0.6, 0.9), "badly wrong: w = b = 2": questions.BADLY_WRONG}
RATES = (0.05, 0.15, 0.5, 1.0, 3.0)


@st.cache_resource(max_entries=8, show_spinner=False)
def _surface(data: Any, measure: str) -> Surface:
    return surface(data, measure)


@st.cache_resource(max_entries=400, show_spinner=False)
def _lockstep(data: Any, w: float, b: float, rate: float) -> Lockstep:
    return lockstep(data, w, b, rate)


def run_now() -> Lockstep:
    """Both trainings from the page's start."""
    now = state.settings
    return _lockstep(now.data, now.w, now.b, now.learning_rate)


def neuron_controls() -> None:
    """What is to be learned, the published starts, the rate."""
    now = state.settings
    left, middle, right = st.columns([2.2, 3, 1.8], vertical_alignment="bottom")
    fields.segmented("data", "One sigmoid neuron learns", DATA, place=left)
    with middle.container(horizontal=True, gap="small"):
        for k, (name, (w, b)) in enumerate(FIRST_PARAMETERS.items()):
            st.button(name, key=state.key(f"start.{k}"), on_click=_take_start, args=(w, b))
    fields.select_slider("learning_rate", "Learning rate", including(RATES, now.learning_rate), place=right)


def _take_start(w: float, b: float) -> None:
    """A start of the published example, with its data and its rate."""
    state.update(w=w, b=b, data="published", learning_rate=questions.PUBLISHED_RATE, epoch=0)


def surfaces_now() -> tuple[Surface, ...]:
    """Both losses over weight and bias."""
    return tuple(_surface(state.settings.data, measure) for measure in LOCKSTEP_LOSSES)


def surfaces_drawing(run: Lockstep) -> None:
    """Both landscapes from above, with the start to be dragged."""
    now, surfaces = state.settings, surfaces_now()
    ways = (("squared", "squared error", 1, run.squared), ("entropy", "cross-entropy", 0, run.entropy))
    arrays: dict[str, Array] = {}
    for (name, _, _, trained), landscape in zip(ways, surfaces, strict=True):
        arrays |= {name: landscape.L, f"{name} path": trained.path}
    header = {
        "data": now.data,
        "reach": PARAMETER_LIMIT,
        "start": [now.w, now.b],
        "epoch": now.epoch,
        "surfaces": [
            {
                "name": name,
                "path": f"{name} path",
                "title": f"{title}: from {landscape.L.min():.3f} (background) to {landscape.L.max():.3f} (teal)",
                "colour": colour,
                "dash": name == "squared",
            }
            for (name, title, colour, _), landscape in zip(ways, surfaces, strict=True)
        ],
        "summary": f"Start: w = {now.w:.2f}, b = {now.b:.2f}; {LOCKSTEP_EPOCHS} steps "
        f"with learning rate {now.learning_rate:g}.".replace("-", "−"),
    }

    def moved(asked: Mapping[str, Any]) -> None:
        state.update(w=round(float(asked["w"]), 2), b=round(float(asked["b"]), 2))

    drawing("surface", header, arrays, key="loss-surface", on_ask=moved, room="26rem")


def lockstep_drawing(run: Lockstep) -> None:
    """Output, |dL/dz| and loss over the epochs, both trainings at the same epoch."""
    now = state.settings
    arrays: dict[str, Array] = {"epoch": np.arange(len(run.squared.L), dtype=np.float64)}
    for name, trained in (("squared", run.squared), ("entropy", run.entropy)):
        arrays |= {f"{name} error": trained.error, f"{name} dz": trained.dz, f"{name} L": trained.L}
    over = {"x": "epoch", "x_title": "epoch", "x_range": [0.0, float(LOCKSTEP_EPOCHS)], "height": 12}
    said = "output" if now.data == "published" else "mean |P − Y|"
    header = {
        "slider": "epoch",
        "handle": "epoch",
        "handle_decimals": 0,
        "at": now.epoch,
        "across": 2,
        "panels": [
            {**over, "title": said, "y_range": [-0.03, 1.05], "series": _series("error")},
            {
                **over,
                "title": "|dL/dz|: the learning signal",
                "log": True,
                "y_range": _decades(run),
                "series": _series("dz"),
            },
        ],
        "readings": [
            {
                "name": f"{name} {part}",
                "title": f"{title}: {word}",
                "colour": colour,
                "decimals": 4,
                "link": name,
                "row": name,
            }
            for name, title, colour in (("squared", "squared error", 1), ("entropy", "cross-entropy", 0))
            for part, word in (("error", said), ("dz", "|dL/dz|"), ("L", "L"))
        ],
    }

    def moved(asked: Mapping[str, Any]) -> None:
        state.update(epoch=int(asked["at"]))

    drawing("graph", header, arrays, key="loss-lockstep", on_ask=moved, room="20rem")
    state.show_in_address()


def _series(part: str) -> list[dict[str, Any]]:
    return [
        {"name": f"squared {part}", "title": "squared error", "colour": 1, "link": "squared", "dash": True},
        {"name": f"entropy {part}", "title": "cross-entropy", "colour": 0, "link": "entropy"},
    ]


def _decades(run: Lockstep) -> list[float]:
    """A logarithmic axis that holds both gradients."""
    sizes = np.concatenate([run.squared.dz, run.entropy.dz])
    low = float(sizes[sizes > 0].min(initial=1e-1))
    return [10.0 ** np.floor(np.log10(max(low, 1e-12))), 1.5]


@st.cache_data(show_spinner=False)
def _lockstep_question() -> Question:
    return questions.lockstep_question()


def lockstep_question() -> bool:
    """Ask how far squared error brings the published neuron; returns whether the answer may be seen."""
    return ask(state.key("question.lockstep"), _lockstep_question())


def explanation(run: Lockstep) -> None:
    """Why: both slopes with the numbers of the epoch on the screen, and the engine's lines."""
    t = state.settings.epoch
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        if state.settings.data == "published":
            st.latex(_numbers(run.squared, run.entropy, t))
        st.markdown(
            explained(
                "Squared error multiplies P − Y by the sigmoid's slope P(1 − P), which is nearly 0 where the neuron is "
                "confident. With cross-entropy that slope cancels: **the more wrong it is, the faster it learns**. The "
                f"example is from {CITATION}: learning rate 0.15, 300 epochs.",
                "cross-entropy",
            )
        )
    right.caption("dA for both losses; squared error is followed by the sigmoid's dZ = dA * A * (1 - A):")
    losses = HalfSquaredError(), BinaryCrossEntropyFromLogits()
    lines = [assignment(type(used).backward, "dA") for used in losses]
    with right:
        numpy_lines("\n".join(loss_line(used, "dA") for used in losses), engine="\n".join(lines))


def _numbers(squared: NeuronRun, entropy: NeuronRun, t: int) -> str:
    p, q = squared.error[t], entropy.error[t]  # the target is 0, so the error is the output
    return (
        r"\begin{aligned} \text{squared: } & (P - Y)\, P (1 - P) \\"
        rf"&= {p:.4f} \cdot {p:.4f} \cdot {1 - p:.4f} = {squared.dz[t]:.6f} \\[0.4em]"
        rf"\text{{cross-entropy: }} & P - Y = {q:.4f} - 0 = {entropy.dz[t]:.6f} \end{{aligned}}"
    )


def landscape(run: Lockstep) -> None:
    """The landscapes in three dimensions, on demand."""
    if st.toggle("Show both landscapes in 3-d", key=state.key("landscapes")):
        draw = partial(loss_surface.figure, loss_surface.info(surfaces_now(), run))
        alt = "The losses of one neuron over weight and bias: squared error on the left, cross-entropy on the right"
        kept_figure(draw, "loss-landscape", alt, revision=state.settings.data)
