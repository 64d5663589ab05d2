"""The settings of "Clipping" on the page "Recurrence"."""

from typing import Literal

from pydantic import BaseModel, Field

ClippingOptimizer = Literal["sgd", "adam"]
OPTIMIZERS: dict[ClippingOptimizer, str] = {"sgd": "SGD, rate 0.1", "adam": "Adam, rate 0.01"}
RATES: dict[ClippingOptimizer, float] = {"sgd": 0.1, "adam": 0.01}

SEEDS = 20
LIMITS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
"""Norms to clip at, for the slider."""


class ClippingFields(BaseModel):
    """How large the first W_hh is, where the gradient is clipped, and which of the networks is drawn."""

    clipping_gain: float = Field(1.5, ge=0.5, le=2.0)
    """The spectral radius of the first W_hh, which is orthogonal."""
    clipping_norm: float = Field(1.0, ge=0.01, le=100.0)
    """The largest norm of the gradient."""
    clipping_optimizer: ClippingOptimizer = "sgd"
    clipping_seed: int = Field(1, ge=0, lt=SEEDS)
    """Of the network that is drawn."""
