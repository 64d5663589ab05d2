"""The settings of the small network that several topics of the page "Recurrence" take apart."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import Seed

Cell = Literal["elman", "gru", "lstm"]
CELL_TITLES: dict[Cell, str] = {"elman": "Elman", "gru": "GRU", "lstm": "LSTM"}
MOST_UNITS = 4
MOST_TRAINED = 1000


class NetworkFields(BaseModel):
    """A recurrent layer of few units, and how long it has learned parity."""

    cell: Cell = "elman"
    units: int = Field(3, ge=1, le=MOST_UNITS)
    trained: int = Field(0, ge=0, le=MOST_TRAINED)
    """Steps of training on parity, the number of ones so far being odd."""
    seed: Seed = 0
