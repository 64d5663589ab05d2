"""Settings become runs: data, network and training as frozen records, usable without the app."""

from nnviz.experiments.activation_race import RaceSettings, RaceTrajectory, run_race
from nnviz.experiments.replay.change import Change, Edit
from nnviz.experiments.replay.editing import edit_parameter, replace_parameters
from nnviz.experiments.replay.recipe import RunRecipe
from nnviz.experiments.replay.replay import apply_change, replay, replaying
from nnviz.experiments.run.columns import NetworkColumn, network_columns
from nnviz.experiments.run.hidden import MAX_HIDDEN, HiddenSettings
from nnviz.experiments.run.own_data import OWN, OwnData
from nnviz.experiments.run.preparation import Part, PreparedData, prepare
from nnviz.experiments.run.run import Evaluation, Run, advance, architecture, rules, start, with_settings
from nnviz.experiments.run.settings import LIVE, RunSettings

__all__ = [
    "LIVE",
    "MAX_HIDDEN",
    "OWN",
    "Change",
    "Edit",
    "Evaluation",
    "HiddenSettings",
    "NetworkColumn",
    "OwnData",
    "Part",
    "PreparedData",
    "RaceSettings",
    "RaceTrajectory",
    "Run",
    "RunRecipe",
    "RunSettings",
    "advance",
    "edit_parameter",
    "apply_change",
    "network_columns",
    "architecture",
    "prepare",
    "replace_parameters",
    "replay",
    "replaying",
    "rules",
    "run_race",
    "start",
    "with_settings",
]
