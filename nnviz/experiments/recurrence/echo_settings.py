"""The settings of "Echo" on the page "Recurrence"."""

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import FirstSeed
from nnviz.experiments.recurrence.memory_settings import MemoryStart
from nnviz.experiments.recurrence.network_settings import Cell

LONGEST_DELAY = 10
ECHO_UNITS = (8, 16, 24, 32)
"""Units that are offered."""

ECHO_STEPS = (200, 400, 800, 1500)
"""Steps of training, at most, that are offered."""

ECHO_NETWORKS = 5


class EchoFields(BaseModel):
    """How far back the echo lies, how the networks start, and which of them is drawn."""

    echo_delay: int = Field(5, ge=1, le=LONGEST_DELAY)
    """The target of a step is the symbol of so many steps before."""
    echo_cell: Cell = "elman"
    """Whose units are drawn; all three are trained."""
    echo_network: int = Field(1, ge=1, le=ECHO_NETWORKS)
    """Which network of that cell is drawn."""
    echo_units: int = Field(24, ge=2, le=32)
    echo_start: MemoryStart = "orthogonal"
    """The rule for the first W_hh."""
    echo_steps: int = Field(400, ge=20, le=1500)
    echo_seed: FirstSeed = 0
    """Of the sequences, and of the first of the five networks of a cell."""
