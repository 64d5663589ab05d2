"""The settings of "Summands" on the page "Recurrence"."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import Seed

SummedLoss = Literal["every", "last"]
SUMMED_LOSSES: dict[SummedLoss, str] = {"every": "every step", "last": "last step"}
MOST_SUMMANDS = 60


class SummandsFields(BaseModel):
    """A sequence of bits, where its loss is, the step that is looked at, and where backpropagation is cut."""

    summed_steps: int = Field(8, ge=2, le=MOST_SUMMANDS)
    """Bits of the sequence."""
    summed_sequence: Seed = 0
    """The seed that draws the bits."""
    summed_loss: SummedLoss = "every"
    summed_step: int = Field(3, ge=1, le=MOST_SUMMANDS)
    """Whose summand is written out; one beyond the last stands for the last."""
    summed_truncation: int = Field(3, ge=1, le=MOST_SUMMANDS)
    """Steps of a stretch within which the truncated gradient goes back; all steps or more leave it whole."""
