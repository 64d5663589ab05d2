"""What is set on the page of vanishing gradients: data, bend, first weights, training; sliders are in the drawing."""

from typing import Any

import streamlit as st

from nnviz.engine import INITIALIZERS, OPTIMIZERS, activation, initializer
from nnviz.experiments.depth import OFFERED, DepthSettings
from nnviz.experiments.depth.settings import DATA_TITLES
from nnviz.experiments.run.choice import name_of
from nnviz.experiments.vanishing_gradients.published import EXPLODING, PUBLISHED
from nnviz.ui.shell.page_state import change, keep, page_settings

NO_EXAMPLE = "own settings"


def settings() -> DepthSettings:
    """Return the page's settings."""
    return page_settings(DepthSettings)


def put(**changes: Any) -> None:
    """Change some of the page's settings."""
    change(DepthSettings, lambda now: now.changed(**changes))


def controls() -> None:
    """Examples, data, activation, initializer, and the rest behind a button."""
    now = settings()
    first, second, third, fourth, fifth = st.columns([3.2, 2.2, 1.8, 2.4, 1.5], vertical_alignment="bottom")
    with first:
        _example(now)
    with second:
        _select("Data", "data", list(DATA_TITLES), DATA_TITLES.__getitem__, now.data)
    with third:
        _select("Activation", "activation", list(OFFERED), lambda n: activation(n).title, name_of(now.activation))
    with fourth:
        _select(
            "First weights", "initializer", list(INITIALIZERS), lambda n: initializer(n).title, name_of(now.initializer)
        )
    with fifth.popover("Training", width="stretch"):
        _training(now)


def _example(now: DepthSettings) -> None:
    """A published result, or settings of one's own."""
    known = {one.name: one.settings for one in PUBLISHED} | {"vanishing": DepthSettings(), "exploding": EXPLODING}
    titles = {one.name: one.title for one in PUBLISHED} | {
        NO_EXAMPLE: NO_EXAMPLE,
        "vanishing": "Vanishing: 10 sigmoid layers",
        "exploding": "Exploding: SELU, weights × 1.6",
    }
    st.session_state["depth.example"] = next((name for name in known if known[name] == now), NO_EXAMPLE)

    def take() -> None:
        name = st.session_state["depth.example"]
        if name in known:
            keep(known[name])

    st.selectbox(
        "Example or published result",
        [*known, NO_EXAMPLE],
        format_func=titles.__getitem__,
        key="depth.example",
        on_change=take,
    )


def _select(label: str, name: str, options: list[str], title: Any, value: str) -> None:
    key = f"depth.{name}"
    st.session_state[key] = value
    st.selectbox(label, options, format_func=title, key=key, on_change=lambda: put(**{name: st.session_state[key]}))


def _training(now: DepthSettings) -> None:
    """Optimizer, batch, length, clipping, spread of the first biases, seed."""
    _select("Optimizer", "optimizer", list(OPTIMIZERS), lambda n: OPTIMIZERS[n].title, name_of(now.optimizer))
    _number("Samples of a batch", "batch_size", now.batch_size, 1, 200, 8)
    _number("Steps", "steps", now.steps, 10, 2000, 50)
    _number("Seed", "seed", now.seed, 0, 2**31 - 1, 1)
    _number("Standard deviation of the first biases", "bias", now.bias, 0.0, 10.0, 0.5)
    key = "depth.clip"
    st.session_state[key] = now.clip_norm is not None
    st.toggle(
        "Clip the gradient at length 1",
        key=key,
        on_change=lambda: put(clip_norm=1.0 if st.session_state[key] else None),
    )


def _number(label: str, name: str, value: float, low: float, high: float, step: float) -> None:
    key = f"depth.{name}"
    st.session_state[key] = value
    st.number_input(label, low, high, step=step, key=key, on_change=lambda: put(**{name: st.session_state[key]}))
