"""Which network on which samples the page of the backward pass takes apart."""

from typing import Any

import streamlit as st

from nnviz.engine import ACTIVATIONS, activation
from nnviz.experiments.backward_pass.example import BackwardExample, backward_example
from nnviz.experiments.backward_pass.settings import MOST_SAMPLES, BackwardSettings
from nnviz.experiments.backward_pass.worked_example import RATE
from nnviz.ui.shell.page_state import change, page_settings, seed

SOURCES = {
    "iris": "iris flowers",
    "digits": "handwritten digits",
    "circle": "points of a plane",
    "typed": "numbers you type",
    "worked": "worked example",
}
LOSSES = {"cross_entropy": "cross-entropy", "squared_error": "squared error, sigmoid outputs"}
WIDTHS = {"3": (3,), "4": (4,), "6": (6,), "3-3": (3, 3), "4-3": (4, 3), "3-3-3": (3, 3, 3)}
BENDS = tuple(name for name in ACTIVATIONS if not activation(name).learned and name != "step")


def settings() -> BackwardSettings:
    """Return the page's settings."""
    return page_settings(BackwardSettings)


def put(**changes: Any) -> None:
    """Change some of the page's settings."""
    change(BackwardSettings, lambda now: now.changed(**changes))


@st.cache_resource(max_entries=60, show_spinner=False)
def _example(key: tuple[object, ...], _settings: BackwardSettings) -> BackwardExample:
    return backward_example(_settings)


def example() -> BackwardExample | None:
    """The pass on the page; None, and a sentence on the page, where typed numbers cannot be used."""
    now = settings()
    try:
        return _example(now.example, now)
    except ValueError as error:
        st.error(str(error))
        return None


def controls() -> None:
    """Whose numbers; and, in a popover, which network."""
    now = settings()
    left, right = st.columns([5, 1.5], vertical_alignment="center")
    left.segmented_control(
        "Numbers of",
        list(SOURCES),
        key=seed("backward.source", now.source),
        format_func=SOURCES.__getitem__,
        required=True,
        label_visibility="collapsed",
        on_change=_take_source,
        width="stretch",
    )
    with right.popover("Network", width="stretch", disabled=now.source == "worked"):
        _network_controls(now)
    if now.source == "typed":
        one, two = st.columns(2)
        one.text_input("X, rows apart by ;", key=seed("backward.x", now.typed_x), on_change=_take_typed)
        two.text_input("Y, rows apart by ;", key=seed("backward.y", now.typed_y), on_change=_take_typed)


def _take_source() -> None:
    source = st.session_state["backward.source"]
    if source == "worked":  # as the article does it
        put(source=source, rate=RATE, biases=False, parameter=-1)
    else:
        put(source=source, biases=True, parameter=-1)


def _take_typed() -> None:
    put(typed_x=st.session_state["backward.x"], typed_y=st.session_state["backward.y"])


def _network_controls(now: BackwardSettings) -> None:
    """Widths, bend, loss, samples, and the seed of the weights."""
    written = "-".join(map(str, now.hidden))
    widths = list(WIDTHS) if written in WIDTHS else [*WIDTHS, written]
    st.segmented_control(
        "Hidden units, layer by layer",
        widths,
        key=seed("backward.hidden", written),
        required=True,
        on_change=lambda: put(hidden=tuple(int(n) for n in st.session_state["backward.hidden"].split("-"))),
    )
    st.selectbox(
        "Activation",
        BENDS,
        key=seed("backward.bend", now.bend),
        format_func=lambda name: activation(name).title,
        on_change=lambda: put(bend=st.session_state["backward.bend"]),
    )
    if now.source != "typed":
        st.segmented_control(
            "Loss",
            list(LOSSES),
            key=seed("backward.loss", now.loss),
            format_func=LOSSES.__getitem__,
            required=True,
            on_change=lambda: put(loss=st.session_state["backward.loss"]),
        )
        st.slider(
            "Samples N",
            1,
            MOST_SAMPLES,
            key=seed("backward.samples", now.samples),
            on_change=lambda: put(samples=st.session_state["backward.samples"]),
        )
    st.number_input(
        "Seed of samples and weights",
        0,
        99_999,
        key=seed("backward.seed", now.seed),
        on_change=lambda: put(seed=int(st.session_state["backward.seed"] or 0)),
    )


def about(found: BackwardExample) -> str:
    """Say which network it is, with its loss."""
    widths = "-".join(str(n) for n in (found.network.n_in, *(layer.n_out for layer in found.network.layers)))
    bends = " then ".join(dict.fromkeys(found.forward(k).layer.activation.title for k in range(1, found.depth + 1)))
    return (
        f"{found.title}; network **{widths}** ({bends}), {found.network.n_parameters} parameters, "
        f"{found.loss.title}: **L = {float(found.outcome.L):.9f}**."
    )
