"""Which network on which data the page of the forward pass runs, and the controls for it."""

from functools import partial

import streamlit as st

from nnviz.engine import activation
from nnviz.experiments.forward_pass.settings import (
    HIDDEN_ACTIVATIONS,
    MOST_LAYERS,
    MOST_UNITS,
    N_FEATURES,
    ForwardSettings,
)
from nnviz.experiments.trained.networks import TrainedNetwork, trained_network
from nnviz.ui.forward_pass.state import fields, state

DATA_SOURCES = {
    "pair": "cat / not cat",
    "iris": "iris: softmax over 3",
    "digits": "digits: softmax over 10",
    "circle": "circle: sigmoid",
}


@st.cache_resource(show_spinner="Training a small network, once …", max_entries=32)
def _trained_network(
    name: str, cat: int, other: int, hidden: tuple[int, ...], activation_name: str, trained: bool
) -> TrainedNetwork:
    return trained_network(name, cat, other, hidden, activation_name, trained)


def choice() -> tuple[str, int, int, tuple[int, ...], str, bool]:
    """What the network of now depends on."""
    now = state.settings
    cat, other = (now.cat, now.other) if now.data == "pair" else (8, 1)
    return now.data, cat, other, now.hidden, now.activation, now.trained


def network() -> TrainedNetwork:
    """The network of now; trained once for each choice."""
    return _trained_network(*choice())


def controls() -> None:
    """Which data and which network."""
    now = state.settings
    left, middle, right = st.columns([4.8, 2.1, 1.9], vertical_alignment="bottom")
    fields.segmented(
        "data",
        "Data and head",
        DATA_SOURCES,
        make=lambda before, data: before.changed(data=data, typed_features=(), sample=0, unit=0),
        place=left,
        width="stretch",
    )
    fields.segmented(
        "layers",
        "Layers",
        list(range(1, MOST_LAYERS + 1)),
        make=ForwardSettings.with_layers,
        place=middle,
        width="stretch",
    )
    # Folded away, so that a step and its tensors stand on one screen.
    what = {"pair": "Digits, network", "digits": "Network"}.get(now.data, "Sample, network")
    with right.popover(what, width="stretch"):
        if now.data == "pair":
            _pair_controls()
        elif now.data in ("iris", "circle"):
            _typed_control(now)
        _network_controls(now)


def _network_controls(now: ForwardSettings) -> None:
    for i, units in enumerate(now.hidden):
        label = f"Units of hidden layer {i + 1}"
        fields.slider(f"units.{i}", label, 1, MOST_UNITS, 1, value=units, make=partial(_with_units, i))
    if not now.hidden:
        st.caption("With one layer there are no hidden units: the inputs feed the output layer directly.")
    fields.select(
        "activation", "Activation of the hidden layers", HIDDEN_ACTIVATIONS, lambda name: activation(name).title
    )
    fields.toggle("trained", "Trained (otherwise the initial weights)")


def _with_units(i: int, now: ForwardSettings, units: int) -> ForwardSettings:
    return now.changed(hidden=(*now.hidden[:i], units, *now.hidden[i + 1 :]), unit=0)


def _pair_controls() -> None:
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    for field, words in (("cat", "The cat is digit"), ("other", "not cat is digit")):
        fields.show_refusal(field)
        row.markdown(words, width="content")
        make = partial(_with_digit, field)
        fields.select(field, words, list(range(10)), make=make, place=row, label_visibility="collapsed", width=90)


def _with_digit(field: str, now: ForwardSettings, digit: int) -> ForwardSettings:
    return now.changed(**{field: digit, "sample": 0})


def _typed_control(now: ForwardSettings) -> None:
    names = ", ".join(network().data.feature_names)
    fields.text(
        "typed_features",
        f"Or type your own sample: {N_FEATURES[now.data]} numbers ({names})",
        placeholder="5.9 3.0 4.2 1.5" if now.data == "iris" else "0.5 -2",
        value=" ".join(f"{x:g}" for x in now.typed_features),
        make=ForwardSettings.with_typed,
    )
