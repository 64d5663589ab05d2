"""Opens any tensor of a step: where it stands in the story, what is in it, and how each entry was computed."""

from nnviz.experiments.inspection.as_text import csv_text, numpy_text, plain_cell
from nnviz.experiments.inspection.cutting import Cut, cut, leading_axes
from nnviz.experiments.inspection.names import names_along
from nnviz.experiments.inspection.statistics import Histogram, Statistics, histogram, statistics
from nnviz.experiments.inspection.story import PASSES, Chapter, Step, story
from nnviz.experiments.inspection.written_out import WrittenOut, write_out

__all__ = [
    "PASSES",
    "Chapter",
    "Cut",
    "Histogram",
    "Statistics",
    "Step",
    "WrittenOut",
    "csv_text",
    "cut",
    "histogram",
    "leading_axes",
    "names_along",
    "numpy_text",
    "plain_cell",
    "statistics",
    "story",
    "write_out",
]
