"""The settings of "Live" on the page "Recurrence"."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import Seed
from nnviz.experiments.replay.recipe import MAX_STEP, MAX_TEXT

LiveTask = Literal["first-symbol", "parity", "echo", "adding", "temporal-xor"]
LiveCell = Literal["elman", "gru", "lstm"]
LiveStart = Literal["orthogonal", "gaussian"]
LiveBias = Literal["0", "1", "3", "chrono"]
LIVE_STARTS: dict[LiveStart, str] = {"orthogonal": "orthogonal", "gaussian": "Gaussian"}
LIVE_BIASES: dict[LiveBias, str] = {"0": "0", "1": "1", "3": "3", "chrono": "chrono"}
SHORTEST_LIVE, LONGEST_LIVE = 4, 40
MOST_LIVE_UNITS = 32
LIVE_RATES = (0.001, 0.003, 0.01, 0.03, 0.1)
LIVE_CLIPS = (0.1, 0.3, 1.0, 3.0)


class LiveFields(BaseModel):
    """What is learned, by which network, and to which step the address leads."""

    live_task: LiveTask = "first-symbol"
    live_length: int = Field(20, ge=SHORTEST_LIVE, le=LONGEST_LIVE)
    """Steps of a sequence, T."""
    live_cell: LiveCell = "lstm"
    live_units: int = Field(16, ge=1, le=MOST_LIVE_UNITS)
    live_start: LiveStart = "orthogonal"
    """The rule for the first W_hh."""
    live_bias: LiveBias = "1"
    """The initial bias of the gate that keeps: forget gate or update gate."""
    live_rate: float = Field(0.01, gt=0.0, le=10.0)
    """Learning rate of Adam."""
    live_clip: float | None = Field(1.0, gt=0.0, le=1e6)
    """The largest norm of the gradient of all weights; None clips nothing."""
    live_seed: Seed = 0
    live_sequence: int = Field(1, ge=1, le=20)
    """Which test sequence is shown."""
    live_step: int = Field(0, ge=0, le=MAX_STEP)
    """The step that the address leads to."""
    live_changes: str = Field("", max_length=MAX_TEXT)
    """What was changed on the way there, as in the Playground's addresses."""
