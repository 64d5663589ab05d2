"""Mounts a training of deep networks: frames go to the browser in chunks, and more are trained when it asks."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array
from nnviz.experiments.depth import DepthFrame, DepthSettings, DepthTrajectory, Initialization, begin
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.run_cache import run_cache

CHUNK = 16
"""Frames of one message, at most."""

SECONDS = 0.12
"""How long a chunk is trained."""


@dataclass
class Playback:
    """Which training a session plays, and how many of its frames the browser has.

    While the user is `dragging` a slider, only the drawing follows. The words around it wait for the release, and until
    the browser says that the drawing is `drawn`: it is what a person looks at.
    """

    name: str = ""
    have: int = 0
    dragging: bool = False
    drawn: bool = False


def playback(key: str) -> Playback:
    """Return what a drawing plays in this session."""
    here: Playback = st.session_state.setdefault(f"nnviz.playback.{key}", Playback())
    return here


def catch_up(key: str, changed: bool) -> None:
    """Run the whole page again where its settings have changed and the drawing already shows them.

    Parameters
    ----------
    key : str
        Of the drawing.
    changed : bool
        Whether the settings are others than in the page's last whole run.
    """
    here = playback(key)
    if changed and here.drawn:
        here.drawn = False
        st.rerun()


def generation(settings: DepthSettings, initializations: Sequence[Initialization]) -> str:
    """Return what tells a training from others."""
    return json.dumps([settings.model_dump(), [repr(one) for one in initializations]], sort_keys=True)


def trajectory_now(
    key: str, settings: DepthSettings, initializations: Sequence[Initialization] = ()
) -> DepthTrajectory:
    """Return the training of these settings as far as it has come; at first its start."""
    initializations = tuple(initializations) or (Initialization.of(settings),)
    here, name = playback(key), generation(settings, initializations)
    if name != here.name:
        here.name, here.have = name, 0
    return run_cache().trajectory(("depth", name), partial(begin, settings, initializations))


def trajectory_drawing(
    key: str,
    trajectory: DepthTrajectory,
    header: Mapping[str, Any],
    update: Callable[[str, float], None],
    room: str,
    changed: bool,
) -> None:
    """Show a training to be played.

    Parameters
    ----------
    key : str
    trajectory : DepthTrajectory
        What `trajectory_now` returned.
    header : mapping
        Sliders, panels and words of the view.
    update : callable
        Called with the name and the value of a setting that the user has dragged; raises ValueError for nonsense.
    room : str
        As in `drawing`.
    changed : bool
        As in `catch_up`.
    """
    here = playback(key)

    def asked(question: Mapping[str, Any]) -> None:
        if "more" in question:
            _more(here, trajectory, int(question["more"]))
        elif "set" in question:
            here.dragging = question.get("done") is not True
            update(str(question["set"]), float(question["value"]))
        elif question.get("drawn") is True:
            here.drawn = True

    since = min(here.have, len(trajectory.frames) - 1)
    sent = trajectory.frames[since : since + CHUNK]
    message = {
        "generation": generation(trajectory.settings, trajectory.initializations),
        "from": since,
        "steps": [frame.step for frame in sent],
        "total": trajectory.n_frames,
        "last": trajectory.total,
        "done": trajectory.done and since + len(sent) == len(trajectory.frames),
        "layers": trajectory.settings.depth,
        "bins": trajectory.ranges.bins,
        "behind": changed and not here.dragging,
        **header,
    }
    drawing("depth", message, _packed(sent) | {"bound": sent[0].layers.bound}, key=key, on_ask=asked, room=room)


def _more(here: Playback, trajectory: DepthTrajectory, have: int) -> None:
    """Note what the browser has, and train on where it has nearly all."""
    if not 0 <= have <= trajectory.n_frames:
        raise ValueError(f"expected 0 to {trajectory.n_frames} frames, got {have}")
    here.have = have
    name = generation(trajectory.settings, trajectory.initializations)
    key, start = ("depth", name), partial(begin, trajectory.settings, trajectory.initializations)
    newest = run_cache().trajectory(key, start)
    if len(newest.frames) - have < CHUNK // 2 and not newest.done:
        run_cache().advance(key, start, SECONDS, have + 1)


def _packed(frames: Sequence[DepthFrame]) -> dict[str, Array]:
    """The numbers of some frames: a stack for each name."""
    names = (
        "loss",
        "accuracy",
        "gradient",
        "delta",
        "spread",
        "delta_spread",
        "saturated",
        "dead",
        "zeros",
        "left",
        "slopes_left",
        "denormals",
    )
    arrays = {name: np.array([getattr(frame.layers, name) for frame in frames]) for name in names}
    arrays |= {
        "activations": np.array([frame.histograms.activations for frame in frames]),
        "gradients": np.array([frame.histograms.gradients for frame in frames]),
    }
    return {f"frame {name}": stack for name, stack in arrays.items()}
