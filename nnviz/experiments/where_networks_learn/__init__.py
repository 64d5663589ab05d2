"""Where networks learn: a sweep as a map, its measured border, and the one that mean-field theory predicts."""

from nnviz.experiments.where_networks_learn.learning_map import LearningMap, learning_map, measured_border
from nnviz.experiments.where_networks_learn.mean_field import MeanField, critical_gain, mean_field
from nnviz.experiments.where_networks_learn.opened import OpenedCell, open_cell
from nnviz.experiments.where_networks_learn.own_map import OwnMap, begin_own_map
from nnviz.experiments.where_networks_learn.settings import WhereSettings
from nnviz.experiments.where_networks_learn.theory import Agreement, Theory, agreement, theory

__all__ = [
    "Agreement",
    "LearningMap",
    "MeanField",
    "OpenedCell",
    "OwnMap",
    "Theory",
    "WhereSettings",
    "agreement",
    "begin_own_map",
    "critical_gain",
    "learning_map",
    "mean_field",
    "measured_border",
    "open_cell",
    "theory",
]
