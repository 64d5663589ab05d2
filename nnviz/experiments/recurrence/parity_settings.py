"""The settings of "Parity" on the page "Recurrence"."""

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import FirstSeed
from nnviz.experiments.recurrence.network_settings import Cell

PARITY_NETWORKS = 20
PARITY_STATES = 192
PARITY_STEPS = (200, 400, 1000)
"""Steps of training that are offered."""


class ParityFields(BaseModel):
    """Which cell learns parity, and what of it is looked at."""

    parity_cell: Cell = "lstm"
    parity_steps: int = Field(400, ge=40, le=1000)
    parity_seed: FirstSeed = 0
    """Of the sequences, and of the first of the twenty networks."""
    parity_network: int = Field(1, ge=1, le=PARITY_NETWORKS)
    """Whose states are drawn."""
    parity_state: int = Field(6, ge=1, le=PARITY_STATES)
    """The one that is marked."""
