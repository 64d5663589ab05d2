"""The convolution and pooling layers before the hidden ones: one row each, where the samples are images or signals."""

from functools import partial
from typing import Any

import streamlit as st

from nnviz.engine import ACTIVATIONS, activation
from nnviz.experiments import RunSettings
from nnviz.experiments.run.choice import name_of
from nnviz.experiments.run.compatibility import WITHOUT_PLACES, why_no_image_layers
from nnviz.experiments.run.image_layers import (
    LONGEST_WINDOW,
    MAX_IMAGE_LAYERS,
    MOST_CHANNELS,
    PADDINGS,
    ConvolvedSettings,
    ImageLayerSettings,
    PooledSettings,
)
from nnviz.ui.controls.parameters import parameter_inputs
from nnviz.ui.widgets.fields import Fields
from nnviz.ui.widgets.untrusted_text import escape_markdown, sentence

NUMBER_WIDTH = 80
"""Pixels: room for two digits, and beside it for the kind of a layer, on a phone as well."""

CONVOLUTION = "convolution"
KINDS = {CONVOLUTION: "conv", "max": "max pool", "average": "mean pool"}

PADDING_HELP = (
    "**same**: as many places come out as go in, at stride 1. **valid**: no zeros, so the edges shrink. "
    "**full**: the kernel may touch the image with a corner alone."
)


def image_layer_controls(fields: Fields[RunSettings]) -> None:
    """Draw a row for each layer, or why these data take none."""
    settings = fields.settings
    if reason := why_no_image_layers(settings.info):
        help = (
            f"{escape_markdown(sentence(WITHOUT_PLACES))} Choose the handwritten digits, or bring images of your own."
        )
        st.caption(f"No convolution or pooling: {escape_markdown(reason)}.", help=help)
        return
    count = len(settings.image_layers)
    fields.number(
        "image_depth", "Convolution and pooling layers", 0, MAX_IMAGE_LAYERS, value=count, make=with_image_depth
    )
    for i in range(count):
        _row(fields, i)


def _row(fields: Fields[RunSettings], i: int) -> None:
    """One layer: its channels or its window and what it does; above them what else is set, to be changed on a press."""
    part = fields.settings.image_layers[i]
    convolved = isinstance(part, ConvolvedSettings)
    with st.container(gap="xxsmall"):
        _more(fields, i, part)
        for name in (f"image{i}.size", f"image{i}.what"):
            fields.show_refusal(name)  # the row below has no room for it
        row = st.container(horizontal=True, gap="small", wrap=False)
    fields.number(
        f"image{i}.size",
        f"{'Channels' if convolved else 'Window'} of image layer {i + 1}",
        1,
        MOST_CHANNELS if convolved else LONGEST_WINDOW,
        value=part.channels if isinstance(part, ConvolvedSettings) else part.window,
        make=partial(with_image_layer, i, "channels" if convolved else "window"),
        empty="all",
        place=row,
        label_visibility="collapsed",
        width=NUMBER_WIDTH,
    )
    fields.select(
        f"image{i}.what",
        f"kind of image layer {i + 1}",
        KINDS,
        value=kind_of(part),
        make=partial(with_kind, i),
        place=row,
        label_visibility="collapsed",
        width="stretch",
    )


def _more(fields: Fields[RunSettings], i: int, part: ImageLayerSettings) -> None:
    """The sizes of what comes out of a layer, and a button that tells what else is set and opens it."""
    shape = " × ".join(map(str, fields.settings.architecture.shapes[i + 1]))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xxsmall"):
        st.markdown(f":small[→ {shape}]", width="content")
        with st.popover(f":small[:gray[{in_few_letters(part)}]]", type="tertiary", help=f"More of image layer {i + 1}"):
            if isinstance(part, ConvolvedSettings):
                _convolution(fields, i, part)
            else:
                _pooling(fields, i, part)


