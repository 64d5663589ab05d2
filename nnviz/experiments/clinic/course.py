"""The course of an illness or of a treatment: frames from the first step on, the same settings always the same."""

from dataclasses import dataclass, replace
from typing import Any, Self

from nnviz.experiments.clinic.looking import Frame, look, row_of
from nnviz.experiments.clinic.patient import Patient
from nnviz.experiments.run.run import Run, advance

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
    def share(self) -> float:
        """How far it has come, 0 to 1."""
        return self.run.step / self.patient.steps

    @property
    def end(self) -> Frame:
        """The newest frame."""
        return self.frames[-1]

    @property
    def name(self) -> str:
        """The sign that was found last, the most important one; empty where there is none."""
        return self.end.signs[0] if self.end.signs else ""

    def following(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        if self.done:
            return self
        patient, step = self.patient, self.patient.next_look(self.run.step)
        treated = patient.before is not None and step == patient.since
        run = patient.begin() if treated else advance(self.run, step - self.run.step)
        history = (*(frame.row for frame in self.frames), row_of(run))
        return replace(self, run=run, frames=(*self.frames, look(run, history)))


def begin(patient: Patient) -> Course:
    """Look at a patient before the first step.

    Parameters
    ----------
    patient : Patient
        One that is treated later begins untreated.
    """
    run = patient.begin() if patient.before is None else patient.before.begin()
    return Course(patient, run, (look(run, (row_of(run),)),))


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
