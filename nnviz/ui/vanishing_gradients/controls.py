"""Controls of the page of vanishing gradients: data, activation, initial weights, training; its sliders are drawn."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz.engine import INITIALIZERS, OPTIMIZERS, activation, initializer
from nnviz.experiments.depth import OFFERED, DepthSettings
from nnviz.experiments.depth.settings import DATA_TITLES
from nnviz.experiments.run.choice import name_of
from nnviz.experiments.vanishing_gradients.published import EXPLODING, PUBLISHED_RESULTS
from nnviz.ui.vanishing_gradients.state import fields, state

NO_EXAMPLE = "custom settings"


def controls() -> None:
    """Examples, data, activation, initializer, and the rest behind a button."""
    now = state.settings
    first, second, third, fourth, fifth = st.columns([3.2, 2.2, 1.8, 2.4, 1.5], vertical_alignment="bottom")
    _example(now, first)
    fields.select("data", "Data", DATA_TITLES, place=second)
    titles = {name: activation(name).title for name in OFFERED}
    fields.select("activation", "Activation", titles, value=name_of(now.activation), place=third)
    titles = {name: initializer(name).title for name in INITIALIZERS}
    fields.select("initializer", "Initial weights", titles, value=name_of(now.initializer), place=fourth)
    with fifth.popover("Training", width="stretch"):
        _training(now)


def _example(now: DepthSettings, place: DeltaGenerator) -> None:
    """A published result, or settings of one's own."""
    known = {one.name: one.settings for one in PUBLISHED_RESULTS} | {
        "vanishing": DepthSettings(),
        "exploding": EXPLODING,
    }
    titles = {one.name: one.title for one in PUBLISHED_RESULTS} | {
        "vanishing": "Vanishing: 10 sigmoid layers",
        "exploding": "Exploding: SELU, weights × 1.6",
        NO_EXAMPLE: NO_EXAMPLE,
    }
    fields.select(
        "example",
        "Example or published result",
        titles,
        value=next((name for name in known if known[name] == now), NO_EXAMPLE),
        make=lambda before, name: known.get(name, before),
        place=place,
    )


def _training(now: DepthSettings) -> None:
    """Optimizer, batch, length, clipping, spread of the first biases, seed."""
    titles = {name: known.title for name, known in OPTIMIZERS.items()}
    fields.select("optimizer", "Optimizer", titles, value=name_of(now.optimizer))
    fields.number("batch_size", "Batch size", 1, 200, 8)
    fields.number("steps", "Steps", 10, 2000, 50)
    fields.seed("seed", "Seed")
    fields.number("bias_scale", "Standard deviation of the initial biases", 0.0, 10.0, 0.5)
    fields.toggle(
        "residual",
        "Residual connections",
        help="Each hidden layer from the second on adds its input to what it computes.",
    )
    fields.toggle(
        "clip_norm",
        "Clip the gradient norm at 1",
        value=now.clip_norm is not None,
        make=lambda before, clipped: before.changed(clip_norm=1.0 if clipped else None),
    )
