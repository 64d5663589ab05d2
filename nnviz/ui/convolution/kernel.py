"""Kernel by hand on the page of convolution: numbers to drag, and the output of the layer that they make."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import isfinite
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import walk
from nnviz.experiments.convolution.conclusions.kernel import conclusions
from nnviz.experiments.convolution.image_settings import DIGITS, IMAGES, LARGEST, LEVELS, SMALLEST, drawn_rows
from nnviz.experiments.convolution.images import drawn_text, typed_text, with_side
from nnviz.experiments.convolution.kernel import (
    KERNELS,
    Filtered,
    filtered,
    name_of,
    table,
    textbook,
    with_named,
    with_size,
    with_weight,
)
from nnviz.experiments.convolution.questions.kernel import impulse_question
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.inspection.formula import counted
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.glossary import explained
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.kernel")
FLIPS = {False: "correlation", True: "convolution"}
PADDINGS = {"valid": "valid", "same": "same", "full": "full"}
OWN = "own"
"""The option of a kernel without a name."""

CHANNELS = {1: [""], 3: ["red", "green", "blue"]}


def _section() -> None:
    _controls()
    result = filtered(state.settings)
    _drawing(result)
    if ask(ASKED, impulse_question()):
        _explained(result)
    _own_image(result)


def _controls() -> None:
    about = state.settings.image in ("digit", "drawn")
    places = st.columns([1.15, *([0.95] if about else []), 1.1, 0.9, 1.5, 1.35], vertical_alignment="bottom")
    fields.select("image", "Image", IMAGES, place=places.pop(0))
    if state.settings.image == "digit":
        fields.number("digit", "Which digit", 0, DIGITS - 1, 1, place=places.pop(0))
    elif state.settings.image == "drawn":
        side = len(drawn_rows(state.settings.drawn))
        fields.number("side", "Its side", SMALLEST, LARGEST, 1, value=side, make=with_side, place=places.pop(0))
    known: dict[str, str] = {OWN: "own numbers", **dict(KERNELS.items())}
    fields.select("named_kernel", "Kernel", known, value=name_of(state.settings) or OWN, make=_named, place=places[0])
    fields.segmented("kernel_size", "Size", {3: "3 × 3", 5: "5 × 5"}, make=with_size, place=places[1])
    fields.segmented("kernel_flipped", "Use it for", FLIPS, place=places[2])
    fields.segmented("kernel_padding", "Padding", PADDINGS, place=places[3])


def _named(now: ConvolutionSettings, name: Any) -> ConvolutionSettings:
    return now if name == OWN else with_named(now, name)


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


def _own_image(result: Filtered) -> None:
    with folded("Draw, type or paste an image of your own", state.key("own")) as is_open:
        if not is_open:
            return
        image = result.X[..., 0]
        rows = "\n".join(" ".join(f"{grey:g}" for grey in row) for row in image)
        label = f"A line for each row of pixels, or a square image in one line: whole numbers, 0 (paper) to {LEVELS}"
        with fields.bound("typed_image", rows, lambda now, text: _drawn(now, typed_text(text))) as bound:
            st.text_area(label, height=200, **bound)
        with st.container(horizontal=True):
            for text, key, start in (
                ("Draw on this image", "draw", image),
                ("Draw on blank paper", "blank", 0 * image),
            ):
                change = partial(_drawn, drawn=drawn_text(start))
                st.button(text, on_click=state.change, args=(change,), key=state.key(key))


def _drawn(now: ConvolutionSettings, drawn: str) -> ConvolutionSettings:
    return now.changed(image="drawn", drawn=drawn)


def _explained(result: Filtered) -> None:
    """The lines of NumPy, the shapes, every tensor, and the output to take home."""
    now, size = state.settings, state.settings.kernel_size
    st.header("The same numbers at every place")
    left, right = st.columns([3, 2], gap="large")
    with left:
        numpy_lines(textbook(now), _engine_line(result))
        st.latex(r"Z_{ij} = \sum_{u,v,c} X_{i+u-p,\;j+v-p,\;c}\; K_{uvc}")
    with right:
        rows, columns, channels = result.X.shape
        st.markdown(
            f"**X** {result.X.shape} → **Z** {(*result.Z.shape, 1)}: the padding p = {result.before} puts "
            f"{counted(result.before, 'row')} of zeros at each side. **K** {result.layer.K.shape} holds "
            f"{counted(size**2 * channels, 'weight')}; a dense layer of the same shapes would hold "
            f"{rows * columns * channels * result.Z.size:,}."
        )
        st.markdown(
            "The engine’s line, as in every deep-learning library, is the **correlation**: K is laid on the image as "
            "it stands. A **convolution** turns K by 180° first. A network learns K, so it finds the turned numbers "
            "just as well, and its name is “convolution” either way."
        )
        if channels == 1:
            several = "Several channels have a kernel each, and their products are added up: choose “in colour”."
            st.markdown(explained(several, "channel"))
        else:
            st.markdown(
                f"Each of the {channels} **channels** has a kernel of its own; their products are added up into one "
                "output. A layer with several filters has as many such sets of kernels, and an output for each."
            )
    with folded("Open every tensor", state.key("kernel.tensors")) as is_open:
        if is_open:
            inspector(result.trace, "convolution.kernel", network=result.network)
    result_download(table(result), now, "convolution", state.key("download.kernel"))


def _engine_line(result: Filtered) -> str:
    return next(view.line for view in walk(result.trace) if view.path == "layers[0].Z")


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
    look="**Drag a number of the kernel.** Hover over a cell of the output: it sums up the products under the window.",
    section=_section,
    conclusions=_conclusions,
)
