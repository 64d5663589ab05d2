"""The settings of "Scaling" on the page "Attention"."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from nnviz.experiments.address.seeds import Seed

SCALING_WIDTHS = (4, 8, 16, 32, 64, 128, 256)
TRAINED_WIDTHS = (16, 64)
SCALING_QUERIES = 20
"""Whose weights can be looked at."""


def _width(width: int) -> int:
    if width not in SCALING_WIDTHS:
        raise ValueError(f"expected scaling_width as one of {', '.join(map(str, SCALING_WIDTHS))}, got {width}")
    return width


def _trained(width: int) -> int:
    if width not in TRAINED_WIDTHS:
        raise ValueError(f"expected scaling_trained as one of {', '.join(map(str, TRAINED_WIDTHS))}, got {width}")
    return width


class ScalingFields(BaseModel):
    """How long queries and keys are, whose weights are looked at, and what is trained."""

    scaling_width: Annotated[int, AfterValidator(_width)] = Field(64, ge=4, le=256)
    """d, the features of a query and a key."""
    scaling_seed: Seed = 0
    scaling_query: int = Field(1, ge=1, le=SCALING_QUERIES)
    scaling_trained: Annotated[int, AfterValidator(_trained)] = Field(64, ge=16, le=64)
    """d of the two networks that are trained."""
