"""Receptive field on the page of convolution: a stack of layers, and what a unit of it sees."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from nnviz.engine import assignment
from nnviz.engine.layers.convolution import Convolution
from nnviz.experiments.convolution.conclusions.receptive_field import arithmetic_in_words, conclusions
from nnviz.experiments.convolution.field_task import NETWORKS, task_of
from nnviz.experiments.convolution.questions.receptive_field import question
from nnviz.experiments.convolution.receptive_field import field_box, gradient_at, pictures, specimen
from nnviz.experiments.convolution.receptive_field_settings import (
    DIGIT_SIDE,
    LARGEST_DILATION,
    LARGEST_KERNEL,
    LARGEST_STRIDE,
    LAYER_KINDS,
    MOST_LAYERS,
    FieldWeights,
    stack_of,
)
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.convolution.stack_editing import (
    centred,
    chosen,
    with_kind,
    with_layer,
    with_one_more,
    with_stack,
    without_layer,
)
from nnviz.experiments.recording.recording import Recording, begin
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.receptive_field")
WEIGHTS: dict[FieldWeights, str] = {"random": "random", "equal": "all equal", "trained": "trained on digits"}


def _section() -> None:
    _controls()
    played = _played()
    recording = played.now()
    asked = question(state.settings, gradient_at(state.settings, recording, 0))
    _drawing(played, recording, seen(ASKED, asked))
    ask(ASKED, asked)
    _explained(recording)


def _controls() -> None:
    """The unit's layer, to be changed; layers to be added and taken away; the image and the weights."""
    now, layer = state.settings, chosen(state.settings)
    places = st.columns([1.25, 0.75, 1.2, 0.75, 0.75, 0.8, 0.75, 1.9], vertical_alignment="bottom")
    fields.select("field_weights", "Weights", WEIGHTS, make=_with_weights, place=places[0])
    numbers = range(1, len(now.field_stack) + 1)
    fields.select("field_layer", "Unit in layer", numbers, make=_with_layer_number, place=places[1])
    fields.select("field_kind", "Which is", LAYER_KINDS, value=layer.kind, make=with_kind, place=places[2])
    strides = LARGEST_STRIDE if layer.kind == "conv" else LARGEST_KERNEL
    numbers_of = {"kernel": LARGEST_KERNEL, "stride": strides, "dilation": LARGEST_DILATION}
    for (name, most), place in zip(numbers_of.items(), places[3:6], strict=True):
        if name == "dilation" and layer.kind != "conv":
            continue
        label = "Window" if name == "kernel" and layer.kind != "conv" else name.capitalize()
        value, make = getattr(layer, name), partial(_with, name)
        fields.select(f"field_{name}", label, range(1, most + 1), value=value, make=make, place=place)
    fields.toggle("field_relu", "ReLU", place=places[6])
    with places[7].container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _buttons(now)
        with st.popover("More"):
            _more(now)


def _buttons(now: ConvolutionSettings) -> None:
    st.button(
        "Add",
        key=state.key("field_add"),
        help="Add a convolution of 3 × 3 on top",
        disabled=len(now.field_stack) == MOST_LAYERS,
        on_click=state.change,
        args=(with_one_more,),
    )
    st.button(
        "Remove",
        key=state.key("field_remove"),
        help="Remove the layer of the unit",
        disabled=len(now.field_stack) == 1,
        on_click=state.change,
        args=(without_layer,),
    )


def _more(now: ConvolutionSettings) -> None:
    if now.field_weights != "trained":
        fields.slider("field_size", "Rows of the image", DIGIT_SIDE, 32, 1, make=_with_size)
    fields.toggle("field_padding", "Padding", make=_with_padding)
    fields.seed("field_seed", "Seed")
    typed = " ".join(now.field_stack)
    fields.text("field_typed", "Layers, such as conv3 conv3s2 conv3d2 max2 avg2", value=typed, make=with_stack)


def _with(name: str, now: ConvolutionSettings, value: int) -> ConvolutionSettings:
    return with_layer(now, **{name: value})


def _with_layer_number(now: ConvolutionSettings, layer: int) -> ConvolutionSettings:
    return centred(now.changed(field_layer=layer))


def _with_weights(now: ConvolutionSettings, weights: FieldWeights) -> ConvolutionSettings:
    return centred(now.changed(field_weights=weights))


def _with_size(now: ConvolutionSettings, size: int) -> ConvolutionSettings:
    return centred(now.changed(field_size=size))


