"""The courses of a session: trained in chunks as the browser asks; what is complete is kept for all visitors."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from nnviz.experiments.clinic import Course, Patient, begin, complete, further
from nnviz.ui.shell.startup import training_lock
from nnviz.ui.widgets.measurement import Memory

CHUNK = 16
"""Frames of one message and lane, at most."""

SECONDS = 0.1
"""How long a chunk is trained."""

KEPT = 6
SHELF = "nnviz.clinic.courses"


@dataclass
class Shelf:
    """Courses that are under way, and how many frames and words of each lane the browser has."""

    courses: OrderedDict[Patient, Course] = field(default_factory=OrderedDict)
    lanes: list[Patient | None] = field(default_factory=lambda: [None, None])
    frames: list[int] = field(default_factory=lambda: [0, 0])
    words: list[int] = field(default_factory=lambda: [0, 0])

    def lie(self, patients: tuple[Patient | None, Patient | None]) -> None:
        """Put patients into the two lanes; what the browser has of another one is forgotten."""
        for k, patient in enumerate(patients):
            if patient != self.lanes[k]:
                self.lanes[k], self.frames[k], self.words[k] = patient, 0, 0

    def course(self, patient: Patient) -> Course:
        """Return a course as far as it has come; begun now if it is not there."""
        whole = ended().get(patient)
        if whole is not None:
            return whole  # type: ignore[no-any-return]
        if patient not in self.courses:
            self.courses[patient] = begin(patient)
        self.courses.move_to_end(patient)
        while len(self.courses) > KEPT:
            self.courses.popitem(last=False)
        return self.courses[patient]

    def advance(self, patient: Patient) -> None:
        """Train a chunk."""
        course = self.course(patient)
        if not course.done:
            with training_lock():
                self.keep(further(course, SECONDS))

    def keep(self, course: Course) -> None:
        """Keep a course; a complete one for all visitors."""
        if course.done:
            ended().put(course.patient, course)
            self.courses.pop(course.patient, None)
        else:
            self.courses[course.patient] = course


@st.cache_resource(show_spinner=False)
def ended() -> Memory:
    """The complete courses of the process: of all visitors, by patient."""
    return Memory()


def shelf() -> Shelf:
    """Return the courses of this session."""
    found: Shelf = st.session_state.setdefault(SHELF, Shelf())
    return found


def whole(patient: Patient, progress: Callable[[float], None] | None = None) -> Course:
    """Return a complete course.

    Parameters
    ----------
    patient : Patient
    progress : callable, optional
        As in `complete`.
    """
    here = shelf()
    course = here.course(patient)
    if not course.done:
        with training_lock():
            course = complete(course, progress)
        here.keep(course)
    return course
