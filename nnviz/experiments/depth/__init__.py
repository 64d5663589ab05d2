"""How a signal goes forward through many layers and its gradient back: vanishing, exploding, and what helps."""

from nnviz.experiments.depth.building import Start, build
from nnviz.experiments.depth.course import Course, Frame, begin, finish
from nnviz.experiments.depth.measuring import SMALLEST_NORMAL, DepthLook, careful_norm, look
from nnviz.experiments.depth.settings import MOST_LAYERS, MOST_UNITS, OFFERED, DepthSettings
from nnviz.experiments.run.stepwise import complete, further

__all__ = [
    "MOST_LAYERS",
    "MOST_UNITS",
    "OFFERED",
    "SMALLEST_NORMAL",
    "Course",
    "DepthLook",
    "DepthSettings",
    "Frame",
    "Start",
    "begin",
    "build",
    "careful_norm",
    "complete",
    "finish",
    "further",
    "look",
]
