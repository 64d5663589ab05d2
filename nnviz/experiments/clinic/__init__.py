"""The clinic: networks that do not learn, the signs by which to know why, and the same networks after a remedy."""

from nnviz.experiments.clinic.case import Case, Remedy
from nnviz.experiments.clinic.cases import CASES
from nnviz.experiments.clinic.course import ROW_COLUMNS, Course, begin, course_rows
from nnviz.experiments.clinic.looking import Frame, look, size_names, the_one_matrix
from nnviz.experiments.clinic.mechanism import curvature, mechanism
from nnviz.experiments.clinic.mystery import Mystery, mystery
from nnviz.experiments.clinic.patient import Patient, with_shuffled_labels
from nnviz.experiments.clinic.remedies import best_epoch
from nnviz.experiments.clinic.settings import MYSTERY, ClinicSettings
from nnviz.experiments.clinic.verdict import Verdict, against, judge
from nnviz.experiments.run.stepwise import complete, further

__all__ = [
    "CASES",
    "MYSTERY",
    "ROW_COLUMNS",
    "Case",
    "ClinicSettings",
    "Course",
    "Frame",
    "Mystery",
    "Patient",
    "Remedy",
    "Verdict",
    "against",
    "begin",
    "best_epoch",
    "complete",
    "course_rows",
    "curvature",
    "further",
    "judge",
    "look",
    "mechanism",
    "mystery",
    "size_names",
    "the_one_matrix",
    "with_shuffled_labels",
]
