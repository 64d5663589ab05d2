"""A training of the clinic, recorded frame by frame from the first step on; the same settings always give the same."""

from dataclasses import dataclass, replace
from typing import Any, Self

from nnviz.experiments.clinic.frame import ClinicFrame, history_row, measure_frame
from nnviz.experiments.clinic.training import Training
from nnviz.experiments.run.run import Run
from nnviz.experiments.run.stepwise import Trajectory

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
"""What `trajectory_rows` gives of each frame."""


@dataclass(frozen=True, eq=False)
class ClinicTrajectory(Trajectory[Run, ClinicFrame]):
    """A training up to some step.

    Attributes
    ----------
    training : Training
    """

    training: Training

    @property
    def run(self) -> Run:
        """Where training stands."""
        return self.state

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state.step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return self.training.steps

    @property
    def done(self) -> bool:
        """Whether there is no further frame."""
        return self.training.over(self.state)

    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        if self.done:
            return self
        run = self.training.following(self.state)
        history = (*(frame.row for frame in self.frames), history_row(run))
        return replace(self, state=run, frames=(*self.frames, measure_frame(run, history)))


def begin(training: Training) -> ClinicTrajectory:
    """Measure a training before its first step.

    Parameters
    ----------
    training : Training
        One with a remedy that sets in later begins without it.
    """
    run = training.first()
    return ClinicTrajectory(run, (measure_frame(run, (history_row(run),)),), training)


def trajectory_rows(trajectory: ClinicTrajectory, name: str) -> list[dict[str, Any]]:
    """Return a trajectory as a table, a row a frame; every row carries the settings of its network.

    Parameters
    ----------
    trajectory : ClinicTrajectory
    name : str
        What the network is called in the table.
    """
    settings = trajectory.training.settings.model_dump_json(exclude_defaults=True, exclude={"own"})
    rows = []
    for frame in trajectory.frames:
        dead, saturated = (float(part.max()) if part.size else 0.0 for part in (frame.dead, frame.saturated))
        values = (name, frame.step, *frame.row[1:], float(frame.signal[0]), float(frame.signal[-1]), dead, saturated)
        rows.append(dict(zip(ROW_COLUMNS, (*values, " ".join(frame.signs), settings), strict=True)))
    return rows
