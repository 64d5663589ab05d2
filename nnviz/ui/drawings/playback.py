"""Plays a training: frames go to the browser in chunks, and more are trained when it asks (`played_view.js`)."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import streamlit as st

from nnviz.engine import Array
from nnviz.experiments.run.stepwise import PlayedTrajectory
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.shell.session import RECORDING, session

T = TypeVar("T", bound=PlayedTrajectory[Any, Any])

NOTHING: Mapping[str, Array] = MappingProxyType({})


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


@dataclass(frozen=True)
class Played(Generic[T]):
    """A training that a drawing plays.

    Attributes
    ----------
    kept : hashable
        Under which the cache of runs keeps it.
    generation : str
        What tells one series of frames from others: the training, and what of it is looked at.
    begin : callable
        Returns its start, where it is not kept any more.
    chunk : int
        Frames of one message, at most.
    seconds : float
        How long a chunk is trained.
    """

    kept: Hashable
    generation: str
    begin: Callable[[], T]
    chunk: int = 16
    seconds: float = 0.12

    def now(self) -> T:
        """Return the training as far as it has come; at its end where the page is recorded."""
        if session().get(RECORDING):
            return self.complete()
        return run_cache().trajectory(self.kept, self.begin)

    def complete(self) -> T:
        """Return the training at its end."""
        return run_cache().run_to_end(self.kept, self.begin)

    def train(self, have: int) -> None:
        """Train on where a browser that has so many frames has nearly all."""
        now = self.now()
        if len(now.frames) - have < self.chunk // 2 and not now.done:
            run_cache().advance(self.kept, self.begin, self.seconds, have + 1)


def training_drawing(
    view: str,
    key: str,
    played: Played[Any],
    trajectory: PlayedTrajectory[Any, Any],
    packed: Callable[[Sequence[Any]], Mapping[str, Array]],
    header: Mapping[str, Any],
    update: Callable[[Mapping[str, Any]], None],
    room: str,
    fixed: Mapping[str, Array] = NOTHING,
    changed: bool = False,
) -> None:
    """Show a training to be played, in a view that extends `played_view.js`.

    Parameters
    ----------
    view, key : str
        As in `drawing`.
    played : Played
    trajectory : PlayedTrajectory
        The training as far as it has come.
    packed : callable
        Returns the arrays of some frames, each stacked over them.
    header : mapping
        What else the view is told.
    update : callable
        Called with what the user has changed in the drawing; raises ValueError for nonsense.
    room : str
        As in `drawing`.
    fixed : mapping of str to ndarray
        Arrays that are the same in all frames.
    changed : bool
        As in `catch_up`.
    """
    here, n_frames = playback(key), trajectory.n_frames
    if here.name != played.generation:
        here.name, here.have = played.generation, 0

    def asked(question: Mapping[str, Any]) -> None:
        if "more" in question:
            have = question["more"]
            if not isinstance(have, int) or not 0 <= have <= n_frames:
                raise ValueError(f"expected 0 to {n_frames} frames, got {have!r}")
            here.have = have
            played.train(have)
        elif question.get("drawn") is True:
            here.drawn = True
        else:
            here.dragging = question.get("done") is not True
            update(question)

    since = min(here.have, len(trajectory.frames) - 1)
    sent = trajectory.frames[since:] if session().get(RECORDING) else trajectory.frames[since : since + played.chunk]
    message = {
        "generation": played.generation,
        "from": since,
        "steps": [frame.step for frame in sent],
        "total": n_frames,
        "last": trajectory.total,
        "done": trajectory.done and since + len(sent) == len(trajectory.frames),
        "behind": changed and not here.dragging,
        **header,
    }
    arrays = {f"frame {name}": stack for name, stack in packed(sent).items()}
    drawing(view, message, arrays | dict(fixed), key=key, on_ask=asked, room=room)
