"""The settings of "The leak" on the page "Transformer"."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import FirstSeed

LeakTask = Literal["copy", "reverse", "sort"]
LEAK_TASKS: dict[LeakTask, str] = {"copy": "Copy", "reverse": "Reverse", "sort": "Sort"}
LEAK_STEPS = (100, 300, 600)
LEAK_SAMPLES = 20


class LeakFields(BaseModel):
    """What both networks learn, and which sequence is looked at."""

    leak_task: LeakTask = "sort"
    leak_steps: int = Field(300, ge=10, le=LEAK_STEPS[-1])
    """Of training."""
    leak_sample: int = Field(3, ge=1, le=LEAK_SAMPLES)
    leak_seed: FirstSeed = 0
    """Of weights and sequences."""
