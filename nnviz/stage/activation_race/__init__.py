"""The server's half of the live race: the stage's technique with several contestants beside each other."""

from nnviz.stage.activation_race.camera import ALL_SEEDS, RaceCamera, RaceFrame, race_camera
from nnviz.stage.activation_race.packing import pack_race, race_columns
from nnviz.stage.activation_race.player import RACE_PACING, RacePlayer

__all__ = [
    "ALL_SEEDS",
    "RACE_PACING",
    "RaceCamera",
    "RaceFrame",
    "RacePlayer",
    "pack_race",
    "race_camera",
    "race_columns",
]
