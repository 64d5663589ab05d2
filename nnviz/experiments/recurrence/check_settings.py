"""The settings of "Check" on the page "Recurrence"."""

from typing import Literal, get_args

from pydantic import BaseModel, Field, field_validator

from nnviz.experiments.address.seeds import Seed
from nnviz.experiments.recurrence.summands_settings import SummedLoss

RecurrentMistake = Literal["time", "slope", "transpose", "cut", "reset"]
RECURRENT_MISTAKES: tuple[RecurrentMistake, ...] = get_args(RecurrentMistake)
TrainedTask = Literal["parity", "echo"]
TRAINED_TASKS: dict[TrainedTask, str] = {"parity": "parity at every step", "echo": "echo, 4 steps later"}
MOST_CHECKED = 12
"""Steps of the sequence, at most: each is a column of a grid."""


class CheckFields(BaseModel):
    """The sequence of bits that every gradient is checked on, where its loss is, and what is broken."""

    check_steps: int = Field(6, ge=1, le=MOST_CHECKED)
    check_sequence: Seed = 0
    """The seed that draws the bits; a shorter sequence is the beginning of a longer one."""
    check_loss: SummedLoss = "every"
    check_mistakes: tuple[RecurrentMistake, ...] = ()
    check_task: TrainedTask = "parity"
    """What is learned with the broken gradient."""

    @field_validator("check_mistakes")
    @classmethod
    def _check_mistakes_once(cls, mistakes: tuple[RecurrentMistake, ...]) -> tuple[RecurrentMistake, ...]:
        return tuple(name for name in RECURRENT_MISTAKES if name in mistakes)
