"""Kernel by hand on the page of convolution: numbers to drag, and the output of the layer that they make."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import numpy as np
import streamlit as st

from nnviz.experiments.convolution.conclusions.kernel import conclusions
from nnviz.experiments.convolution.image_settings import DIGITS, IMAGES, LARGEST, LEVELS, SMALLEST, drawn_rows
from nnviz.experiments.convolution.images import drawn_text, with_side
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
FLIPS = {False: "correlation", True: "convolution"}
PADDINGS = {"valid": "valid", "same": "same", "full": "full"}
CHANNELS = {1: [""], 3: ["red", "green", "blue"]}


def _section() -> None:
    _controls()
    result = filtered(state.settings)
    _drawing(result)
    ask(ASKED, impulse_question())


def _controls() -> None:
    about = state.settings.image in ("digit", "drawn")
    places = st.columns([1.15, *([0.95] if about else []), 1.1, 0.9, 1.5, 1.35], vertical_alignment="bottom")
    fields.select("image", "Image", IMAGES, place=places.pop(0))
    if state.settings.image == "digit":
        fields.number("digit", "Which digit", 0, DIGITS - 1, 1, place=places.pop(0))
    elif state.settings.image == "drawn":
        side = len(drawn_rows(state.settings.drawn))
        fields.number("side", "Its side", SMALLEST, LARGEST, 1, value=side, make=with_side, place=places.pop(0))
    known: dict[KernelName | None, str] = {None: "own numbers", **dict(KERNELS.items())}
    fields.select("named_kernel", "Kernel", known, value=name_of(state.settings), make=_named, place=places[0])
    fields.segmented("kernel_size", "Size", {3: "3 × 3", 5: "5 × 5"}, make=with_size, place=places[1])
    fields.segmented("kernel_flipped", "Use it for", FLIPS, place=places[2])
    fields.segmented("kernel_padding", "Padding", PADDINGS, place=places[3])


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
    look="**Drag a number of the kernel.** Point at a cell of the output: it sums up the products under the window.",
    section=_section,
    conclusions=_conclusions,
)
