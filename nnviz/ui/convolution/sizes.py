"""Sizes on the page of convolution: a window that walks, the formula with its numbers, and two stacks of layers."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from nnviz.engine import Network, walk
from nnviz.experiments.convolution.conclusions.sizes import conclusions
from nnviz.experiments.convolution.questions.sizes import size_question
from nnviz.experiments.convolution.sizes import Sizes, formula, sizes, textbook
from nnviz.experiments.convolution.sizes_settings import (
    LARGEST_DILATION,
    LARGEST_IMAGE,
    LARGEST_KERNEL,
    LARGEST_STRIDE,
    MOST_CHANNELS,
    SIZE_PADDINGS,
)
from nnviz.experiments.convolution.stacks import STACKS, stages
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
from nnviz.ui.widgets.untrusted_text import sentence, show_table, show_warning

ASKED = state.key("question.sizes")
KINDS = {False: "convolution", True: "transposed"}


def _section() -> None:
    _controls()
    try:
        found = sizes(state.settings)
    except ValueError as refusal:
        show_warning(sentence(str(refusal)))
    else:
        _walked(found)
    _stack()


def _controls() -> None:
    now = state.settings
    extra = now.size_transposed and now.size_stride > 1
    places = st.columns([1, 1, 1, 1, *([1] if extra else []), 1.1, 1.7], vertical_alignment="bottom")
    fields.slider("size_in", "Input i", 1, LARGEST_IMAGE, 1, place=places[0])
    fields.slider("size_kernel", "Kernel k", 1, LARGEST_KERNEL, 1, place=places[1])
    fields.slider("size_stride", "Stride s", 0, LARGEST_STRIDE, 1, place=places[2])
    fields.slider("size_dilation", "Dilation d", 1, LARGEST_DILATION, 1, place=places[3])
    if extra:
        fields.slider("size_extra", "Extra rows a", 0, LARGEST_STRIDE - 1, 1, place=places[4])
    fields.select("size_padding", "Padding", SIZE_PADDINGS, place=places[-2])
    fields.segmented("size_transposed", "Kind", KINDS, place=places[-1])


def _walked(found: Sizes) -> None:
    question = size_question(found)
    left, right = st.columns([13, 9], gap="medium")
    with left:
        _drawing(found, seen(ASKED, question))
    with right:
        above = st.container()
        if ask(ASKED, question):
            with above:
                _formula(found)
    if seen(ASKED, question):
        _explained(found)


def _drawing(found: Sizes, answered: bool) -> None:
    window = found.window
    places = found.i**2 if found.transposed else found.o**2
    header = {
        "transposed": found.transposed,
        "stride": found.s,
        "dilation": found.d,
        "before": found.before,
        "after": found.after,
        "unreached": list(window.unreached),
        "place": min(state.settings.size_place, places - 1),
        "answered": answered,
    }
    trace = found.trace
    arrays = {"X": trace.X[0, ..., 0], "Z": trace.A[0, ..., 0], "K": found.layer.K[..., 0, 0]}
    drawing("sizes", header, arrays, key="convolution-sizes", on_ask=_asked, room="22rem")


def _asked(asked: Mapping[str, Any]) -> None:
    """Keep where the window stands."""
    state.update(size_place=int(asked["place"]))
    if asked.get("done"):
        state.show_in_address()


def _formula(found: Sizes) -> None:
    letters, numbers = formula(found)
    st.latex(rf"\begin{{aligned}} o &= {letters} \\ &= {numbers} \end{{aligned}}")
    about = f"Relationship {found.relationship} of Dumoulin and Visin (2016). "
    if found.transposed:
        about += (
            "Each pixel of the **input (violet, left)** stamps its multiple of the kernel into the **output (blue and "
            "orange, right)**; where stamps overlap they add up. "
            f"{'Padding cuts off what is dashed. ' if found.before or found.after else ''}A "
            "convolution gives the same with the kernel turned by 180° over the input with "
            f"{counted(found.s - 1, 'zero')} between its pixels. "
        )
    elif found.before or found.after:
        about += "Dashed cells are the zeros of the padding. "
    if found.unreached:
        what = "no stamp reaches them" if found.transposed else "no window looks at them"
        about += f"**{found.unreached} pixels are hatched: {what}.**"
    st.markdown(explained(about, "padding"))


def _explained(found: Sizes) -> None:
    st.header("How many numbers, and how many products?")
    left, right = st.columns([3, 2], gap="large")
    with left:
        line = next(view.line for view in walk(found.trace) if view.path == "Z")
        numpy_lines(textbook(found), line)
    with right:
        channels, filters = st.columns(2)
        fields.number("size_channels", "Channels of the input", 1, MOST_CHANNELS, 1, place=channels)
        fields.number("size_filters", "Filters", 1, MOST_CHANNELS, 1, place=filters)
        places = f"{found.i} × {found.i} stamps" if found.transposed else f"{found.o} × {found.o} windows"
        st.markdown(
            f"Parameters: ({found.k} · {found.k} · {found.channels} weights + 1 bias) · {found.filters} = "
            f"**{found.parameters:,}**. Products for one image: {places} · {found.k} · {found.k} · {found.channels} · "
            f"{found.filters} = **{found.products:,}**. A dense layer between the same sizes: "
            f"{found.dense_parameters:,} parameters."
        )
    with folded("Open every tensor", state.key("sizes.tensors")) as is_open:
        if is_open:
            network = Network((found.layer,))
            inspector(network.forward(found.trace.X), "convolution.sizes", network=network)


def _stack() -> None:
    """The layers of a whole network, one after the other."""
    st.header("A stack of layers")
    fields.segmented("size_stack", "Network", STACKS, label_visibility="collapsed")
    stack = stages(state.settings.size_stack)
    names = ("layer", "what it does", "rows and columns", "output", "parameters", "products", "remark")
    rows = [
        (
            stage.name,
            stage.what,
            stage.arithmetic,
            f"{stage.side} × {stage.side} × {stage.channels}",
            f"{stage.parameters:,}",
            f"{stage.products:,}",
            stage.remark,
        )
        for stage in stack
    ]
    total = (f"{sum(stage.parameters for stage in stack):,}", f"{sum(stage.products for stage in stack):,}")
    show_table(f"Layers of {STACKS[state.settings.size_stack]}", names, [*rows, ("all", "", "", "", *total, "")])
    table = [dict(zip(names, row, strict=True)) for row in rows]
    result_download(table, state.settings, "convolution-sizes", state.key("download.sizes"))


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings)


TOPIC = TopicPage(
    title="Sizes",
    look="**Move a slider and walk the window.** How large is the output, and which pixels does no window look at?",
    section=_section,
    conclusions=_conclusions,
)
