"""A map of one's own: its settings in small bounds, and the button that has it computed cell by cell."""

from collections.abc import Callable

import streamlit as st

from nnviz.engine import activation
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.where_networks_learn.mean_field import is_predicted
from nnviz.experiments.where_networks_learn.settings import OWN_DATA, WhereSettings
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.where_networks_learn.map_drawing import run_own_map
from nnviz.ui.where_networks_learn.sources import TABLE, own_key
from nnviz.ui.where_networks_learn.state import fields, state
from nnviz.ui.widgets.folded import folded

ACTIVATIONS = ("tanh", "relu", "sigmoid", "leaky_relu", "elu", "gelu")
SOURCES = {"shipped": "the packaged sweep", "own": "my own map", "table": "my table"}


def section() -> None:
    """Draw the panel, closed at first, and the way back to the packaged sweep."""
    sources = {name: title for name, title in SOURCES.items() if name != "table" or TABLE in st.session_state}
    if state.settings.source != "shipped" or len(sources) > 2:
        fields.segmented("source", "On view", sources, value=_source(sources))
    with folded("Compute my own map", state.key("own")) as is_open:
        if is_open:
            _controls()
            _start()


def _source(sources: dict[str, str]) -> str:
    return state.settings.source if state.settings.source in sources else "shipped"


def _controls() -> None:
    now = state.settings
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    titles = {name: activation(name).title for name in dict.fromkeys((*ACTIVATIONS, now.own_activation))}
    fields.select("own_activation", "Activation", titles, place=left)
    fields.select("own_data", "Data", OWN_DATA, place=middle)
    fields.slider("own_units", "Units per layer", 2, 32, 1, place=right)
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    _list("own_depths", "Hidden layers, the smallest first", int, left)
    _list("own_scales", "Weight scales", float, middle)
    _list("own_rates", "Learning rates", float, right)
    left, right = st.columns(2, vertical_alignment="bottom")
    fields.slider("own_seeds", "Seeds", 1, 5, 1, place=left)
    fields.slider("own_epochs", "Epochs", 5, 200, 5, place=right)


def _list(name: str, label: str, kind: Callable[[str], float], place: "st.delta_generator.DeltaGenerator") -> None:
    written = ", ".join(f"{value:g}" for value in getattr(state.settings, name))

    def make(now: WhereSettings, text: str) -> WhereSettings:
        try:
            values = tuple(kind(word) for word in text.replace(",", " ").split())
        except ValueError:
            what = "whole numbers" if kind is int else "numbers"
            raise ValueError(f"expected {what} separated by commas, such as 1, 2, 4; correct what is none") from None
        return now.changed(**{name: values})

    fields.text(name, label, value=written, make=make, place=place)


def _start() -> None:
    now = state.settings
    kept = run_cache().get(own_key())
    ready = f", {kept.step} of them ready" if kept is not None and kept.step else ""
    cells, networks = counted(now.own_cells, "cell"), counted(now.own_cells * now.own_seeds, "network")
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(
            "Compute my own map", key=state.key("start"), type="primary", icon=":material/science:", on_click=_run
        )
        theory = "" if is_predicted(now.own_activation) else "; mean-field theory has no border for this activation"
        st.markdown(f"{cells}, {networks}{ready}{theory}. Cells appear as they are done, and you can stop at any time.")


def _run() -> None:
    state.change(lambda now: now.changed(source="own"))
    run_own_map(True)
