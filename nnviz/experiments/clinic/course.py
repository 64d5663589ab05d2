"""The course of an illness or of a treatment: frames from the first step on, the same settings always the same."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from nnviz.experiments.clinic.looking import Frame, look, row_of
from nnviz.experiments.clinic.patient import Patient
from nnviz.experiments.run import Run, advance

ROW_COLUMNS = (
    "network",
    "step",
    "epoch",
    "train_loss",
    "test_loss",
    "train_accuracy",
    "test_accuracy",
    "gradient_first_layer",
    "gradient_output",
    "dead",
    "saturated",
    "found",
    "settings",
)
"""What `course_rows` gives of each frame."""


@dataclass(frozen=True, eq=False)
class Course:
    """A training up to some step.

    Attributes
    ----------
    patient : Patient
    run : Run
        At the newest frame.
    frames : tuple of Frame
    """

    patient: Patient
    run: Run
    frames: tuple[Frame, ...]

    @property
    def done(self) -> bool:
        """Whether there is no further frame."""
        return self.run.stop is not None or self.run.step >= self.patient.steps

    @property
    def end(self) -> Frame:
        """The newest frame."""
        return self.frames[-1]

    @property
    def name(self) -> str:
        """The sign that was found last, the most important one; empty where there is none."""
        return self.end.signs[0] if self.end.signs else ""


def begin(patient: Patient) -> Course:
    """Look at a patient before the first step.

    Parameters
    ----------
    patient : Patient
        One that is treated later begins untreated.
    """
    run = patient.begin() if patient.before is None else patient.before.begin()
    return Course(patient, run, (look(run, (row_of(run),)),))


def following(course: Course) -> Course:
    """Train on to the next frame; a course that is done is returned as it is."""
    if course.done:
        return course
    patient, run = course.patient, course.run
    step = patient.next_look(run.step)
    run = patient.begin() if patient.before is not None and step == patient.since else advance(run, step - run.step)
    history = (*(frame.row for frame in course.frames), row_of(run))
    return Course(patient, run, (*course.frames, look(run, history)))


def further(course: Course, seconds: float) -> Course:
    """Train on for about so long, at least to the next frame. How long decides nothing about the numbers."""
    until = perf_counter() + seconds
    course = following(course)
    while perf_counter() < until and not course.done:
        course = following(course)
    return course


def complete(
    course: Course,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Course:
    """Train to the end.

    Parameters
    ----------
    course : Course
    progress : callable, optional
        Called after each frame with the share of the way, 0 to 1.
    cancelled : callable, optional
        Asked after each frame; True ends the training there.
    """
    while not course.done:
        course = following(course)
        if progress is not None:
            progress(course.run.step / course.patient.steps)
        if cancelled is not None and cancelled():
            break
    return course


def course_rows(course: Course, name: str) -> list[dict[str, Any]]:
    """Return a course as a table, a row a frame; every row carries the settings of its network.

    Parameters
    ----------
    course : Course
    name : str
        What the network is called in the table.
    """
    settings = course.patient.settings.model_dump_json(exclude_defaults=True, exclude={"own"})
    rows = []
    for frame in course.frames:
        dead, saturated = (float(part.max()) if part.size else 0.0 for part in (frame.dead, frame.saturated))
        values = (name, frame.step, *frame.row[1:], float(frame.signal[0]), float(frame.signal[-1]), dead, saturated)
        rows.append(dict(zip(ROW_COLUMNS, (*values, " ".join(frame.signs), settings), strict=True)))
    return rows
