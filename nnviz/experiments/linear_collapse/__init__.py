"""A stack of linear layers is one matrix; it draws no curved border, and yet it learns mode by mode."""

from nnviz.experiments.linear_collapse.modes import ModeTraining, begin_modes, half_time, mode_strength
from nnviz.experiments.linear_collapse.race import CollapseRace, begin_race
from nnviz.experiments.linear_collapse.settings import CollapseSettings
from nnviz.experiments.linear_collapse.stack import Stack, deviation, multiplied_out, stack

__all__ = [
    "CollapseRace",
    "CollapseSettings",
    "ModeTraining",
    "Stack",
    "begin_modes",
    "begin_race",
    "deviation",
    "half_time",
    "mode_strength",
    "multiplied_out",
    "stack",
]
