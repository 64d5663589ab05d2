"""The clinic: networks that do not learn, the signs by which to know why, and the same networks after a remedy."""

from nnviz.experiments.clinic.case import Case, Remedy
from nnviz.experiments.clinic.cases import CASES
from nnviz.experiments.clinic.frame import Frame, measure_frame, size_names, the_one_matrix
from nnviz.experiments.clinic.mechanism import curvature, mechanism
from nnviz.experiments.clinic.mystery import Mystery, mystery
from nnviz.experiments.clinic.remedies import best_epoch
from nnviz.experiments.clinic.settings import MYSTERY, ClinicSettings
from nnviz.experiments.clinic.training import Training, with_shuffled_labels
from nnviz.experiments.clinic.trajectory import ROW_COLUMNS, ClinicTrajectory, begin, trajectory_rows
from nnviz.experiments.clinic.verdict import Verdict, against, judge

__all__ = [
    "CASES",
    "MYSTERY",
    "ROW_COLUMNS",
    "Case",
    "ClinicSettings",
    "ClinicTrajectory",
    "Frame",
    "Mystery",
    "Remedy",
    "Training",
    "Verdict",
    "against",
    "begin",
    "best_epoch",
    "curvature",
    "judge",
    "measure_frame",
    "mechanism",
    "mystery",
    "size_names",
    "the_one_matrix",
    "trajectory_rows",
    "with_shuffled_labels",
]
