"""The settings of "Against recurrence" on the page "Transformer"."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import FirstSeed

RaceTaskName = Literal["copy", "reverse", "sort", "induction"]
RACE_LENGTHS = (3, 6, 10)
"""Symbols to be said again that are offered."""

RACE_STEPS = (300, 600, 1000, 2000)
"""Steps of training, at most, that are offered."""

LONGEST_RACE = 3000


class RaceFields(BaseModel):
    """Which task a transformer, a GRU and an LSTM learn, and how long it is."""

    race_task: RaceTaskName = "copy"
    race_length: int = Field(3, ge=2, le=12)
    """Symbols that are given; induction has its own length."""
    race_steps: int = Field(600, ge=10, le=LONGEST_RACE)
    """At most."""
    race_seed: FirstSeed = 0
    """Of the sequences, and of the first network of each kind."""
