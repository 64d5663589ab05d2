"""The settings of "Memory" on the page "Recurrence"."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import FirstSeed

MemoryStart = Literal["orthogonal", "gaussian"]
MemoryBias = Literal["0", "1", "3", "chrono"]
MEMORY_STARTS: dict[MemoryStart, str] = {"orthogonal": "orthogonal", "gaussian": "Gaussian"}
MEMORY_BIASES: dict[MemoryBias, str] = {"0": "0", "1": "1", "3": "3", "chrono": "chrono"}
SHORTEST, LONGEST = 5, 40
MEMORY_STEPS = (300, 500, 1000, 1500)
"""Steps of training, at most, that are offered."""


class MemoryFields(BaseModel):
    """How long the first symbol must be kept, and how the networks start."""

    memory_length: int = Field(20, ge=SHORTEST, le=LONGEST)
    """Symbols of a sequence, T."""
    memory_start: MemoryStart = "orthogonal"
    """The rule for the first W_hh."""
    memory_bias: MemoryBias = "0"
    """The initial bias of the gate that keeps: forget gate or update gate."""
    memory_steps: int = Field(500, ge=20, le=1500)
    memory_seed: FirstSeed = 0
    """Of the sequences, and of the first of the twenty networks."""
