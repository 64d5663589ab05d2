"""What is learned from: classes and features of the data, how many samples, how they are split and scaled.

The data set itself and its noise are chosen on the picture (`nnviz/ui/playground/on_picture.py`).
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.datasets import FEATURES, SCALINGS, TARGET_SCALINGS
from nnviz.datasets.functions import (
    DOMAIN,
    DRAWN_HEIGHTS,
    FOLDS_LIMITS,
    FREQUENCY_LIMITS,
    HEIGHTS_LIMITS,
    JUMP_LIMITS,
    LARGEST_HEIGHT,
)
from nnviz.datasets.toy.bars import BAR_LENGTH_LIMITS, IMAGE_SIZE_LIMITS
from nnviz.experiments import RunSettings
from nnviz.experiments.address.codecs import number_text
from nnviz.experiments.address.echo import echo
from nnviz.experiments.run.compatibility import equal_range
from nnviz.experiments.run.preparation import TEST_IS_TRAIN
from nnviz.experiments.run.settings import DELAY_LIMITS, LENGTH_LIMITS, SYMBOLS_LIMITS
from nnviz.ui.controls.group import group
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.widgets.fields import Fields
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.untrusted_text import escape_markdown

KNOTS = 33
"""Points of a curve that is drawn by hand."""

_TARGET_SCALINGS = dict(
    zip(TARGET_SCALINGS, ("none: in its own units", "standardize", "min-max, to -1..1"), strict=True)
)


def data_controls(fields: Fields[RunSettings], note: str = "") -> None:
    """Draw the group; a change of the data starts again.

    Parameters
    ----------
    fields : Fields
    note : str
        How the target of the present data is scaled.
    """
    settings = fields.settings
    info = settings.info
    group("Data", keeps_weights=False)
    if settings.chooses_classes:
        fields.slider("classes", "Classes", *info.classes_limits, 1)
    _function_controls(fields, info.parameters)
    _bar_controls(fields, info.parameters)
    _sequence_controls(fields, info.parameters)
    if settings.plane:
        features = {name: known.title for name, known in FEATURES.items()}
        fields.pills("features", "Features", features, many=True, value=list(settings.features), make=_with_features)
    with folded("Samples, split, scaling", fields.state.key("more_data")) as is_open:
        if is_open:
            if "samples" in info.parameters:
                fields.number("samples", "Samples", 10, 20_000, empty=f"{info.n_samples}")
            fields.slider("train_share", "Fraction for training", 0.1, 1.0, 0.1)
            if settings.trains_on_all:
                st.caption(TEST_IS_TRAIN)
            fields.seed("data_seed", "Data seed")
            fields.select("scaling", "Input scaling", _scalings(settings), value=settings.scaling_name)
            if info.kind == "regression":
                name = settings.target_scaling_name
                fields.select("target_scaling", "Target scaling", _TARGET_SCALINGS, value=name)
                if note:
                    st.caption(escape_markdown(note))


def _function_controls(fields: Fields[RunSettings], parameters: Collection[str]) -> None:
    """The setting of the function that is fitted, or that is the border of two classes."""
    if "frequency" in parameters:
        fields.slider("frequency", "Waves", *FREQUENCY_LIMITS, 0.25)
    if "folds" in parameters:
        fields.slider("folds", "Folds", *FOLDS_LIMITS, 1, help="A tent folded k times has 2^k straight pieces.")
    if "jump" in parameters:
        fields.slider("jump", "Jump at", *JUMP_LIMITS, 0.01)
    if "heights" in parameters:
        _pad(fields)
        heights = ", ".join(number_text(height) for height in fields.settings.heights)
        fields.text("heights", "Heights from left to right, -1 to 1", value=heights, make=_with_heights)


def _bar_controls(fields: Fields[RunSettings], parameters: Collection[str]) -> None:
    """How large the images are, and how long the bar in each."""
    if "image_size" in parameters:
        fields.slider("image_size", "Rows and columns of an image", *IMAGE_SIZE_LIMITS, 1)
    if "bar_length" in parameters:
        fields.slider("bar_length", "Pixels of a bar", *BAR_LENGTH_LIMITS, 1)


def _sequence_controls(fields: Fields[RunSettings], parameters: Collection[str]) -> None:
    """How long the sequences are, of what they consist, and when an answer is asked for."""
    if "sequence_length" in parameters:
        fields.slider("sequence_length", "Steps of a sequence", *LENGTH_LIMITS, 1)
    if "symbols" in parameters:
        fields.slider("symbols", "Symbols", *SYMBOLS_LIMITS, 1)
    if "delay" in parameters:
        fields.slider("delay", "Echo after steps", *DELAY_LIMITS, 1)
    if "each_step" in parameters:
        fields.toggle("each_step", "Ask at every step", help="Off: at the end alone, which is hard to learn.")


def _pad(fields: Fields[RunSettings]) -> None:
    """A pad to draw the curve on; the run starts again when the stroke has ended."""
    settings = fields.settings
    assert settings.function is not None

    def asked(question: Mapping[str, Any]) -> None:
        if question.get("reset") is True:
            fields.state.update(heights=DRAWN_HEIGHTS)
        elif question.get("done") is True:
            heights = tuple(round(float(height), 2) for height in question["values"])
            fields.state.update(heights=heights)

    header = {
        "domain": list(DOMAIN),
        "range": [-LARGEST_HEIGHT, LARGEST_HEIGHT],
        "step": 0.01,
        "title": "Draw the function" if settings.info.n_features == 1 else "Draw the border",
        "line": "",
    }
    knots = np.linspace(*DOMAIN, KNOTS)
    values = settings.function(knots) if len(settings.heights) != KNOTS else np.array(settings.heights)
    drawing("function", header, {"values": values}, key="playground-heights", on_ask=asked, room="12rem")


def _with_heights(now: RunSettings, text: str) -> RunSettings:
    """A curve through points at evenly spaced x."""
    words = text.replace(",", " ").split()
    low, high = HEIGHTS_LIMITS
    if not low <= len(words) <= high:
        raise ValueError(f"expected {low} to {high} numbers separated by commas, got {len(words)}; write more or fewer")
    try:
        heights = tuple(float(word) for word in words)
    except ValueError:
        raise ValueError(
            f"expected numbers separated by commas, such as 0, 0.5, -1, got {echo(text)}; correct it"
        ) from None
    return now.changed(heights=heights)


def _with_features(now: RunSettings, chosen: list[str]) -> RunSettings:
    """Which functions of x and y the network sees, in their own order."""
    return now.changed(features=tuple(name for name in FEATURES if name in chosen))


def _scalings(settings: RunSettings) -> tuple[str, ...]:
    """The scalings that these data admit."""
    return tuple(name for name in SCALINGS if name != "unit" or equal_range(settings.info))
