"""Kernel by hand on the page of convolution: numbers to drag, and the output of the layer that they make."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import numpy as np
import streamlit as st

from nnviz.experiments.convolution.conclusions.kernel import conclusions
from nnviz.experiments.convolution.image_settings import IMAGES, LEVELS, drawn_text
from nnviz.experiments.convolution.kernel import (
    KERNELS,
    Filtered,
    KernelName,
    filtered,
    name_of,
    with_named,
    with_size,
    with_weight,
)
from nnviz.experiments.convolution.questions.kernel import impulse_question
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.convolution.topic import TopicPage
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.widgets.question import ask, seen

ASKED = state.key("question.kernel")
PADDINGS = {"valid": "valid", "same": "same", "full": "full"}
CHANNELS = {1: [""], 3: ["red", "green", "blue"]}


def _section() -> None:
    _controls()
    result = filtered(state.settings)
    _drawing(result)
    ask(ASKED, impulse_question())


def _controls() -> None:
    places = st.columns([1.1, 0.8, 1.1, 1, 1.1], vertical_alignment="bottom")
    fields.select("image", "Image", IMAGES, place=places[0])
    with places[1]:
        if state.settings.image == "digit":
            fields.number("digit", "Digit", 0, 1796, 1)
    known: dict[KernelName | None, str] = {None: "own numbers", **dict(KERNELS.items())}
    fields.select("named_kernel", "Kernel", known, value=name_of(state.settings), make=_named, place=places[2])
    fields.segmented("kernel_size", "Size", {3: "3 × 3", 5: "5 × 5"}, make=with_size, place=places[3])
    fields.segmented("kernel_padding", "Padding", PADDINGS, place=places[4])
    flips = {False: "correlation", True: "convolution"}
    fields.segmented("kernel_flipped", "The kernel is used", flips, label_visibility="collapsed")


def _named(now: ConvolutionSettings, name: KernelName | None) -> ConvolutionSettings:
    return now if name is None else with_named(now, name)


def _drawing(result: Filtered) -> None:
    now = state.settings
    rows, columns = result.Z.shape
    header = {
        "channels": CHANNELS[result.X.shape[-1]],
        "before": result.before,
        "chosen": [min(now.output_row, rows - 1), min(now.output_column, columns - 1)],
        "answered": seen(ASKED, impulse_question()),
        "drawable": now.image == "drawn",
        "flipped": now.kernel_flipped,
        "ink": LEVELS,
        "image": f"digit {now.digit}" if now.image == "digit" else "image",
    }
    arrays = {name: getattr(result, name) for name in ("X", "kernel", "K", "products", "Z")}
    arrays["channel_sums"] = result.products.sum((2, 3))
    drawing("kernel", header, arrays, key="convolution-kernel", on_ask=_asked, room="24rem")


def _asked(asked: Mapping[str, Any]) -> None:
    """Apply what the user dragged, drew or chose."""
    what = asked["what"]
    if what == "weight":
        value = float(str(asked["text"]).replace("−", "-").replace(",", "."))
        if not isfinite(value):
            raise ValueError(f"expected a finite number, got {value}")
        place = int(asked["row"]), int(asked["column"]), int(asked["channel"])
        channels = filtered(state.settings).X.shape[-1]
        state.change(lambda now: with_weight(now, *place, value, channels))
    elif what == "pixels":
        pixels = np.array(asked["pixels"], float).reshape(int(asked["rows"]), -1)
        state.update(drawn=drawn_text(pixels))
    elif what == "cell":
        state.update(output_row=int(asked["row"]), output_column=int(asked["column"]))
    if asked.get("done"):
        state.show_in_address()


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings)


TOPIC = TopicPage(
    title="Kernel",
    look="**Drag a number of the kernel**, and point at a cell of the output: it is the sum of the products below the "
    "window.",
    section=_section,
    conclusions=_conclusions,
)
