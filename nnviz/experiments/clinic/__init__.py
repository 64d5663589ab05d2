"""The clinic: networks that fail to learn, the signs that show why, and the same networks after a remedy."""

from nnviz.experiments.clinic.assessment import Assessment, assess, evidence_against
from nnviz.experiments.clinic.case import Case, CaseRemedy
from nnviz.experiments.clinic.cases import CASES
from nnviz.experiments.clinic.frame import ClinicFrame, collapsed_matrix, measure_frame, size_names
from nnviz.experiments.clinic.mechanism import curvature, mechanism
from nnviz.experiments.clinic.mystery import Mystery, mystery
from nnviz.experiments.clinic.remedies import best_epoch
from nnviz.experiments.clinic.settings import MYSTERY, ClinicSettings
from nnviz.experiments.clinic.training import Training, with_shuffled_labels
from nnviz.experiments.clinic.trajectory import ROW_COLUMNS, ClinicTrajectory, begin, trajectory_rows

__all__ = [
    "CASES",
    "MYSTERY",
    "ROW_COLUMNS",
    "Case",
    "CaseRemedy",
    "ClinicSettings",
    "ClinicTrajectory",
    "ClinicFrame",
    "Mystery",
    "Training",
    "Assessment",
    "evidence_against",
    "begin",
    "best_epoch",
    "curvature",
    "assess",
    "measure_frame",
    "mechanism",
    "mystery",
    "size_names",
    "collapsed_matrix",
    "trajectory_rows",
    "with_shuffled_labels",
]
