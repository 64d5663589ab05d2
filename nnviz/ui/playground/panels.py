"""What stands below the live stage: every tensor of the step, results, own data, and what to take home."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from nnviz.datasets import Dataset
from nnviz.experiments import Run, RunSettings
from nnviz.experiments.replay.past_runs import PastRun
from nnviz.stage.diagram_columns import diagram_inputs
from nnviz.stage.requests import Command
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.inspector import inspector, select_tensor
from nnviz.ui.playground.export import export_panel
from nnviz.ui.playground.own_data import own_data_panel
from nnviz.ui.playground.results import results_panel
from nnviz.ui.playground.share import share_panel
from nnviz.ui.shell.session import PANEL, session

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


def tensor_at(run: Run, kind: str, layer: int, i: int, j: int, a: int = 0, b: int = 0) -> tuple[str, tuple[int, ...]]:
    """Return the path and the entry of what the stage's command ``inspect`` names.

    The stage shows the parameters after the step; the inspector's step has them after and before it. A kernel's entry
    has the place in the kernel first, that of a channel's output the place in the map; signals have one row.
    """
    network = run.state.network
    if layer < 0:
        column = diagram_inputs(network)
        return "X", (0, (a * column[1] + b) * column[2] + j if column else j)
    after = "after.network." if run.last is not None and kind != "unit" else ""
    axes = len(network.layers[layer].out_shape or (j,)) - 1 if 0 <= layer < len(network.layers) else 0
    place = (a, b)[2 - axes :]
    name, entry = {
        "weight": ("W", (i, j)),
        "bias": ("b", (j,)),
        "unit": ("A", (0, *place, j)),
        "kernel": ("K", (*place, i, j)),
    }[kind]
    return f"{after}layers[{layer}].{name}", entry


def show_what_was_pointed_at(command: Command, run: Run) -> None:
    """Open in the inspector the weight, bias, unit, kernel or feature map that was clicked on the stage."""
    if command.name != "inspect" or not isinstance(command.value, dict):
        return
    path, entry = tensor_at(run, **command.value)
    session()[PANEL] = TENSORS
    select_tensor(INSPECTOR, path, entry)
