"""Mini-batches on the page of gradient descent: the fan of their gradients, and schedules that calm them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import SCHEDULES, Array, schedule
from nnviz.experiments.gradient_descent import questions
from nnviz.experiments.gradient_descent.batch_noise import (
    BATCH_SIZES,
    N_BATCHES,
    SCHEDULE_PARAMETERS,
    BatchGradients,
    ScheduleComparison,
    batch_gradients,
    compare_schedules,
    expected_spread,
    losses_at,
    minibatch_path,
    minimum,
)
from nnviz.experiments.inspection.textbook import schedule_lines
from nnviz.experiments.questions.question import Question
from nnviz.figures import decay as decay_figure
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.gradient_descent.state import fields, state
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask

MAP_LIMIT = 3.0
POINTS = 41
LEVELS = 14
ASKED = state.key("question.batch")
RATE = 1.0
"""Of the two walks on the map."""


def here() -> Array:
    """The weights that the page is at, shape (2,)."""
    now = state.settings
    return np.array([now.w1, now.w2])


@st.cache_data(show_spinner=False)
def _field() -> Array:
    """The loss of the neuron on a grid, shape (POINTS, POINTS), rows along w2."""
    along = np.linspace(-MAP_LIMIT, MAP_LIMIT, POINTS)
    return losses_at(np.stack(np.meshgrid(along, along), -1))


def question_now() -> Question:
    """The question on the spread."""
    return questions.size_question(here())


def fan_drawing(answered: bool) -> None:
    """The map of the loss with two walks, and the fan of gradients at the place that the user drags."""
    now, w = state.settings, here()
    noise = batch_gradients(w, now.batch_size)
    field, mean = _field(), noise.batches.mean(0)
    low, high = float(field.min()), float(field.max())
    levels = (low + (high - low) * (np.arange(1, LEVELS + 1) / (LEVELS + 1)) ** 2).tolist()
    longest = float(np.sqrt((noise.full**2).sum())) + 2.2 * expected_spread(w, 4)
    header = {
        "pad": {"reach": MAP_LIMIT, "names": ["w₁", "w₂"]},
        "levels": levels,
        "sizes": BATCH_SIZES,
        "batch": now.batch_size,
        "at": int(np.argmin([abs(size - now.batch_size) for size in BATCH_SIZES])),
        "longest": longest,
        "ring": 0.25,
        "facts": facts(noise, mean, answered),
    }
    arrays = {
        "field": field,
        "bottom": minimum()[0],
        "w": w,
        "full": noise.full,
        "batches": noise.batches,
        "mean": mean,
        "noisy": minibatch_path(w, now.batch_size, RATE),
        "smooth": minibatch_path(w, max(BATCH_SIZES), RATE),
    }
    drawing("fan", header, arrays, key="descent-fan", on_ask=_moved, room="22rem")


def facts(result: BatchGradients, mean: Array, spreads: bool) -> list[dict[str, str]]:
    """What stands beside the arrows: a name, a value, and what they are linked to; spreads once they were asked for."""

    def pair(g: Array) -> str:
        return f"({g[0]:.3f}, {g[1]:.3f})".replace("-", "−")

    shown = [
        {"name": "full gradient dL/dw, all 100 flowers, (2,)", "value": pair(result.full), "link": "full"},
        {"name": f"mean of {N_BATCHES} batch gradients, (2,)", "value": pair(mean), "link": "mean"},
        {"name": "batches that step uphill", "value": f"{result.uphill} of {N_BATCHES}", "link": "uphill"},
    ]
    if spreads:
        shown += [
            {"name": "spread of these batches", "value": f"{result.spread:.3f}", "link": "spread noisy"},
            {"name": "spread of all batches of this size", "value": f"{result.expected:.3f}", "link": "spread noisy"},
        ]
    return shown


def _moved(question: Mapping[str, Any]) -> None:
    wanted: dict[str, Any] = {name: float(question[name]) for name in ("w1", "w2") if name in question}
    if "batch" in question:
        wanted["batch_size"] = int(question["batch"])
    state.update(**wanted)
    if question.get("done"):
        state.show_in_address()


def decay_controls() -> None:
    """The first rate and the batch size of the noisy descent."""
    left, right = st.columns(2, gap="large")
    fields.slider("decay_learning_rate", "Initial learning rate η₀", 0.1, 3.0, 0.1, place=left)
    nearest = min(BATCH_SIZES, key=lambda size: abs(size - state.settings.decay_batch_size))
    fields.select_slider("decay_batch_size", "Batch size", BATCH_SIZES, value=nearest, place=right)


@st.cache_data(max_entries=60, show_spinner=False)
def _decay_numbers(rate: float, batch_size: int) -> tuple[Any, ...]:
    decays = compare_schedules(rate, batch_size)
    return decays.names, decays.rates, decays.excess, decays.runs, decays.noisy


def decay_now() -> ScheduleComparison:
    """The schedules at the page's rate and batch size."""
    now = state.settings
    return ScheduleComparison(*_decay_numbers(now.decay_learning_rate, now.decay_batch_size))


def decay_question() -> bool:
    """Ask which schedule ends lowest. Returns whether the chart may be seen."""
    return ask(state.key("question.decay"), questions.decay_question(decay_now()))


def decay_chart() -> None:
    """The rates and what they do, beside each other."""
    decays = decay_now()
    kept_figure(
        partial(decay_figure.figure, decay_figure.info(decays)),
        key="descent-decay",
        alt="learning rates of five schedules over 200 steps, and the loss above the minimum with each",
        toolbar=True,
    )
    with folded("Formulas of the schedules", state.key("schedule_formulas")) as is_open:
        for name in decays.names if is_open else ():
            st.latex(SCHEDULES[name].latex)
            numpy_lines(schedule_lines(schedule(name, **SCHEDULE_PARAMETERS[name])))
