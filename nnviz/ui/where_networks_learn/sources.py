"""Which sweep is on view: the packaged one, a map that is computed here, or a table that was loaded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import streamlit as st

from nnviz.experiments.questions.question import Question
from nnviz.experiments.sweep import CellResult, Sweep, Value
from nnviz.experiments.where_networks_learn import LearningMap, OwnMap, Theory, begin_own_map, learning_map, theory
from nnviz.experiments.where_networks_learn.questions import border_question
from nnviz.experiments.where_networks_learn.settings import WhereSettings
from nnviz.experiments.where_networks_learn.shipped import shipped_sweep
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.where_networks_learn.state import state

TABLE = state.key("loaded")
"""The sweep of a table that was loaded, and its results."""

LOADED_AS = state.key("loaded_as")
"""The upload that it came with."""

ON_VIEW = state.key("on_view")
"""What was shown last: a map is made anew where another one is shown, or more of it has been run."""

ASKED = state.key("question.border")
ASKED_THEORY = state.key("question.theory")


@dataclass(frozen=True, eq=False)
class OnView:
    """What the page shows.

    Attributes
    ----------
    settings : WhereSettings
    sweep : Sweep
    results : sequence of CellResult
    shown : LearningMap
    told : Theory or None
    own : OwnMap or None
        As far as a map that is computed here has come.
    """

    settings: WhereSettings
    sweep: Sweep
    results: Sequence[CellResult]
    shown: LearningMap
    told: Theory | None
    own: OwnMap | None

    @property
    def question(self) -> Question | None:
        """What is asked before the map is seen; None while it is being computed."""
        return border_question(self.shown) if self.own is None or self.own.done else None


def on_view() -> OnView:
    """Return what the settings lead to."""
    now = state.settings
    own = own_map() if now.source == "own" else None
    sweep, results = (own.sweep, own.results) if own is not None else _loaded() or shipped_sweep()
    rows, columns = now.axes_of(sweep)
    fixed = tuple((name, value) for name, value in now.at(sweep).items() if name not in (rows, columns))
    before: OnView | None = st.session_state.get(ON_VIEW)
    if (
        before is not None
        and before.sweep is sweep
        and len(before.results) == len(results)
        and ((before.shown.rows.name, before.shown.columns.name, before.shown.fixed) == (rows, columns, fixed))
    ):
        return replace(before, settings=now, own=own)
    shown = learning_map(sweep, results, rows, columns, dict(fixed))
    found = OnView(now, sweep, results, shown, _theory(sweep, rows, columns, fixed), own)
    st.session_state[ON_VIEW] = found
    return found


@lru_cache(maxsize=64)
def _theory(sweep: Sweep, rows: str, columns: str, fixed: tuple[tuple[str, Value], ...]) -> Theory | None:
    """What is predicted of a map, whatever was run of it."""
    return theory(learning_map(sweep, (), rows, columns, dict(fixed)))


def own_map() -> OwnMap:
    """Return the map that is computed here, as far as it has come."""
    sweep = state.settings.own_sweep
    return run_cache().trajectory(own_key(), partial(begin_own_map, sweep))


def own_key() -> tuple[str, Sweep]:
    """Return by what that map is kept."""
    return "own map", state.settings.own_sweep


def _loaded() -> tuple[Sweep, Sequence[CellResult]] | None:
    """Return the table that was loaded, where the settings lead to it and this session has one."""
    found: tuple[Sweep, Sequence[CellResult]] | None = st.session_state.get(TABLE)
    return found if state.settings.source == "table" else None
