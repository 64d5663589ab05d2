"""Plays ensembles that are trained on a task, and asks for a prediction before they are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, Batches, train_step
from nnviz.experiments.questions.question import Question
from nnviz.experiments.width_and_depth.fitting import FitFrame, FitTrajectory, Task, solved
from nnviz.ui.drawings.playback import Played, frames_to_send, playback, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.question import ask

BAND = (0.1, 0.5, 0.9)


def training_now(key: str, name: str, begin: Callable[[], FitTrajectory]) -> FitTrajectory:
    """Return the training of a name as far as it has come; at first its start.

    Parameters
    ----------
    key : str
        Of the drawing.
    name : str
        What tells this training from others.
    begin : callable
    """
    here = playback(key)
    if name != here.name:
        here.name, here.have = name, 0
    return run_cache().trajectory(("fit", name), begin)


def fit_drawing(
    key: str,
    name: str,
    begin: Callable[[], FitTrajectory],
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
    key, name, begin : as in `training_now`
    trajectory : FitTrajectory
        What it returned.
    header : mapping
        Sliders, panels and words of the view "fit".
    fixed : mapping of str to ndarray
        What does not change in training.
    update, room, changed : as in `training_drawing`
    """
    since, sent = frames_to_send(key, trajectory)
    played = Played(("fit", name), begin, trajectory, trajectory.n_frames, name, since, sent)
    seeds = len(trajectory.frames[0].errors[0])
    told = {"seeds": seeds, "tally": True, "before": "", "measure": "error", **header}
    training_drawing("fit", key, played, told, _packed(trajectory.task, sent) | dict(fixed), update, room, changed)


def _packed(task: Task, frames: Sequence[FitFrame]) -> dict[str, Array]:
    """The numbers of some frames: a stack for each name."""
    arrays = {
        "error": np.array([[_band(one) for one in frame.errors] for frame in frames]),
        "largest": np.array([[_band(one) for one in frame.largest] for frame in frames]),
        "solved": np.array([[[float(solved(task, one))] for one in frame.errors] for frame in frames]),
    }
    arrays |= {f"band{g}": np.array([frame.bands[g] for frame in frames]) for g in range(len(frames[0].bands))}
    return {f"frame {name}": stack for name, stack in arrays.items()}


def _band(errors: Array) -> Array:
    with np.errstate(invalid="ignore"):
        band: Array = np.quantile(errors, BAND)
    return band


def predict(key: str, name: str, text: str, options: Sequence[str], question: Callable[[], Question | None]) -> None:
    """Ask before a training what will come of it; when it is over, say whether that was right.

    Parameters
    ----------
    key : str
        Of the widget; stable.
    name : str
        What tells the training from others: another one is asked about anew.
    text : str
        The question, in Markdown.
    options : sequence of str
        The texts of its options.
    question : callable
        Returns the question with its answer once the training is over, and None before.
    """
    if st.session_state.get(f"{key}.of", name) != name:
        for part in ("", ".asked", ".shown"):
            st.session_state.pop(key + part, None)
    st.session_state[f"{key}.of"] = name
    answered = question()
    if answered is not None:
        ask(key, answered)
        return
    with st.container(border=True):
        st.markdown(f"**Before you train:** {text}")
        st.radio(
            text,
            list(options),
            index=None,
            key=key,
            horizontal=True,
            label_visibility="collapsed",
            persist_state="session",
        )
        st.caption("Choose an answer and press **Train**; the end of the run shows whether you were right.")


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
