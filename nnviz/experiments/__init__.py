"""Settings become runs: data, network and training as frozen records, usable without the app."""

from nnviz.experiments.columns import NetworkColumn, column_outputs, network_columns
from nnviz.experiments.own import OWN, OwnData
from nnviz.experiments.preparation import Part, Prepared, prepare
from nnviz.experiments.run import Evaluation, Run, advance, plan, rules, start, with_settings
from nnviz.experiments.settings import LIVE, MAX_HIDDEN, HiddenSettings, Settings

__all__ = [
    "LIVE",
    "MAX_HIDDEN",
    "OWN",
    "Evaluation",
    "HiddenSettings",
    "NetworkColumn",
    "OwnData",
    "Part",
    "Prepared",
    "Run",
    "Settings",
    "advance",
    "column_outputs",
    "network_columns",
    "plan",
    "prepare",
    "rules",
    "start",
    "with_settings",
]
