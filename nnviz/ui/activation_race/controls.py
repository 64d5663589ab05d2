"""The controls of a race: the one thing that differs, and below it all that is the same."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from nnviz.datasets import DATASETS
from nnviz.experiments.activation_race import JUDGES, MOST, RACE_DATASETS, TRAITS, RaceSettings
from nnviz.experiments.activation_race.settings import MOST_DEPTH, MOST_WIDTH
from nnviz.experiments.run.choice import KINDS, name_of
from nnviz.ui.activation_race.live import put, settings, vary
from nnviz.ui.controls.learning import BATCH_SIZES, RATES
from nnviz.ui.controls.widgets import including

EPOCHS = (5, 10, 20, 30, 50, 100, 150, 200, 300, 500, 1000)


def _shown(field: str, value: Any) -> str:
    """Make a widget show a value, and return its key."""
    key = f"race.{field}"
    st.session_state[key] = value
    return key


def _reporter(field: str) -> Callable[[], None]:
    return lambda: put(**{field: st.session_state[f"race.{field}"]})


def race_controls() -> None:
    """Draw every control; a change sets up another race."""
    now = settings()
    st.subheader("What differs")
    _contestants(now)
    st.subheader("The same for all")
    _data(now)
    _network(now)
    st.subheader("The race")
    _race(now)


def _contestants(now: RaceSettings) -> None:
    trait = TRAITS[now.vary]
    key = _shown("vary", now.vary)
    st.selectbox(
        "They differ in",
        tuple(TRAITS),
        format_func=lambda name: TRAITS[name].title,
        key=key,
        on_change=lambda: vary(st.session_state[key]),
    )
    entries = list(now.entries)
    st.multiselect(
        f"Contestants, 2 to {MOST}",
        [*entries, *(name for name in trait.known if name not in entries)],
        format_func=_named(now.vary),
        max_selections=MOST,
        accept_new_options=True,
        key=_shown("contestants", entries),
        on_change=lambda: put(contestants=tuple(st.session_state["race.contestants"])),
        help="Type a number, or a name with a parameter such as leaky_relu(slope=0.3).",
    )


def _named(trait: str) -> Callable[[str], str]:
    """Return what names a contestant; what cannot be read is shown as it was typed, and refused."""

    def named(text: str) -> str:
        try:
            return TRAITS[trait].name(TRAITS[trait].read(text))
        except ValueError:
            return text

    return named


def _data(now: RaceSettings) -> None:
    _menu(now, "dataset", "Data set", RACE_DATASETS, lambda name: DATASETS[name].title)
    if "noise" in DATASETS[now.dataset].parameters:
        key = _shown("noise", now.noise)
        st.slider("Noise (%)", 0.0, 50.0, step=5.0, key=key, on_change=_reporter("noise"))


def _network(now: RaceSettings) -> None:
    _count(now, "depth", "Hidden layers", 1, MOST_DEPTH)
    _count(now, "width", "Units in each", 1, MOST_WIDTH)
    _named_choice(now, "activation", "Activation")
    _named_choice(now, "initializer", "Initial weights")
    _named_choice(now, "optimizer", "Optimizer")
    if now.vary != "learning_rate":
        _steps(now, "learning_rate", "Learning rate", RATES)
    if now.vary != "batch_size":
        _steps(now, "batch_size", "Batch size", BATCH_SIZES)


def _named_choice(now: RaceSettings, field: str, label: str) -> None:
    if now.vary == field:
        return
    present = getattr(now, field)
    names = [present if name == name_of(present) else name for name in KINDS[field].names]
    _menu(now, field, label, tuple(names), TRAITS[field].name)


def _menu(now: RaceSettings, field: str, label: str, options: tuple[str, ...], title: Callable[[str], str]) -> None:
    key = _shown(field, getattr(now, field))
    st.selectbox(label, options, format_func=title, key=key, on_change=_reporter(field))


def _count(now: RaceSettings, field: str, label: str, low: int, high: int) -> None:
    if now.vary != field:
        st.number_input(label, low, high, step=1, key=_shown(field, getattr(now, field)), on_change=_reporter(field))


def _steps(now: RaceSettings, field: str, label: str, options: Any) -> None:
    value = getattr(now, field)
    st.select_slider(
        label,
        including(options, value),
        format_func="{:g}".format,
        key=_shown(field, value),
        on_change=_reporter(field),
    )


def _race(now: RaceSettings) -> None:
    key = _shown("seeds", now.seeds)
    st.slider(
        "Seeds of each contestant",
        10,
        100,
        step=5,
        key=key,
        on_change=_reporter("seeds"),
        help="So many networks of each kind, each with other initial weights and another order of the batches.",
    )
    _steps(now, "epochs", "Length in epochs", EPOCHS)
    key = _shown("judge", now.judge)
    st.selectbox("Judged by", tuple(JUDGES), format_func=JUDGES.__getitem__, key=key, on_change=_reporter("judge"))
    with st.expander("Seeds, solved"):
        key = _shown("solved", round(100 * now.solved))
        st.slider(
            "Solved from a test accuracy of (%)",
            50,
            100,
            key=key,
            on_change=lambda: put(solved=st.session_state["race.solved"] / 100),
        )
        _count(now, "first_seed", "First seed", 0, 10**9)
        _count(now, "data_seed", "Seed of the data", 0, 10**9)
