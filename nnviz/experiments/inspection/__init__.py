"""Opens any tensor of a step: its place in the step, its values, and how each entry was computed."""

from nnviz.experiments.inspection.as_text import csv_text, numpy_text, plain_cell
from nnviz.experiments.inspection.cutting import Cut, cut, leading_axes
from nnviz.experiments.inspection.names import names_along
from nnviz.experiments.inspection.open_tensor import OpenTensor, open_tensor
from nnviz.experiments.inspection.statistics import Histogram, Statistics, histogram, statistics
from nnviz.experiments.inspection.step import Step
from nnviz.experiments.inspection.tensor_groups import PHASES, TensorGroup, tensor_groups
from nnviz.experiments.inspection.written_out import WrittenOut, write_out

__all__ = [
    "PHASES",
    "Cut",
    "Histogram",
    "OpenTensor",
    "Statistics",
    "Step",
    "TensorGroup",
    "WrittenOut",
    "csv_text",
    "cut",
    "histogram",
    "leading_axes",
    "names_along",
    "numpy_text",
    "open_tensor",
    "plain_cell",
    "statistics",
    "tensor_groups",
    "write_out",
]
