"""Widgets that show one record of settings and report changes of single fields."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nnviz.experiments import Settings
from nnviz.experiments.run.choice import name_of
from nnviz.ui.controls.parameters import parameter_inputs
from nnviz.ui.shell.session import WIDGET

Change = Callable[[dict[str, Any]], None]

RESTARTS = ":material/restart_alt: starts again with fresh weights"
KEEPS = ":material/play_arrow: goes on with the same weights"


class Widgets:
    """Draws widgets for the fields of one record of settings.

    Attributes
    ----------
    settings : Settings
    change : callable
        Called with the fields that a person changed.
    """

    def __init__(self, settings: Settings, change: Change) -> None:
        self.settings = settings
        self.change = change

    def group(self, title: str, keeps_weights: bool) -> None:
        """Begin a group: its title, and what a change in it does to the weights."""
        st.subheader(title)
        st.caption(KEEPS if keeps_weights else RESTARTS)

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

    def choice_with_parameters(
        self,
        field: str,
        label: str,
        options: Sequence[str],
        title: Callable[[str], str],
        help: str | None = None,
        value: str | None = None,
    ) -> None:
        """A menu for a field that is a choice, and below it the parameters of what is chosen."""
        text: str = getattr(self.settings, field) if value is None else value
        self.choice(field, label, options, title, help, name_of(text))
        parameter_inputs(field, field, text, lambda changed: self.report(**{field: changed}))

    def steps(self, field: str, label: str, options: Sequence[float]) -> None:
        """A slider over chosen numbers, and over the one that is set."""
        value = getattr(self.settings, field)
        key = self.seed(field, value)
        st.select_slider(
            label,
            including(options, value),
            format_func="{:g}".format,
            key=key,
            on_change=self.reporter(field, key),
        )

    def slider(self, field: str, label: str, low: Any, high: Any, step: Any) -> None:
        """A slider for one field."""
        key = self.seed(field, getattr(self.settings, field))
        st.slider(label, low, high, step=step, key=key, on_change=self.reporter(field, key))

    def number(
        self,
        field: str,
        label: str,
        low: float | None,
        high: float | None,
        empty: str = "never",
        help: str | None = None,
    ) -> None:
        """A number to type for one field; empty where the field may be None."""
        whole = isinstance(low, int)
        value = getattr(self.settings, field)
        key = self.seed(field, value if value is None or whole else float(value))
        st.number_input(
            label,
            low,
            high,
            value=None,
            format="%d" if whole else "%g",
            placeholder=empty,
            key=key,
            help=help,
            on_change=self.reporter(field, key),
        )

    def flag(self, field: str, label: str, help: str) -> None:
        """A box to tick for one field."""
        key = self.seed(field, getattr(self.settings, field))
        st.checkbox(label, key=key, help=help, on_change=self.reporter(field, key))

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


def including(options: Sequence[float], value: float) -> list[float]:
    """Return options in order, with the one that is set among them."""
    return sorted({*options, value})
