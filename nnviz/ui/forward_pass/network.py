"""Which network on which data the page of the forward pass runs, and the controls for it."""

from typing import Any

import streamlit as st

from nnviz.engine import activation
from nnviz.experiments.forward_pass.settings import BENDS, MOST_LAYERS, MOST_UNITS, N_FEATURES, ForwardSettings
from nnviz.experiments.trained.networks import Taught, taught
from nnviz.ui.shell.page_state import change, page_settings

SOURCES = {
    "pair": "cat / not cat",
    "iris": "iris: softmax of 3",
    "digits": "digits: softmax of 10",
    "circle": "circle: one sigmoid unit",
}


def settings() -> ForwardSettings:
    """Return the page's settings."""
    return page_settings(ForwardSettings)


def put(**changes: Any) -> None:
    """Change some of the page's settings."""
    change(ForwardSettings, lambda now: now.changed(**changes))


@st.cache_resource(show_spinner="Training a small network once ...", max_entries=32)
def _taught(name: str, cat: int, other: int, hidden: tuple[int, ...], bend: str, trained: bool) -> Taught:
    return taught(name, cat, other, hidden, bend, trained)


def choice() -> tuple[str, int, int, tuple[int, ...], str, bool]:
    """What the network of now depends on."""
    now = settings()
    cat, other = (now.cat, now.other) if now.data == "pair" else (8, 1)
    return now.data, cat, other, now.hidden, now.activation, now.trained


def network() -> Taught:
    """The network of now; trained once for each choice."""
    return _taught(*choice())


def controls() -> None:
    """Which data and which network."""
    now = settings()
    left, middle, right = st.columns([5, 2.3, 1.5], vertical_alignment="bottom")
    st.session_state["forward.data"] = now.data
    left.segmented_control(
        "Data and head",
        list(SOURCES),
        key="forward.data",
        format_func=SOURCES.__getitem__,
        required=True,
        on_change=lambda: put(data=st.session_state["forward.data"], own=(), sample=0, unit=0),
        width="stretch",
    )
    st.session_state["forward.layers"] = now.layers
    middle.segmented_control(
        "Layers",
        list(range(1, MOST_LAYERS + 1)),
        key="forward.layers",
        required=True,
        on_change=lambda: change(ForwardSettings, lambda old: old.with_layers(st.session_state["forward.layers"])),
        width="stretch",
    )
    with right.popover("Network", width="stretch"):
        _network_controls(now)
    if now.data == "pair":
        _pair_controls(now)
    elif now.data in ("iris", "circle"):
        _typed_control(now)


def _network_controls(now: ForwardSettings) -> None:
    for i, units in enumerate(now.hidden):
        key = f"forward.units.{i}"
        st.session_state[key] = units
        st.slider(f"Units of hidden layer {i + 1}", 1, MOST_UNITS, key=key, on_change=_take_units, args=(i,))
    if not now.hidden:
        st.caption("One layer has no hidden units: the inputs go straight to the head.")
    st.session_state["forward.activation"] = now.activation
    st.selectbox(
        "Activation of the hidden layers",
        BENDS,
        key="forward.activation",
        format_func=lambda name: activation(name).title,
        on_change=lambda: put(activation=st.session_state["forward.activation"]),
    )
    st.session_state["forward.trained"] = now.trained
    st.toggle(
        "Trained (else fresh weights)",
        key="forward.trained",
        on_change=lambda: put(trained=st.session_state["forward.trained"]),
    )


def _take_units(i: int) -> None:
    units = st.session_state[f"forward.units.{i}"]
    change(ForwardSettings, lambda now: now.changed(hidden=(*now.hidden[:i], units, *now.hidden[i + 1 :]), unit=0))


def _pair_controls(now: ForwardSettings) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for field, words in (("cat", "The cat is the digit"), ("other", "not cat is the digit")):
            st.markdown(words, width="content")
            st.session_state[f"forward.{field}"] = getattr(now, field)
            st.selectbox(
                words,
                list(range(10)),
                key=f"forward.{field}",
                label_visibility="collapsed",
                on_change=_take_digit,
                args=(field,),
                width=90,
            )


def _take_digit(field: str) -> None:
    put(**{field: st.session_state[f"forward.{field}"], "sample": 0})


def _typed_control(now: ForwardSettings) -> None:
    key, names = "forward.typed", network().data.feature_names
    if st.session_state.get(f"{key}.error") is None:
        st.session_state[key] = " ".join(f"{x:g}" for x in now.own)
    st.text_input(
        f"Or type a sample of your own: {N_FEATURES[now.data]} numbers ({', '.join(names)})",
        key=key,
        on_change=_take_typed,
        placeholder="5.9 3.0 4.2 1.5" if now.data == "iris" else "0.5 -2",
    )
    error = st.session_state.pop(f"{key}.error", None)
    if error:
        st.error(f"{error}. The drawing still shows the last sample that was read.")


def _take_typed() -> None:
    try:
        fresh = settings().with_typed(st.session_state["forward.typed"])
    except ValueError as error:
        st.session_state["forward.typed.error"] = str(error)
        return
    change(ForwardSettings, lambda now: fresh)
