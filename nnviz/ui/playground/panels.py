"""What stands below the live stage: every tensor of the step, results, own data, and what to take home."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from nnviz.datasets import Dataset
from nnviz.experiments import Run, RunSettings
from nnviz.experiments.replay.past_runs import PastRun
from nnviz.stage.requests import Command
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.inspector import inspector, select_tensor
from nnviz.ui.inspector.pointed import tensor_at
from nnviz.ui.playground.own_data import own_data_panel
from nnviz.ui.playground.results import results_panel
from nnviz.ui.playground.share import share_panel
from nnviz.ui.shell.session import PANEL, session
from nnviz.ui.widgets.run_export import export_panel

TENSORS, RESULTS, OWN_DATA, EXPORT = "Tensors", "Results", "Own data", "Export and share"
INSPECTOR = "playground"
"""The key of the Playground's inspector."""


@dataclass(frozen=True)
class Actions:
    """What a person may set off in a panel.

    Attributes
    ----------
    remedy : callable
        Called with new values of fields of `RunSettings`, to begin anew with them.
    use : callable
        Called with whole settings and, for own data, the data.
    reopen : callable
        Called with a past run.
    take_weights : callable
        Called with the bytes of a file.
    """

    remedy: Callable[[dict[str, Any]], None]
    use: Callable[[RunSettings, Dataset | None], None]
    reopen: Callable[[PastRun], None]
    take_weights: Callable[[bytes], None]


def panels(playing: RunPlayer, actions: Actions) -> None:
    """Draw the choice of panels and the chosen one, for the step that the run stands at.

    Parameters
    ----------
    playing : RunPlayer
    actions : Actions
    """
    if session().get(PANEL) is None:  # at first, and when a person switched the chosen one off
        session()[PANEL] = TENSORS
    names = (TENSORS, RESULTS, OWN_DATA, EXPORT)
    run = playing.run
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.segmented_control(
            "Below the stage", names, key=PANEL, label_visibility="collapsed", width="content", persist_state="session"
        )
        more = ", while training continues: **pause** to update" if playing.playing else ""
        st.markdown(f":small[Step {run.step:,}{more}]", width="content")
    chosen = session()[PANEL]
    if chosen == TENSORS:
        inspector(run, INSPECTOR)
    elif chosen == RESULTS:
        results_panel(run, playing.history, playing.past_runs, actions.reopen, actions.remedy)
    elif chosen == OWN_DATA:
        own_data_panel(playing, actions.use)
    elif chosen == EXPORT:
        share_panel(playing.recipe)
        export_panel(run, playing.history, playing.recipe, actions.take_weights)


def show_what_was_pointed_at(command: Command, run: Run) -> None:
    """Open in the inspector the weight, bias, unit, kernel or feature map that was clicked on the stage."""
    if command.name != "inspect" or not isinstance(command.value, dict):
        return
    path, entry = tensor_at(run, **command.value)
    session()[PANEL] = TENSORS
    select_tensor(INSPECTOR, path, entry)