def _with_padding(now: ConvolutionSettings, padding: bool) -> ConvolutionSettings:
    return centred(now.changed(field_padding=padding))


def _played() -> Played[Recording]:
    task, now = task_of(state.settings), state.settings
    generation = json.dumps([repr(task), now.field_layer, now.field_row, now.field_column])
    return Played(("receptive field", task), generation, partial(begin, task), chunk=8, seconds=0.3)


def _drawing(played: Played[Recording], recording: Recording, answered: bool) -> None:
    box, now = field_box(state.settings), state.settings
    titles = ["image", *(f"{i}: {layer.title}" for i, layer in enumerate(stack_of(now), start=1))]
    header = {
        "titles": [f"{title}\n{size} × {size}" for title, size in zip(titles, box.sizes, strict=True)],
        "sizes": list(box.sizes),
        "layer": box.layer,
        "unit": list(box.unit),
        "rows": [list(span) for span in box.rows],
        "columns": [list(span) for span in box.columns],
        "answered": answered,
        "trains": now.field_weights == "trained",
        "line": f"receptive field {arithmetic_in_words(now)}",
        "legend": _legend(now),
    }
    training_drawing(
        "receptive",
        "convolution-receptive",
        played,
        recording,
        partial(pictures, now, recording.state[0].network),
        header,
        _asked,
        room="24rem",
    )


def _legend(now: ConvolutionSettings) -> str:
    of = {
        "random": f"Squared gradient, mean of {NETWORKS} random networks",
        "equal": "Gradient on the image" if not now.field_relu else "Squared gradient on the image",
        "trained": "Squared gradient, mean over test digits",
    }[now.field_weights]
    return f"{of}, by column; orange: the Gaussian of theory; shaded: the box"


def _asked(asked: Mapping[str, Any]) -> None:
    """Take the unit that was chosen in a map."""
    layer, row, column = (int(asked[name]) for name in ("layer", "row", "column"))
    state.update(field_layer=layer, field_row=row, field_column=column)
    state.show_in_address()


def _explained(recording: Recording) -> None:
    st.header("Behind the picture")
    st.caption(
        "Size and position: Araujo, Norris and Sim 2019. The spread of the gradient: Luo, Li, Urtasun and Zemel 2016. "
        "The gradient is that of one unit's Z, by the engine's own backward pass; zeros of the padding are no pixels."
    )
    with folded("How it is computed", state.key("field.lines")) as is_open:
        if is_open:
            st.latex(
                r"r = 1 + \sum_l (k_l - 1) \prod_{i < l} s_i, \qquad "
                r"\sigma^2 = \sum_l \frac{k_l^2 - 1}{12} \Big(d_l \prod_{i < l} s_i\Big)^2"
            )
            st.caption(
                "In r, a kernel of k entries with dilation d counts as one of d (k − 1) + 1. Of n layers with k = 3 "
                "the second line gives σ² = 2n/3."
            )
            numpy_lines(
                "dZ = np.zeros_like(Z)\ndZ[row, column] = 1.0\ndX = backward(dZ)\nsees = (dX ** 2).mean(axis=networks)",
                engine=assignment(Convolution.backward, "dX"),
            )
    with folded("The numbers as a table", state.key("field.table")) as is_open:
        if is_open:
            _table()
    with folded("Open the tensors", state.key("field.tensors")) as is_open:
        if is_open:
            _tensors(recording)


def _table() -> None:
    """Size, jump and spread of the field for the units of every layer."""
    now = state.settings
    rows = []
    for layer in range(1, len(now.field_stack) + 1):
        found = field_box(centred(now.changed(field_layer=layer))).arithmetic
        rows.append(
            dict[str, object](layer=layer, kind=stack_of(now)[layer - 1].title)
            | {"receptive field": found.size, "jump": found.jump, "spread (theory)": round(found.std, 3)}
        )
    st.dataframe({name: [row[name] for row in rows] for name in rows[0]}, hide_index=True, key=state.key("field.rows"))
    result_download(rows, now, "receptive_field", state.key("field.download"))


def _tensors(recording: Recording) -> None:
    network = recording.networks()[0]
    if state.settings.field_weights == "random":
        network = network.with_theta(network.theta[0])
        st.caption(f"The first of {NETWORKS} networks, on noise")
    inspector(network.forward(specimen(state.settings)), "convolution-receptive")


TOPIC = TopicPage(
    title="Receptive field",
    look="**Choose a unit in any map**: the box is its receptive field by arithmetic, the colour what it does see.",
    section=_section,
    conclusions=lambda: conclusions(state.settings, _played().now()),
)
