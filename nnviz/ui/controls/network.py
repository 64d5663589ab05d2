"""The network: its layers one row each, its output and loss, and how its first weights are drawn."""

from functools import partial

import streamlit as st

from nnviz.engine import (
    ACTIVATIONS,
    HEADS,
    INITIALIZERS,
    LOSSES,
    Parameter,
    activation,
    activation_parameters,
    initializer,
)
from nnviz.experiments import MAX_HIDDEN, HiddenSettings, RunSettings
from nnviz.experiments.run.choice import name_of, values_of
from nnviz.experiments.run.compatibility import TARGETS
from nnviz.ui.controls.group import group
from nnviz.ui.controls.image_layers import image_layer_controls
from nnviz.ui.controls.parameters import choice_with_parameters, parameter_input, parameter_inputs
from nnviz.ui.controls.sequence_layers import sequence_layer_controls
from nnviz.ui.widgets.fields import Fields
from nnviz.ui.widgets.folded import folded

UNITS_WIDTH = 80
"""Pixels: room for three digits, and beside it for the name of an activation, on a phone as well."""

MOST_UNITS = 512

BIASES_HELP = (
    "Off: the layer computes XW alone, and every unit's line or plane passes through the origin of its inputs."
)

DROPOUT = Parameter(
    "dropout",
    "p",
    "fraction of the layer's units dropped at random during training",
    default=0.0,
    at_least=0.0,
    below=1.0,
)


def network_controls(fields: Fields[RunSettings]) -> None:
    """Draw the group; another network starts again."""
    group("Network", keeps_weights=False)
    image_layer_controls(fields)
    sequence_layer_controls(fields)
    depth = len(fields.settings.hidden)
    fields.number("layers", "Hidden layers", 0, MAX_HIDDEN, value=depth, make=with_depth)
    for i in range(depth):
        _layer(fields, i)
    _output(fields)
    with folded("Initial weights", fields.state.key("initial_weights")) as is_open:
        if is_open:
            choice_with_parameters(
                fields,
                "initializer",
                "Initial weights",
                {name: initializer(name).title for name in INITIALIZERS},
                help="One rule for the whole network; biases start at 0 unless the rule says otherwise.",
            )
            fields.seed("seed", "Weight seed", help="Also the seed of the batches and of dropout.")


def _layer(fields: Fields[RunSettings], i: int) -> None:
    """Hidden layer i: its units and its activation, and above them what else is set, to be changed on a press."""
    part = fields.settings.hidden[i]
    with st.container(gap="xxsmall"):
        _more(fields, i)
        for name in (f"units{i}", f"activation{i}"):
            fields.show_refusal(name)  # the row below has no room for it
        row = st.container(horizontal=True, gap="small", wrap=False)
    fields.number(
        f"units{i}",
        f"Layer {i + 1}",
        1,
        MOST_UNITS,
        value=part.units,
        make=partial(with_layer, i, "units"),
        place=row,
        label_visibility="collapsed",
        width=UNITS_WIDTH,
    )
    fields.select(
        f"activation{i}",
        f"activation of layer {i + 1}",
        ACTIVATIONS,
        lambda name: activation(name).title,
        value=name_of(part.activation),
        make=partial(with_layer, i, "activation"),
        place=row,
        label_visibility="collapsed",
        width="stretch",
    )


def _more(fields: Fields[RunSettings], i: int) -> None:
    """The name of layer i, and a button that tells its dropout and its activation's parameters and opens them."""
    part = fields.settings.hidden[i]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xxsmall"):
        st.markdown(f":small[Layer {i + 1}]", width="content")
        with st.popover(
            f":small[:gray[{_in_few_letters(part)}]]",
            type="tertiary",
            help=f"Dropout and biases of layer {i + 1}, and more",
        ):
            parameter_input(fields, DROPOUT, f"dropout{i}", part.dropout, partial(with_layer, i, "dropout"))
            make_biases = partial(with_layer, i, "biases")
            fields.toggle(f"biases{i}", "Biases", value=part.biases, make=make_biases, help=BIASES_HELP)
            make = partial(with_layer, i, "activation")
            parameter_inputs(fields, "activation", f"activation{i}", part.activation, make)


def _in_few_letters(part: HiddenSettings) -> str:
    """Tell in a few letters the dropout of a layer, and of its activation and biases what is not as usual."""
    known = activation_parameters(name_of(part.activation))
    values = values_of("activation", part.activation)
    unusual = [(p.name.partition("_")[0], values[p.name]) for p in known if values[p.name] != p.default]
    dropout = f"dropout {part.dropout:.2g}" if part.dropout else "no dropout"
    biases = [] if part.biases else ["no biases"]
    return ", ".join([dropout, *biases, *(f"{name} {value:.2g}" for name, value in unusual)])


def _output(fields: Fields[RunSettings]) -> None:
    """What the output means, and how far it is from the targets; only what fits is offered."""
    settings = fields.settings
    info, head = settings.info, HEADS[settings.head_name]
    fields.select(
        "head",
        "Output",
        {name: known.title for name, known in HEADS.items() if info.kind in known.tasks},
        value=settings.head_name,
        help=f"Only outputs that fit these data are offered; their targets are {TARGETS[info.kind]}.",
    )
    fields.toggle("output_biases", "Biases of the output", help=BIASES_HELP)
    choice_with_parameters(
        fields,
        "loss",
        "Loss",
        {name: LOSSES[name].title for name in head.losses},
        text=settings.loss_choice,
        help=f"Only losses that fit the output ({head.title}) are offered: cross-entropy needs probabilities, the "
        "Huber loss plain values.",
    )


def with_layer(i: int, name: str, now: RunSettings, value: object) -> RunSettings:
    """Return settings with one number or choice of a hidden layer changed."""
    hidden = [part.model_dump() for part in now.hidden]
    hidden[i][name] = value
    return now.changed(hidden=tuple(hidden))


def with_depth(now: RunSettings, depth: int) -> RunSettings:
    """Cut layers off at the end, or repeat the last one."""
    last = now.hidden[-1] if now.hidden else HiddenSettings()
    return now.changed(hidden=now.hidden[:depth] + (last,) * (depth - len(now.hidden)))
