"""A race: contestants that differ in one thing, each an ensemble over seeds, trained in lockstep."""

from nnviz.experiments.activation_race.ranking import PairComparison, Place, Ranking, ranking
from nnviz.experiments.activation_race.running import Contestant, Race, advance_race, member_run, same_start, start_race
from nnviz.experiments.activation_race.settings import (
    CRITERIA,
    HYPERPARAMETERS,
    MAX_CONTESTANTS,
    RACE_DATASETS,
    Hyperparameter,
    RaceSettings,
)
from nnviz.experiments.activation_race.standing import Standing, measure_standing, quartiles
from nnviz.experiments.activation_race.trajectory import ROW_COLUMNS, RaceTrajectory, race_rows, run_race

__all__ = [
    "CRITERIA",
    "MAX_CONTESTANTS",
    "RACE_DATASETS",
    "ROW_COLUMNS",
    "HYPERPARAMETERS",
    "PairComparison",
    "Contestant",
    "Place",
    "Race",
    "RaceSettings",
    "RaceTrajectory",
    "Standing",
    "Hyperparameter",
    "Ranking",
    "advance_race",
    "quartiles",
    "member_run",
    "race_rows",
    "run_race",
    "same_start",
    "measure_standing",
    "start_race",
    "ranking",
]
