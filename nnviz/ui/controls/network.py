"""The network: its layers one row each, its output and loss, and how its first weights are drawn."""

from typing import Any

import streamlit as st

from nnviz.engine import (
    ACTIVATIONS,
    HEADS,
    INITIALIZERS,
    LOSSES,
    SEED_LIMIT,
    Parameter,
    activation,
    activation_parameters,
    initializer,
)
from nnviz.experiments import MAX_HIDDEN, HiddenSettings
from nnviz.experiments.run.choice import name_of, values_of
from nnviz.experiments.run.fitting import TARGETS
from nnviz.ui.controls.parameters import parameter_input, parameter_inputs
from nnviz.ui.controls.widgets import Widgets

UNITS_WIDTH = 80
"""Pixels: room for three digits, and beside it for the name of an activation, on a phone as well."""

DROPOUT = Parameter(
    "dropout",
    "p",
    "share of the layer's units that training silences at random",
    default=0.0,
    at_least=0.0,
    below=1.0,
)


def network_controls(widgets: Widgets) -> None:
    """Draw the group; another network starts again."""
    widgets.group("Network", keeps_weights=False)
    hidden = widgets.settings.hidden
    key = widgets.seed("layers", len(hidden))
    st.number_input(
        "Hidden layers",
        0,
        MAX_HIDDEN,
        key=key,
        on_change=lambda: widgets.report(hidden=_with_depth(hidden, st.session_state[key])),
    )
    for i in range(len(hidden)):
        _layer(widgets, i)
    _output(widgets)
    with st.expander("Initial weights"):
        widgets.choice_with_parameters(
            "initializer",
            "Initial weights",
            INITIALIZERS,
            lambda name: initializer(name).title,
            "One rule for the whole network; biases start at 0 where it does not say otherwise.",
        )
        widgets.number("seed", "Seed of the weights", 0, SEED_LIMIT - 1, help="Also of the batches and of dropout.")


def _layer(widgets: Widgets, i: int) -> None:
    """Hidden layer i: its units and its activation, and above them what else is set, to be changed on a press."""
    part = widgets.settings.hidden[i]
    units_key = widgets.seed(f"units{i}", part.units)
    activation_key = widgets.seed(f"activation{i}", name_of(part.activation))
    with st.container(gap="xxsmall"):
        _more(widgets, i)
        row = st.container(horizontal=True, gap="small", wrap=False)
    row.number_input(
        f"Layer {i + 1}",
        1,
        512,
        key=units_key,
        on_change=lambda: _report(widgets, i, units=st.session_state[units_key]),
        label_visibility="collapsed",
        width=UNITS_WIDTH,
    )
    row.selectbox(
        f"activation of layer {i + 1}",
        ACTIVATIONS,
        format_func=lambda name: activation(name).title,
        key=activation_key,
        on_change=lambda: _report(widgets, i, activation=st.session_state[activation_key]),
        label_visibility="collapsed",
        width="stretch",
    )


def _more(widgets: Widgets, i: int) -> None:
    """The name of layer i, and a button that tells its dropout and its activation's parameters and opens them."""
    part = widgets.settings.hidden[i]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xxsmall"):
        st.markdown(f":small[Layer {i + 1}]", width="content")
        with st.popover(f":small[:gray[{_told(part)}]]", type="tertiary", help=f"Dropout of layer {i + 1}, and more"):
            parameter_input(DROPOUT, f"dropout{i}", part.dropout, lambda value: _report(widgets, i, dropout=value))
            parameter_inputs(
                "activation", f"activation{i}", part.activation, lambda text: _report(widgets, i, activation=text)
            )


def _told(part: HiddenSettings) -> str:
    """Tell in a few letters the dropout of a layer and the parameters of its activation that are not as usual."""
    known = activation_parameters(name_of(part.activation))
    values = values_of("activation", part.activation)
    unusual = [(p.name.partition("_")[0], values[p.name]) for p in known if values[p.name] != p.default]
    dropout = f"dropout {part.dropout:.2g}" if part.dropout else "no dropout"
    return ", ".join([dropout, *(f"{name} {value:.2g}" for name, value in unusual)])


def _output(widgets: Widgets) -> None:
    """What the output means, and how far it is from the targets; only what fits is offered."""
    settings = widgets.settings
    info, head = settings.info, HEADS[settings.head_name]
    widgets.choice(
        "head",
        "Output",
        [name for name, known in HEADS.items() if info.kind in known.tasks],
        lambda name: HEADS[name].title,
        f"Offered is what fits these data, whose targets are {TARGETS[info.kind]}.",
        settings.head_name,
    )
    widgets.choice_with_parameters(
        "loss",
        "Loss",
        head.losses,
        lambda name: LOSSES[name].title,
        f"Offered is what fits the output, {head.title}: cross-entropy reads probabilities, Huber's loss plain values.",
        settings.loss_choice,
    )


def _report(widgets: Widgets, i: int, **changed: Any) -> None:
    """Hand a changed layer on, unchecked: whoever takes it says what is wrong."""
    hidden: list[dict[str, Any]] = [part.model_dump() for part in widgets.settings.hidden]
    hidden[i] |= changed
    widgets.report(hidden=tuple(hidden))


def _with_depth(hidden: tuple[HiddenSettings, ...], depth: int) -> tuple[HiddenSettings, ...]:
    """Cut layers off at the end, or repeat the last one."""
    last = hidden[-1] if hidden else HiddenSettings()
    return hidden[:depth] + (last,) * (depth - len(hidden))
