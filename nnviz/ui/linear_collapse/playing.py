"""Mounts a training in lockstep: frames go to the browser in chunks, and more are trained when it asks."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from nnviz.engine import Array
from nnviz.experiments.linear_collapse.modes import ModeTraining
from nnviz.experiments.linear_collapse.race import CollapseRace
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.drawings.playback import playback
from nnviz.ui.shell.run_cache import run_cache

CHUNK = 100
"""Frames of one message, at most."""

SECONDS = 0.12
"""How long a chunk is trained."""

T = TypeVar("T", ModeTraining, CollapseRace)


def complete(name: str, begin: Callable[[], T]) -> T:
    """Return a training at its end, from the cache of runs where it is there."""
    return run_cache().run_to_end(("lockstep", name), begin)


def lockstep_drawing(
    key: str,
    name: str,
    begin: Callable[[], T],
    header: Mapping[str, Any],
    packed: Callable[[Sequence[Any]], dict[str, Array]],
    update: Callable[[str, float, bool], None],
    room: str,
    fixed: Mapping[str, Array] = MappingProxyType({}),
) -> None:
    """Show a training to be played.

    Parameters
    ----------
    key : str
        Of the drawing; stable.
    name : str
        What tells this training from others.
    begin : callable
        Returns its start.
    header : mapping
        Panels, matrices, sliders and readings of the view.
    packed : callable
        The arrays of some frames, each with a leading axis of frames.
    update : callable
        Called with the name and the value of a setting that the user drags, and whether it was let go.
    room : str
        As in `drawing`.
    fixed : mapping of str to ndarray
        Arrays that are the same in all frames.
    """
    here = playback(key)
    if name != here.name:
        here.name, here.have = name, 0
    training = run_cache().trajectory(("lockstep", name), begin)

    def asked(question: Mapping[str, Any]) -> None:
        if "more" in question:
            have = int(question["more"])
            if not 0 <= have <= training.n_frames:
                raise ValueError(f"expected 0 to {training.n_frames} frames, got {have}")
            here.have = have
            newest = run_cache().trajectory(("lockstep", name), partial(_same, training))
            if len(newest.frames) - have < CHUNK // 2 and not newest.done:
                run_cache().advance(("lockstep", name), partial(_same, newest), SECONDS, have + 1)
        elif "set" in question:
            update(str(question["set"]), float(question["value"]), question.get("done") is True)

    since = min(here.have, len(training.frames) - 1)
    sent = training.frames[since : since + CHUNK]
    message = {
        "generation": name,
        "from": since,
        "steps": [frame.step for frame in sent],
        "total": training.n_frames,
        "last": training.total,
        "stride": training.stride,
        "done": training.done and since + len(sent) == len(training.frames),
        **header,
    }
    arrays = {f"frame {array}": values for array, values in packed(sent).items()}
    drawing("lockstep", message, arrays | dict(fixed), key=key, on_ask=asked, room=room)


def _same(training: T) -> T:
    return training
