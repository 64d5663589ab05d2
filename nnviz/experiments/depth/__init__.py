"""How a signal goes forward through many layers and its gradient back: vanishing, exploding, and what helps."""

from nnviz.experiments.depth.building import Initialization, build
from nnviz.experiments.depth.measuring import SMALLEST_NORMAL, LayerMeasurements, careful_norm, measure_layers
from nnviz.experiments.depth.settings import MOST_LAYERS, MOST_UNITS, OFFERED, DepthSettings
from nnviz.experiments.depth.trajectory import DepthFrame, DepthTrajectory, begin

__all__ = [
    "MOST_LAYERS",
    "MOST_UNITS",
    "OFFERED",
    "SMALLEST_NORMAL",
    "DepthSettings",
    "DepthTrajectory",
    "DepthFrame",
    "LayerMeasurements",
    "Initialization",
    "begin",
    "build",
    "careful_norm",
    "measure_layers",
]
