"""Plays ensembles that are trained on a task, and opens their tensors."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, Batches, train_step
from nnviz.experiments.width_and_depth.fitting import FitFrame, FitTrajectory, Task, solved
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.widgets.folded import folded


def fit_training(name: str, begin: Callable[[], FitTrajectory]) -> Played[FitTrajectory]:
    """Return a training of ensembles, to be played.

    Parameters
    ----------
    name : str
        What tells this training from others.
    begin : callable
    """
    return Played(("fit", name), name, begin)


def fit_drawing(
    key: str,
    played: Played[FitTrajectory],
    trajectory: FitTrajectory,
    header: Mapping[str, Any],
    fixed: Mapping[str, Array],
    update: Callable[[Mapping[str, Any]], None],
    room: str,
    changed: bool = False,
) -> None:
    """Show such a training to be played.

    Parameters
    ----------
    key, played, trajectory, fixed, update, room, changed : as in `training_drawing`
    header : mapping
        Sliders, panels and words of the view "fit".
    """
    seeds = len(trajectory.frames[0].errors[0])
    told = {"seeds": seeds, "tally": True, "before": "", "measure": "error", **header}
    packed = partial(_packed, trajectory.task)
    training_drawing("fit", key, played, trajectory, packed, told, update, room, fixed, changed)


def _packed(task: Task, frames: Sequence[FitFrame]) -> dict[str, Array]:
    """The numbers of some frames: a stack for each name."""
    arrays = {
        "error": np.array([frame.error_bands for frame in frames]),
        "largest": np.array([frame.largest_bands for frame in frames]),
        "solved": np.array([[[float(solved(task, one))] for one in frame.errors] for frame in frames]),
    }
    return arrays | {f"band{g}": np.array([frame.bands[g] for frame in frames]) for g in range(len(frames[0].bands))}


def trained_tensors(key: str, trajectory: FitTrajectory, titles: Sequence[str]) -> None:
    """Offer every tensor of the next step of an ensemble, as far as it was trained.

    Parameters
    ----------
    key : str
        Of the panel; stable.
    trajectory : FitTrajectory
    titles : sequence of str
        One for each shape of network.
    """
    with folded("Open the tensors of the trained networks", key) as is_open:
        if not is_open:
            return
        chosen = titles[0]
        if len(titles) > 1:
            chosen = st.segmented_control("Network", titles, default=titles[0], key=f"{key}.which", required=True)
        state = trajectory.state[titles.index(chosen) if chosen in titles else 0]
        batch = Batches(trajectory.task.X, trajectory.task.Y, len(trajectory.task.X)).batch(state.step)
        st.caption(
            f"Step {state.step + 1}, all {len(trajectory.task.X)} samples, {state.network.theta.shape[0]} seeds."
        )
        inspector(train_step(state, batch), key.replace(".", "-"), title=f"trained, {chosen}")
