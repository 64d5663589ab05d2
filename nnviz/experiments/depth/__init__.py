"""How a signal goes forward through many layers and its gradient back: vanishing, exploding, and what helps."""

from nnviz.experiments.depth.building import Start, build
from nnviz.experiments.depth.course import Course, Frame, begin, finish
from nnviz.experiments.depth.measuring import SMALLEST_NORMAL, DepthLook, careful_norm, look
from nnviz.experiments.depth.published import PUBLISHED, Comparison, Published, published
from nnviz.experiments.depth.remedies import Remedy, RemedyEffect, measure_remedy, remedies
from nnviz.experiments.depth.settings import MOST_LAYERS, MOST_UNITS, OFFERED, DepthSettings
from nnviz.experiments.run.stepwise import complete, further

__all__ = [
    "MOST_LAYERS",
    "MOST_UNITS",
    "OFFERED",
    "PUBLISHED",
    "SMALLEST_NORMAL",
    "Comparison",
    "Course",
    "DepthLook",
    "DepthSettings",
    "Frame",
    "Published",
    "Remedy",
    "RemedyEffect",
    "Start",
    "begin",
    "build",
    "careful_norm",
    "complete",
    "finish",
    "further",
    "look",
    "measure_remedy",
    "published",
    "remedies",
]
