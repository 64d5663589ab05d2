"""A race: contestants that differ in one thing, each an ensemble over seeds, trained in lockstep."""

from nnviz.experiments.activation_race.judging import Standing, band, stand
from nnviz.experiments.activation_race.running import Entrant, Race, advance_race, member_run, same_start, start_race
from nnviz.experiments.activation_race.settings import CRITERIA, MOST, RACE_DATASETS, TRAITS, RaceSettings, Trait
from nnviz.experiments.activation_race.trajectory import ROW_COLUMNS, RaceTrajectory, race_rows, run_race
from nnviz.experiments.activation_race.verdict import Comparison, Place, Verdict, verdict

__all__ = [
    "CRITERIA",
    "MOST",
    "RACE_DATASETS",
    "ROW_COLUMNS",
    "TRAITS",
    "Comparison",
    "Entrant",
    "Place",
    "Race",
    "RaceSettings",
    "RaceTrajectory",
    "Standing",
    "Trait",
    "Verdict",
    "advance_race",
    "band",
    "member_run",
    "race_rows",
    "run_race",
    "same_start",
    "stand",
    "start_race",
    "verdict",
]