def _convolution(fields: Fields[RunSettings], i: int, part: ConvolvedSettings) -> None:
    for name, label in (("kernel", "Kernel"), ("stride", "Stride"), ("dilation", "Dilation")):
        make: Any = partial(with_image_layer, i, name)
        fields.number(f"image{i}.{name}", label, 1, LONGEST_WINDOW, value=getattr(part, name), make=make)
    make_padding = partial(with_image_layer, i, "padding")
    fields.select(f"image{i}.padding", "Padding", PADDINGS, value=part.padding, make=make_padding, help=PADDING_HELP)
    make = partial(with_image_layer, i, "activation")
    titles = {name: activation(name).title for name in ACTIVATIONS}
    fields.select(f"image{i}.activation", "Activation", titles, value=name_of(part.activation), make=make)
    parameter_inputs(fields, "activation", f"image{i}.activation", part.activation, make)
    make_biases = partial(with_image_layer, i, "biases")
    fields.toggle(f"image{i}.biases", "Biases", value=part.biases, make=make_biases, help="One for each channel.")


def _pooling(fields: Fields[RunSettings], i: int, part: PooledSettings) -> None:
    fields.toggle(
        f"image{i}.all",
        "Over all places",
        value=part.window is None,
        make=lambda now, whole: with_image_layer(i, "window", now, None if whole else 2),
        help="Global pooling: each channel becomes one number, wherever in the image it was.",
    )
    if part.window is not None:
        make = partial(with_image_layer, i, "stride")
        fields.number(
            f"image{i}.stride", "Stride", 1, LONGEST_WINDOW, value=part.stride, make=make, empty="as the window"
        )


def kind_of(part: ImageLayerSettings) -> str:
    """Return which of `KINDS` a layer is."""
    return part.kind if isinstance(part, PooledSettings) else CONVOLUTION


def in_few_letters(part: ImageLayerSettings) -> str:
    """Tell in a few letters what a row does not show."""
    if isinstance(part, PooledSettings):
        if part.window is None:
            return "over all places"
        return "more" if part.stride is None else f"stride {part.stride}"
    more = [f"{name} {value}" for name, value in (("stride", part.stride), ("dilation", part.dilation)) if value != 1]
    activation = name_of(part.activation)
    biases = [] if part.biases else ["no biases"]
    return ", ".join(
        [f"kernel {part.kernel}", part.padding, *more, *([activation] if activation != "relu" else []), *biases]
    )


def with_image_layer(i: int, name: str, now: RunSettings, value: object) -> RunSettings:
    """Return settings with one number or choice of a layer changed."""
    layers: list[Any] = [*now.image_layers]
    layers[i] = layers[i].model_dump() | {name: value}
    return now.changed(image_layers=tuple(layers))


def with_kind(i: int, now: RunSettings, kind: str) -> RunSettings:
    """Return settings in which a layer does something else; among poolings, window and stride stay."""
    before, layers = now.image_layers[i], [*now.image_layers]
    if kind == CONVOLUTION:
        layers[i] = ConvolvedSettings(channels=_channels(now.image_layers[:i]))
    elif isinstance(before, PooledSettings):
        return with_image_layer(i, "kind", now, kind)
    else:
        layers[i] = PooledSettings.model_validate({"kind": kind})
    return now.changed(image_layers=tuple(layers))


def with_image_depth(now: RunSettings, depth: int) -> RunSettings:
    """Cut layers off at the end, or add convolution and pooling in turn, each convolution of twice the channels."""
    layers = now.image_layers[:depth]
    while len(layers) < depth:
        pools = bool(layers) and isinstance(layers[-1], ConvolvedSettings)
        layers += (PooledSettings() if pools else ConvolvedSettings(channels=_channels(layers)),)
    return now.changed(image_layers=layers)


def _channels(before: tuple[ImageLayerSettings, ...]) -> int:
    """Twice as many channels as the convolution before; 8 for the first."""
    channels = [part.channels for part in before if isinstance(part, ConvolvedSettings)]
    return min(2 * channels[-1], MOST_CHANNELS) if channels else 8
