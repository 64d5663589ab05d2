"""Mounts a training of deep networks: frames go to the browser in chunks, and more are trained when it asks."""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import numpy as np
import streamlit as st

from nnviz.engine import Array
from nnviz.experiments.depth import DepthFrame, DepthSettings, DepthTrajectory, Initialization, begin
from nnviz.experiments.run.stepwise import Trajectory
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.run_cache import run_cache

F = TypeVar("F")

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
    """Show a training of deep networks to be played.

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
    name = generation(trajectory.settings, trajectory.initializations)
    start = partial(begin, trajectory.settings, trajectory.initializations)
    since, sent = frames_to_send(key, trajectory)
    told = {"layers": trajectory.settings.depth, "bins": trajectory.ranges.bins, **header}
    played = Played(("depth", name), start, trajectory, trajectory.n_frames, name, since, sent)

    def asked(question: Mapping[str, Any]) -> None:
        update(str(question["set"]), float(question["value"]))

    arrays = _packed(sent) | {"bound": sent[0].layers.bound}
    training_drawing("depth", key, played, told, arrays, asked, room, changed)


@dataclass(frozen=True)
class Played:
    """A training that a drawing plays.

    Attributes
    ----------
    kept : hashable
        Under which the cache of runs keeps it.
    begin : callable
        Returns its start, where it is not kept any more.
    trajectory : Trajectory
        As far as it has come.
    n_frames : int
        How many frames there will be.
    generation : str
        What tells it from others.
    since : int
        The first frame that is sent.
    sent : sequence
        The frames of this message.
    """

    kept: Hashable
    begin: Callable[[], Trajectory[Any, Any]]
    trajectory: Trajectory[Any, Any]
    n_frames: int
    generation: str
    since: int
    sent: Sequence[Any]


def frames_to_send(key: str, trajectory: Trajectory[Any, F]) -> tuple[int, Sequence[F]]:
    """Return the first frame that the browser lacks, and the frames of the next message."""
    since = min(playback(key).have, len(trajectory.frames) - 1)
    return since, trajectory.frames[since : since + CHUNK]


def training_drawing(
    view: str,
    key: str,
    played: Played,
    header: Mapping[str, Any],
    arrays: Mapping[str, Array],
    update: Callable[[Mapping[str, Any]], None],
    room: str,
    changed: bool,
) -> None:
    """Show any training to be played, in a view that extends `training_view.js`.

    Parameters
    ----------
    view, key : str
        As in `drawing`.
    played : Played
    header : mapping
        Sliders, panels and words of the view.
    arrays : mapping of str to ndarray
        A stack of the sent frames for every name that begins with "frame ", and what does not change.
    update : callable
        Called with what the user has changed in the drawing; raises ValueError for nonsense.
    room : str
        As in `drawing`.
    changed : bool
        As in `catch_up`.
    """
    here, trajectory = playback(key), played.trajectory

    def asked(question: Mapping[str, Any]) -> None:
        if "more" in question:
            _more(here, played, int(question["more"]))
        elif question.get("drawn") is True:
            here.drawn = True
        else:
            here.dragging = question.get("done") is not True
            update(question)

    message = {
        "generation": played.generation,
        "from": played.since,
        "steps": [frame.step for frame in played.sent],
        "total": played.n_frames,
        "last": trajectory.total,
        "done": trajectory.done and played.since + len(played.sent) == len(trajectory.frames),
        "behind": changed and not here.dragging,
        **header,
    }
    drawing(view, message, arrays, key=key, on_ask=asked, room=room)


def _more(here: Playback, played: Played, have: int) -> None:
    """Note what the browser has, and train on where it has nearly all."""
    if not 0 <= have <= played.n_frames:
        raise ValueError(f"expected 0 to {played.n_frames} frames, got {have}")
    here.have = have
    newest = run_cache().trajectory(played.kept, played.begin)
    if len(newest.frames) - have < CHUNK // 2 and not newest.done:
        run_cache().advance(played.kept, played.begin, SECONDS, have + 1)


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
