"""Which plane of more than two features the stage shows: two of them, two principal components, or single samples."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nnviz.experiments import Settings
from nnviz.experiments.run.view import COMPONENTS, SAMPLES, features_view, view_columns, views
from nnviz.ui.shell.session import WIDGET

FEATURES = "features"
_TITLES = {FEATURES: "two features", COMPONENTS: "two principal components", SAMPLES: "single samples"}
_HELP = (
    "The network sees all features. A plane through two of them holds the others at their mean; one of two principal "
    "components lies where the training part varies most."
)


def offers_view(settings: Settings) -> bool:
    """Return whether there is a choice: more than one feature that is not made from the points of a plane."""
    return not settings.plane and settings.n_features > 1


def view_choice(settings: Settings, columns: Sequence[str], change: Callable[[dict[str, Any]], None]) -> None:
    """Draw the choice, where there is one; a change keeps the weights.

    Parameters
    ----------
    settings : Settings
    columns : sequence of str
        Names of the features; they are numbered unless there is a name for each.
    change : callable
        Called with the new value of `Settings.view`.
    """
    if not offers_view(settings):
        return
    pair = view_columns(settings.view_name)
    usual = next((found for found in map(view_columns, views(settings.info)) if found), (0, 1))
    offered = [name for name in _TITLES if name == FEATURES or name in views(settings.info)]
    key = _shown("view", settings.view_name if pair is None else FEATURES)
    wanted = {FEATURES: features_view(*usual), COMPONENTS: COMPONENTS, SAMPLES: SAMPLES}
    st.selectbox(
        "The output shows",
        offered,
        format_func=_TITLES.__getitem__,
        key=key,
        help=_HELP,
        on_change=lambda: change({"view": wanted[st.session_state[key]]}),
    )
    if pair is not None:
        _pair_choice(pair, _names(columns, settings.n_features), change)


def _pair_choice(pair: tuple[int, int], names: Sequence[str], change: Callable[[dict[str, Any]], None]) -> None:
    """Two menus of features; who chooses the same one twice exchanges the two."""
    keys = [_shown(name, column) for name, column in zip(("across", "up"), pair, strict=True)]

    def report(moved: int) -> None:
        chosen = [st.session_state[key] for key in keys]
        if chosen[0] == chosen[1]:
            chosen[1 - moved] = pair[moved]
        change({"view": features_view(*chosen)})

    for k, label in enumerate(("Across", "Up")):
        st.selectbox(label, range(len(names)), format_func=names.__getitem__, key=keys[k], on_change=report, args=(k,))


def _names(columns: Sequence[str], n: int) -> Sequence[str]:
    return columns if len(columns) == n else [f"feature {j + 1}" for j in range(n)]


def _shown(name: str, value: Any) -> str:
    key = WIDGET + name
    st.session_state[key] = value
    return key
