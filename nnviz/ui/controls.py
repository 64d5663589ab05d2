"""The controls of a run: one widget a setting, all of them read from and written to one record of settings."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nnviz.datasets import DATASETS, FEATURES, SCALINGS
from nnviz.engine import (
    ACTIVATIONS,
    HEADS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    PENALTIES,
    SCHEDULES,
    SEED_LIMIT,
    activation,
    initializer,
)
from nnviz.experiments import MAX_HIDDEN, OWN, HiddenSettings, Settings
from nnviz.ui.state import WIDGET
from nnviz.ui.view_choice import view_choice

RATES = (1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTY_RATES = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
BATCH_SIZES = (1, 2, 5, 10, 20, 32, 64, 128, 256, 512, 1024)

Change = Callable[[dict[str, Any]], None]


def settings_controls(settings: Settings, change: Change, columns: Sequence[str] = ()) -> None:
    """Draw every control.

    Parameters
    ----------
    settings : Settings
        What the widgets show.
    change : callable
        Called with the fields that a person changed.
    columns : sequence of str
        Names of the data's features, for the choice of two that are shown; they are numbered unless given.
    """
    controls = _Controls(settings, change)
    controls.data()
    view_choice(settings, columns, change)
    controls.network()
    controls.learning()
    controls.more()


class _Controls:
    """Draws widgets that show one record of settings and report changes of single fields."""

    def __init__(self, settings: Settings, change: Change) -> None:
        self.settings = settings
        self.change = change

    def data(self) -> None:
        """What is learned."""
        info = self.settings.info
        known = {name: data.title for name, data in DATASETS.items()}
        if self.settings.own is not None:
            known[OWN] = self.settings.own.info.title
        st.subheader("Data")
        self.choice("dataset", "Data set", tuple(known), known.__getitem__, info.description)
        if self.settings.chooses_classes:
            self.slider("classes", "Classes", *info.classes_limits, 1)
        if self.settings.plane:
            if "noise" in info.parameters:
                self.slider("noise", "Noise (%)", 0.0, 50.0, 5.0)
            self.features()

    def features(self) -> None:
        """Which functions of x and y the network sees."""
        key = self.seed("features", list(self.settings.features))
        st.pills(
            "Features",
            tuple(FEATURES),
            selection_mode="multi",
            format_func=lambda name: FEATURES[name].title,
            key=key,
            on_change=lambda: self.report(features=tuple(name for name in FEATURES if name in st.session_state[key])),
        )

    def network(self) -> None:
        """Layers, one row each."""
        st.subheader("Network")
        hidden = self.settings.hidden
        key = self.seed("layers", len(hidden))
        st.number_input(
            "Hidden layers",
            0,
            MAX_HIDDEN,
            key=key,
            on_change=lambda: self.report(hidden=_with_depth(hidden, st.session_state[key])),
            help="A change of the layers starts again with fresh weights.",
        )
        for i in range(len(hidden)):
            self.layer(i)
        heads = [name for name, head in HEADS.items() if self.settings.info.kind in head.tasks]
        self.choice("head", "Output", heads, lambda name: HEADS[name].title, value=self.settings.head_name)
        losses = HEADS[self.settings.head_name].losses
        self.choice("loss", "Loss", losses, lambda name: LOSSES[name].title, value=self.settings.loss_name)

    def layer(self, i: int) -> None:
        """Units and activation of hidden layer i."""
        part = self.settings.hidden[i]
        units_key, activation_key = self.seed(f"units{i}", part.units), self.seed(f"activation{i}", part.activation)

        def report() -> None:
            changed = {"units": st.session_state[units_key], "activation": st.session_state[activation_key]}
            self.report_layer(i, **changed)

        units, bend = st.columns([5, 7], gap="small", vertical_alignment="bottom")
        units.number_input(f"Layer {i + 1}", 1, 512, key=units_key, on_change=report)
        bend.selectbox(
            f"activation of layer {i + 1}",
            ACTIVATIONS,
            format_func=lambda name: activation(name).title,
            key=activation_key,
            on_change=report,
            label_visibility="collapsed",
        )

    def learning(self) -> None:
        """What may change while the network learns."""
        st.subheader("Learning")
        self.steps("learning_rate", "Learning rate", RATES)
        self.choice("optimizer", "Optimizer", tuple(OPTIMIZERS), lambda name: OPTIMIZERS[name].title)
        self.steps("batch_size", "Batch size", BATCH_SIZES)
        penalty, rate = st.columns(2, gap="small")
        with penalty:
            self.choice("penalty", "Penalty", PENALTIES, lambda name: {"none": "none"}.get(name, name.upper()))
        with rate:
            self.choice("penalty_rate", "Rate", _including(PENALTY_RATES, self.settings.penalty_rate), "{:g}".format)

    def more(self) -> None:
        """What is changed less often."""
        with st.expander("Start and data"):
            self.choice("initializer", "Initial weights", INITIALIZERS, lambda name: initializer(name).title)
            self.number("seed", "Seed of the weights", 0, SEED_LIMIT - 1)
            self.number("data_seed", "Seed of the data", 0, SEED_LIMIT - 1)
            self.slider("train_share", "Share to train on", 0.1, 0.9, 0.1)
            self.choice("scaling", "Scaling of the inputs", self._scalings(), str, value=self.settings.scaling_name)
        with st.expander("Schedule, dropout, stop rules"):
            self.choice("schedule", "Learning-rate schedule", tuple(SCHEDULES), lambda name: SCHEDULES[name].title)
            self.number("clip_norm", "Clip the gradient at length", 1e-6, 1e6)
            self.dropout()
            self.number("target_loss", "Stop at a training loss of", 0.0, None)
            self.number("patience", "Stop after so many epochs without progress", 1, 100_000)
            self.number("max_epochs", "Stop after so many epochs", 1, 1_000_000)

    def _scalings(self) -> tuple[str, ...]:
        """The scalings that these data admit."""
        unit = self.settings.dataset == "digits"
        return tuple(name for name in SCALINGS if name != "unit" or unit)

    def dropout(self) -> None:
        """One rate for every hidden layer, or what the address says of each."""
        rates = {part.dropout for part in self.settings.hidden}
        key = self.seed("dropout", max(rates, default=0.0))
        st.slider(
            "Dropout in hidden layers",
            0.0,
            0.9,
            step=0.05,
            key=key,
            on_change=lambda: self.report(
                hidden=tuple(
                    part.model_copy(update={"dropout": st.session_state[key]}) for part in self.settings.hidden
                )
            ),
        )

    def choice(
        self,
        field: str,
        label: str,
        options: Sequence[Any],
        title: Callable[[Any], str],
        help: str | None = None,
        value: Any = None,
    ) -> None:
        """A menu for one field."""
        key = self.seed(field, getattr(self.settings, field) if value is None else value)
        st.selectbox(label, options, format_func=title, key=key, help=help, on_change=self.reporter(field, key))

    def steps(self, field: str, label: str, options: Sequence[float]) -> None:
        """A slider over chosen numbers, and over the one that is set."""
        value = getattr(self.settings, field)
        key = self.seed(field, value)
        st.select_slider(
            label,
            _including(options, value),
            format_func="{:g}".format,
            key=key,
            on_change=self.reporter(field, key),
        )

    def slider(self, field: str, label: str, low: Any, high: Any, step: Any) -> None:
        """A slider for one field."""
        key = self.seed(field, getattr(self.settings, field))
        st.slider(label, low, high, step=step, key=key, on_change=self.reporter(field, key))

    def number(self, field: str, label: str, low: float, high: float | None) -> None:
        """A number to type for one field; empty where the field may be None."""
        key = self.seed(field, getattr(self.settings, field))
        st.number_input(
            label,
            low,
            high,
            value=None,
            format="%g" if isinstance(low, float) else "%d",
            placeholder="never",
            key=key,
            on_change=self.reporter(field, key),
        )

    def seed(self, name: str, value: Any) -> str:
        """Make a widget show a value, and return its key: the settings are the truth, widgets only show them."""
        key = WIDGET + name
        st.session_state[key] = value
        return key

    def reporter(self, field: str, key: str) -> Callable[[], None]:
        """Return what to do when a widget of one field was changed."""
        return lambda: self.report(**{field: st.session_state[key]})

    def report(self, **fields: Any) -> None:
        """Hand changed fields on."""
        self.change(fields)

    def report_layer(self, i: int, **changed: Any) -> None:
        """Hand a changed layer on."""
        hidden = list(self.settings.hidden)
        hidden[i] = hidden[i].model_copy(update=changed)
        self.change({"hidden": tuple(hidden)})


def _with_depth(hidden: tuple[HiddenSettings, ...], depth: int) -> tuple[HiddenSettings, ...]:
    """Cut layers off at the end, or repeat the last one."""
    last = hidden[-1] if hidden else HiddenSettings()
    return hidden[:depth] + (last,) * (depth - len(hidden))


def _including(options: Sequence[float], value: float) -> list[float]:
    return sorted({*options, value})
