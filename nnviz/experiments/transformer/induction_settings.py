"""The settings of "Induction" on the page "Transformer"."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from nnviz.experiments.address.seeds import FirstSeed

INDUCTION_SEEDS = (1, 5, 20)
INDUCTION_HEADS = (1, 2)
INDUCTION_STEPS = (300, 500, 1000)
"""Steps of training that are offered."""

FIXED_PERIOD = 8
"""The length of every pattern, where it is the same in all sequences."""


def _seeds(seeds: int) -> int:
    if seeds not in INDUCTION_SEEDS:
        raise ValueError(f"expected one of {', '.join(map(str, INDUCTION_SEEDS))} seeds, got {seeds}")
    return seeds


class InductionFields(BaseModel):
    """Which patterns are read, how many networks of each kind learn them, and whose attention is shown."""

    induction_fixed: bool = False
    """Whether all patterns have one length, so that position alone tells where to look."""
    induction_heads: int = Field(1, ge=1, le=2)
    induction_seeds: Annotated[int, AfterValidator(_seeds)] = Field(20, ge=1, le=20)
    induction_steps: int = Field(500, ge=10, le=1000)
    induction_seed: FirstSeed = 0
    """Of the sequences, and of the first of the networks."""
    induction_shown: int = Field(1, ge=1, le=20)
    """Whose attention is shown; beyond the last stands for the last."""
