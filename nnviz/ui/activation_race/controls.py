"""The controls of a race: the one thing that differs, and below it all that is the same."""

from collections.abc import Callable

import streamlit as st

from nnviz.datasets import DATASETS
from nnviz.experiments.activation_race import CRITERIA, HYPERPARAMETERS, MAX_CONTESTANTS, RACE_DATASETS, RaceSettings
from nnviz.experiments.activation_race.settings import MAX_DEPTH, MAX_WIDTH
from nnviz.experiments.run.choice import CHOICE_KINDS, name_of
from nnviz.ui.activation_race.state import fields, state
from nnviz.ui.controls.learning import BATCH_SIZES, RATES
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded

EPOCH_OPTIONS = (5, 10, 20, 30, 50, 100, 150, 200, 300, 500, 1000)


def race_controls() -> None:
    """Draw every control; a change sets up another race."""
    now = state.settings
    st.header("What differs")
    _contestants(now)
    st.header("The same for all")
    _data(now)
    _network(now)
    st.header("The race")
    _race(now)


def _contestants(now: RaceSettings) -> None:
    trait = HYPERPARAMETERS[now.vary]
    titles = {name: known.title for name, known in HYPERPARAMETERS.items()}
    fields.select("vary", "They differ in", titles, make=RaceSettings.with_vary)
    entries = list(now.entries)
    fields.multiselect(
        "contestants",
        f"Contestants, 2 to {MAX_CONTESTANTS}",
        [*entries, *(name for name in trait.known if name not in entries)],
        _named(now.vary),
        most=MAX_CONTESTANTS,
        accept_new=True,
        value=entries,
        help="Type a number, or a name with a parameter such as leaky_relu(slope=0.3).",
    )


def _named(trait: str) -> Callable[[str], str]:
    """Return what names a contestant; what cannot be read is shown as it was typed, and refused."""

    def named(text: str) -> str:
        try:
            return HYPERPARAMETERS[trait].name(HYPERPARAMETERS[trait].read(text))
        except ValueError:
            return text

    return named


def _data(now: RaceSettings) -> None:
    fields.select("dataset", "Data set", RACE_DATASETS, lambda name: DATASETS[name].title)
    if "noise" in DATASETS[now.dataset].parameters:
        fields.slider("noise", "Noise (%)", 0.0, 50.0, 5.0)


def _network(now: RaceSettings) -> None:
    if now.vary != "depth":
        fields.number("depth", "Hidden layers", 1, MAX_DEPTH, 1)
    if now.vary != "width":
        fields.number("width", "Units per hidden layer", 1, MAX_WIDTH, 1)
    for name, label in (("activation", "Activation"), ("initializer", "Initial weights"), ("optimizer", "Optimizer")):
        if now.vary != name:
            _named_choice(now, name, label)
    if now.vary != "learning_rate":
        fields.select_slider("learning_rate", "Learning rate", including(RATES, now.learning_rate))
    if now.vary != "batch_size":
        fields.select_slider("batch_size", "Batch size", including(BATCH_SIZES, now.batch_size))


def _named_choice(now: RaceSettings, name: str, label: str) -> None:
    present = getattr(now, name)
    options = [present if known == name_of(present) else known for known in CHOICE_KINDS[name].names]
    fields.select(name, label, options, HYPERPARAMETERS[name].name)


def _race(now: RaceSettings) -> None:
    fields.slider(
        "seeds",
        "Seeds per contestant",
        10,
        100,
        5,
        help="Networks trained for each contestant, each with its own initial weights and batch order.",
    )
    fields.select_slider("epochs", "Length (epochs)", including(EPOCH_OPTIONS, now.epochs))
    fields.select("criterion", "Judged by", CRITERIA)
    with folded("Seeds and threshold", state.key("more_seeds")) as is_open:
        if is_open:
            fields.slider(
                "target_accuracy",
                "Solved from a test accuracy of (%)",
                50,
                100,
                1,
                value=round(100 * now.target_accuracy),
                make=lambda before, percent: before.changed(target_accuracy=percent / 100),
            )
            fields.seed("first_seed", "First seed")
            fields.seed("data_seed", "Data seed")
