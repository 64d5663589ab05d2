"""The settings of "Gradient" on the page "Recurrence"."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import Seed

GradientKind = Literal["linear", "tanh", "gru", "lstm"]
GRADIENT_KINDS: dict[GradientKind, str] = {"linear": "linear", "tanh": "tanh", "gru": "GRU", "lstm": "LSTM"}
GradientStart = Literal["orthogonal", "gaussian"]


class GradientFields(BaseModel):
    """A layer at its start, and over how many steps the gradient goes back."""

    gradient_cell: GradientKind = "tanh"
    gradient_steps: int = Field(50, ge=2, le=100)
    """Over which the gradient goes back."""
    gradient_radius: float = Field(1.1, ge=0.1, le=3.0)
    """The spectral radius of W_hh, about; of a Gaussian W_hh that of many units."""
    gradient_start: GradientStart = "orthogonal"
    gradient_bias: float = Field(1.0, ge=-2.0, le=6.0)
    """First bias of the gate that keeps, of GRU and LSTM."""
    gradient_units: int = Field(32, ge=2, le=128)
    gradient_seed: Seed = 0
