"""The recurrent layers before the hidden ones: one row each, where the samples are sequences."""

from functools import partial
from typing import Any

import streamlit as st

from nnviz.engine import ACTIVATIONS, activation
from nnviz.experiments import RunSettings
from nnviz.experiments.run.choice import name_of
from nnviz.experiments.run.compatibility import why_no_sequence_layers
from nnviz.experiments.run.sequence_layers import (
    CELL_NAMES,
    CHRONO,
    MAX_SEQUENCE_LAYERS,
    MOST_CELL_UNITS,
    STARTS,
    RecurrentSettings,
)
from nnviz.ui.widgets.fields import Fields

NUMBER_WIDTH = 80
"""Pixels: room for two digits, and beside it for the kind of a cell, on a phone as well."""

BIASES = {0.0: "0", 1.0: "1", 2.0: "2", 3.0: "3", CHRONO: "chrono"}
BIAS_HELP = (
    "Of the gate that keeps: the forget gate of an LSTM, the update gate of a GRU. **chrono** draws it unit by unit, "
    "for memories as long as the sequences."
)


def sequence_layer_controls(fields: Fields[RunSettings]) -> None:
    """Draw a row for each layer, where the data take some."""
    settings = fields.settings
    if why_no_sequence_layers(settings.info):
        return
    count = len(settings.sequence_layers)
    fields.number("sequence_depth", "Recurrent layers", 0, MAX_SEQUENCE_LAYERS, value=count, make=with_sequence_depth)
    for i in range(count):
        _row(fields, i)


def _row(fields: Fields[RunSettings], i: int) -> None:
    """One layer: its units and its cell; above them what else is set, to be changed on a press."""
    part = fields.settings.sequence_layers[i]
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f":small[Recurrent layer {i + 1}]", width="content")
            with st.popover(f":small[:gray[{_in_few_letters(part)}]]", type="tertiary", help="Start and biases"):
                _more(fields, i, part)
        for name in (f"cell{i}.units", f"cell{i}.kind"):
            fields.show_refusal(name)  # the row below has no room for it
        row = st.container(horizontal=True, gap="small", wrap=False)
    fields.number(
        f"cell{i}.units",
        f"Units of recurrent layer {i + 1}",
        1,
        MOST_CELL_UNITS,
        value=part.units,
        make=partial(with_sequence_layer, i, "units"),
        place=row,
        label_visibility="collapsed",
        width=NUMBER_WIDTH,
    )
    fields.select(
        f"cell{i}.kind",
        f"cell of recurrent layer {i + 1}",
        CELL_NAMES,
        value=part.cell,
        make=partial(with_sequence_layer, i, "cell"),
        place=row,
        label_visibility="collapsed",
        width="stretch",
    )


def _more(fields: Fields[RunSettings], i: int, part: RecurrentSettings) -> None:
    """How the first weights are drawn, and what only one kind of cell has."""
    make: Any = partial(with_sequence_layer, i, "start")
    fields.select(f"cell{i}.start", "First W_hh", list(STARTS), value=part.start, make=make)
    make = partial(with_sequence_layer, i, "gain")
    fields.slider(f"cell{i}.gain", "Its spectral radius, about", 0.0, 4.0, 0.1, value=part.gain, make=make)
    if part.cell == "elman":
        make = partial(with_sequence_layer, i, "activation")
        offered = {name: activation(name).title for name in ACTIVATIONS if not activation(name).learned}
        fields.select(f"cell{i}.activation", "Activation", offered, value=name_of(part.activation), make=make)
        return
    make = partial(with_sequence_layer, i, "bias")
    options: dict[Any, str] = BIASES if part.bias in BIASES else {part.bias: f"{part.bias:g}", **BIASES}
    fields.select(f"cell{i}.bias", "First bias", options, value=part.bias, make=make, help=BIAS_HELP)


def _in_few_letters(part: RecurrentSettings) -> str:
    """Tell in a few letters what a row does not show."""
    if part.cell == "elman":
        return f"{part.start}, {name_of(part.activation)}"
    bias = part.bias if isinstance(part.bias, str) else f"{part.bias:g}"
    return f"{part.start}, bias {bias}"


def with_sequence_layer(i: int, name: str, now: RunSettings, value: object) -> RunSettings:
    """Return settings with one number or choice of a layer changed; another cell keeps what it has, too."""
    layers: list[Any] = [*now.sequence_layers]
    fields = layers[i].model_dump() | {name: value}
    if name == "cell":
        usual = RecurrentSettings()
        fields |= {"bias": usual.bias} if value == "elman" else {"activation": usual.activation}
    layers[i] = fields
    return now.changed(sequence_layers=tuple(layers))


def with_sequence_depth(now: RunSettings, depth: int) -> RunSettings:
    """Cut layers off at the end, or repeat the last one."""
    last = now.sequence_layers[-1] if now.sequence_layers else RecurrentSettings()
    layers = now.sequence_layers[:depth] + (last,) * (depth - len(now.sequence_layers))
    return now.changed(sequence_layers=layers)
