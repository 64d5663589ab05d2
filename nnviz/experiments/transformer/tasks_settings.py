"""The settings of "Tasks" on the page "Transformer"."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from nnviz.experiments.address.seeds import Seed

TasksTask = Literal["copy", "reverse", "sort"]
TASKS: dict[TasksTask, str] = {"copy": "Copy", "reverse": "Reverse", "sort": "Sort"}
HEADS = (1, 2, 4)
MOST_BLOCKS = 3
TASKS_SAMPLES = 8
"""Sequences that can be looked at."""

TASKS_MOST_STEPS = 600
"""Of the longest training."""

TASKS_HIDDEN = 64
"""Units of the MLP."""

TASKS_RATES = (0.00003, 0.0003, 0.003, 0.03, 0.3)
"""Adam's learning rates: one with which every task is learned, smaller and larger ones."""


def _heads(heads: int) -> int:
    if heads not in HEADS:
        raise ValueError(f"expected heads that share 32 features, one of {', '.join(map(str, HEADS))}, got {heads}")
    return heads


class TasksFields(BaseModel):
    """What is learned, by which network, and which sequence is looked at."""

    tasks_task: TasksTask = "reverse"
    tasks_heads: Annotated[int, AfterValidator(_heads)] = Field(1, ge=1, le=4)
    tasks_blocks: int = Field(1, ge=1, le=MOST_BLOCKS)
    tasks_mlp: bool = False
    tasks_causal: bool = True
    tasks_rate: float = Field(0.003, ge=1e-6, le=1.0)
    """Adam's learning rate."""
    tasks_seed: Seed = 0
    tasks_sample: int = Field(1, ge=1, le=TASKS_SAMPLES)
    tasks_block: int = Field(1, ge=1, le=MOST_BLOCKS)
    """Whose attention is shown; beyond the last stands for the last."""
    tasks_step: int = Field(0, ge=0, le=TASKS_MOST_STEPS)
    """The step of training that is looked at; the moment that is kept from there on."""
