"""Which network on which samples the page of the backward pass takes apart."""

from functools import partial

import streamlit as st

from nnviz.engine import ACTIVATIONS, activation
from nnviz.experiments.backward_pass.example import BackwardExample, backward_example, read_typed
from nnviz.experiments.backward_pass.questions import network_words
from nnviz.experiments.backward_pass.settings import MAX_SAMPLES, BackwardSettings
from nnviz.experiments.backward_pass.worked_example import RATE
from nnviz.ui.backward_pass.state import fields, state
from nnviz.ui.widgets.untrusted_text import sentence, show_error

SAMPLE_SOURCES = {
    "iris": "iris flowers",
    "digits": "handwritten digits",
    "circle": "points in a plane",
    "typed": "numbers you type",
    "worked": "worked example",
}
LOSSES = {"cross_entropy": "cross-entropy", "squared_error": "squared error, sigmoid outputs"}
WIDTHS = {"3": (3,), "4": (4,), "6": (6,), "3-3": (3, 3), "4-3": (4, 3), "3-3-3": (3, 3, 3)}
EXAMPLE_ACTIVATIONS = tuple(name for name in ACTIVATIONS if not activation(name).learned and name != "step")


@st.cache_resource(max_entries=60, show_spinner=False)
def _example(key: tuple[object, ...], _settings: BackwardSettings) -> BackwardExample:
    return backward_example(_settings)


def example() -> BackwardExample | None:
    """The pass on the page; None, and a sentence on the page, where typed numbers cannot be used."""
    now = state.settings
    try:
        return _example(now.example, now)
    except ValueError as error:
        show_error(sentence(str(error)))
        return None


def controls() -> None:
    """Whose numbers; and, in a popover, which network."""
    now = state.settings
    left, right = st.columns([5, 1.5], vertical_alignment="center")
    fields.segmented(
        "source",
        "Numbers from",
        SAMPLE_SOURCES,
        make=_with_source,
        place=left,
        label_visibility="collapsed",
        width="stretch",
    )
    with right.popover("Network", width="stretch", disabled=now.source == "worked"):
        _network_controls(now)
    if now.source == "typed":
        one, two = st.columns(2)
        fields.text("typed_x", "X, rows separated by ;", make=partial(_with_typed, "X"), place=one)
        fields.text("typed_y", "Y, rows separated by ;", make=partial(_with_typed, "Y"), place=two)


def _with_source(now: BackwardSettings, source: str) -> BackwardSettings:
    """The worked example comes with its rate and keeps the biases fixed, as the article does."""
    if source == "worked":
        return now.changed(source=source, learning_rate=RATE, biases=False, parameter=-1)
    return now.changed(source=source, biases=True, parameter=-1)


def _with_typed(name: str, now: BackwardSettings, text: str) -> BackwardSettings:
    """What cannot be read is refused here; whether X and Y fit each other is shown below, as they change one by one."""
    fresh = now.changed(**{f"typed_{name.lower()}": text})
    read_typed(name, text)
    return fresh


def _network_controls(now: BackwardSettings) -> None:
    """Widths, activation, loss, samples, and the seed of the weights."""
    written = "-".join(map(str, now.hidden))
    fields.segmented(
        "hidden",
        "Hidden units, layer by layer",
        list(WIDTHS) if written in WIDTHS else [*WIDTHS, written],
        value=written,
        make=lambda before, widths: before.changed(hidden=tuple(int(n) for n in widths.split("-"))),
    )
    fields.select("activation", "Activation", EXAMPLE_ACTIVATIONS, lambda name: activation(name).title)
    if now.source != "typed":
        fields.segmented("loss", "Loss", LOSSES)
        fields.slider("samples", "Samples N", 1, MAX_SAMPLES, 1)
    fields.seed("seed", "Seed for samples and weights")


def loss_decimals() -> int:
    """How many decimals a loss has: as many as were published of the worked example, else few enough for a wall."""
    return 9 if state.settings.source == "worked" else 5


def about(result: BackwardExample) -> str:
    """Say which network it is, with its loss."""
    activations = " then ".join(
        dict.fromkeys(result.forward(k).layer.activation.title for k in range(1, result.depth + 1))
    )
    return (
        f"{result.title}; network **{network_words(result)}** ({activations}), {result.network.n_parameters} "
        f"parameters, {result.loss.title}: **L = {float(result.outcome.L):.{loss_decimals()}f}**."
    )
