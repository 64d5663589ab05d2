"""Controls of the page of learned features: its six topics, and what each of them lets a person change."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz.experiments.learned_features.digits import SHOWN, layer_names
from nnviz.experiments.learned_features.grokking import UNITS
from nnviz.experiments.learned_features.plane import SEEDS
from nnviz.experiments.learned_features.settings import TOPICS, LearnedFeaturesSettings
from nnviz.ui.learned_features.state import fields, state

PLANE_ACTIVATIONS = {
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "sigmoid": "sigmoid",
    "identity": "identity",
}
ACTIVATIONS = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid", "identity": "identity"}


def topics() -> None:
    """Which of the six."""
    fields.segmented("topic", "Topic", TOPICS, label_visibility="collapsed")


def controls() -> None:
    """Draw the controls of the topic."""
    _OF_TOPIC[state.settings.topic](state.settings)


def _plane(now: LearnedFeaturesSettings) -> None:
    places = st.columns([1, 1, 1.2, 1, 1], vertical_alignment="bottom")
    fields.segmented("plane_width", "Units per layer", [2, 3], place=places[0])
    fields.segmented("plane_depth", "Hidden layers", [1, 2, 3], place=places[1])
    fields.select("plane_activation", "Activation", PLANE_ACTIVATIONS, place=places[2])
    fields.number("network", f"Network shown (of {SEEDS})", 1, SEEDS, 1, place=places[3])
    fields.seed("seed", "First seed", place=places[4])


def _network(places: list[DeltaGenerator]) -> None:
    """Layers, units, activation and seed of the networks that read digits."""
    fitted = {name: partial(_fitted, name) for name in ("depth", "units")}
    fields.segmented("depth", "Hidden layers", [1, 2, 3, 4], make=fitted["depth"], place=places[0])
    fields.select("units", "Units per layer", _sizes(), make=fitted["units"], place=places[1])
    fields.select("activation", "Activation", ACTIVATIONS, place=places[2])
    fields.seed("seed", "Seed", place=places[3])


def _fitted(name: str, before: LearnedFeaturesSettings, value: object) -> LearnedFeaturesSettings:
    return before.fitted(**{name: value})


def _sizes() -> list[int]:
    return sorted({4, 8, 16, 32, 64} | {state.settings.units})


def _digits(now: LearnedFeaturesSettings) -> None:
    places = st.columns([1.3, 0.9, 1, 0.9, 1.1, 1.2], vertical_alignment="bottom")
    _network(places)
    fields.number("sample", f"Digit (1 to {SHOWN})", 1, SHOWN, 1, place=places[4])
    fields.toggle("shuffled", "Shuffled labels", place=places[5])


def _units(now: LearnedFeaturesSettings) -> None:
    places = st.columns([1.3, 0.8, 0.9, 0.8, 1.1, 0.9, 1.1], vertical_alignment="bottom")
    _network(places)
    names = dict(enumerate(layer_names(now.depth)[1:], start=1))
    fields.select("layer", "Layer", names, make=partial(_fitted, "layer"), place=places[4])
    fields.number("unit", "Unit", 1, 10 if now.layer == now.depth + 1 else now.units, 1, place=places[5])
    fields.toggle("shuffled", "Shuffled labels", place=places[6])


def _seeds(now: LearnedFeaturesSettings) -> None:
    places = st.columns([1.3, 0.9, 1, 0.9, 1.4, 1.2], vertical_alignment="bottom")
    _network(places)
    fields.slider("samples", "Digits compared", 5, SHOWN, 5, place=places[4])
    fields.toggle("shuffled", "Shuffled labels", place=places[5])


def _information(now: LearnedFeaturesSettings) -> None:
    places = st.columns([1.6, 2, 1], vertical_alignment="bottom")
    kinds = {"fixed": "of fixed width", "range": "over the range"}
    fields.segmented("bins", "Bins (the estimator)", kinds, place=places[0])
    if now.bins == "fixed":
        fields.slider("bin_width", "Width of a bin", 0.02, 2.0, 0.02, place=places[1])
    else:
        fields.slider("bin_count", "Number of bins", 2, 200, 1, place=places[1])
    fields.seed("seed", "Seed", place=places[2])


def _grokking(now: LearnedFeaturesSettings) -> None:
    places = st.columns([1, 1.4, 1.1, 1.3, 0.9, 0.8], vertical_alignment="bottom")
    fields.segmented("modulus", "p", {"23": "23", "31": "31"}, place=places[0])
    fields.slider("decay", "Weight decay", 0.0, 2.0, 0.1, place=places[1])
    fields.segmented("squares", "Units", {True: "x²", False: "ReLU"}, place=places[2])
    losses = {True: "cross-entropy", False: "squared error"}
    fields.select("cross_entropy", "Loss", losses, place=places[3])
    fields.number("addition_unit", f"Unit (of {UNITS})", 1, UNITS, 1, place=places[4])
    fields.seed("seed", "Seed", place=places[5])


_OF_TOPIC: dict[str, Callable[[LearnedFeaturesSettings], None]] = {
    "plane": _plane,
    "digits": _digits,
    "units": _units,
    "seeds": _seeds,
    "information": _information,
    "grokking": _grokking,
}
