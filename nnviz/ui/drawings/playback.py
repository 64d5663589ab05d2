"""Mounts a training of deep networks: frames go to the browser in chunks, and more are trained when it asks."""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array
from nnviz.experiments.depth import Course, DepthSettings, Frame, Start, begin, further
from nnviz.experiments.depth.course import stride
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.startup import training_lock

CHUNK = 16
"""Frames of one message, at most."""

SECONDS = 0.12
"""How long a chunk is trained."""

KEPT = 4
"""Trainings that a session keeps: going back to one of them costs nothing."""


@dataclass
class Shelf:
    """The trainings of a session, by what decides them, and how many frames the browser has of the one on view.

    While a hand is `dragging` a slider, only the drawing follows. The words around it wait for the release, and until
    the browser says that the drawing is `drawn`: it is what a person looks at.
    """

    courses: OrderedDict[str, Course] = field(default_factory=OrderedDict)
    have: int = 0
    last: str = ""
    dragging: bool = False
    drawn: bool = False

    def take(self, name: str, make: Callable[[], Course]) -> Course:
        """Return a training, begun now if it is not there."""
        if name != self.last:
            self.last, self.have = name, 0
        if name not in self.courses:
            self.courses[name] = make()
        self.courses.move_to_end(name)
        while len(self.courses) > KEPT:
            self.courses.popitem(last=False)
        return self.courses[name]


def shelf(key: str) -> Shelf:
    """Return the trainings of a drawing in this session."""
    found: Shelf = st.session_state.setdefault(f"nnviz.depth.{key}", Shelf())
    return found


def catch_up(key: str, changed: bool) -> None:
    """Run the whole page again where its settings have changed and the drawing already shows them.

    Parameters
    ----------
    key : str
        Of the drawing.
    changed : bool
        Whether the settings are others than in the page's last whole run.
    """
    here = shelf(key)
    if changed and here.drawn:
        here.drawn = False
        st.rerun()


def generation(settings: DepthSettings, starts: Sequence[Start]) -> str:
    """Return what tells a training from others."""
    return json.dumps([settings.model_dump(), [repr(start) for start in starts]], sort_keys=True)


def course_now(key: str, settings: DepthSettings, starts: Sequence[Start] = ()) -> Course:
    """Return the training of these settings as far as it has come; at first its start."""
    return shelf(key).take(generation(settings, starts), lambda: begin(settings, starts))


def course_drawing(
    key: str,
    course: Course,
    header: Mapping[str, Any],
    put: Callable[[str, float], None],
    room: str,
    changed: bool,
) -> None:
    """Show a training to be played.

    Parameters
    ----------
    key : str
    course : Course
        What `course_now` returned.
    header : mapping
        Sliders, panels and words of the view.
    put : callable
        Called with the name and the value of a setting that a hand has moved; raises ValueError for nonsense.
    room : str
        As in `drawing`.
    changed : bool
        As in `catch_up`.
    """
    here = shelf(key)

    def asked(question: Mapping[str, Any]) -> None:
        if "more" in question:
            _more(here, int(question["more"]))
        elif "set" in question:
            here.dragging = question.get("done") is not True
            put(str(question["set"]), float(question["value"]))
        elif question.get("drawn") is True:
            here.drawn = True

    since = min(here.have, len(course.frames) - 1)
    sent = course.frames[since : since + CHUNK]
    settings, steps = course.settings, course.settings.steps
    message = {
        "generation": generation(settings, course.starts),
        "from": since,
        "steps": [frame.step for frame in sent],
        "total": 1 + -(-steps // stride(settings)),
        "last": steps,
        "done": course.done and since + len(sent) == len(course.frames),
        "layers": settings.depth,
        "bins": course.ranges.bins,
        "behind": changed and not here.dragging,
        **header,
    }
    drawing("depth", message, _packed(sent) | {"bound": sent[0].look.bound}, key=key, on_ask=asked, room=room)


def _more(here: Shelf, have: int) -> None:
    """Note what the browser has, and train on where it has nearly all."""
    course = here.courses[here.last]
    if not 0 <= have <= len(course.frames):
        raise ValueError(f"expected 0 to {len(course.frames)} frames, got {have}")
    here.have = have
    if len(course.frames) - have < CHUNK // 2 and not course.done:
        with training_lock():
            here.courses[here.last] = further(course, SECONDS)


def _packed(frames: Sequence[Frame]) -> dict[str, Array]:
    """The numbers of some frames: a stack for each name."""
    names = ("loss", "accuracy", "gradient", "delta", "spread", "delta_spread", "saturated", "dead", "zeros")
    looks = [frame.look for frame in frames]
    arrays = {name: np.array([getattr(look, name) for look in looks]) for name in names}
    arrays |= {name: np.array([getattr(look, name) for look in looks]) for name in ("left", "slopes_left", "denormals")}
    arrays |= {
        "activations": np.array([frame.spreads.activations for frame in frames]),
        "gradients": np.array([frame.spreads.gradients for frame in frames]),
    }
    return {f"frame {name}": stack for name, stack in arrays.items()}
