"""What decides how a gradient travels through a deep network: its data, depth, width, bend, first weights, training."""

from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from nnviz.engine import ACTIVATIONS, SEED_LIMIT
from nnviz.experiments.address.page_settings import PageSettings
from nnviz.experiments.run.choice import canonical, name_of

MOST_LAYERS = 50
MOST_UNITS = 128
OFFERED = tuple(name for name in ACTIVATIONS if name != "prelu")
"""Activations of a deep stack. PReLU, whose slope is learned, is a layer of its own and stays in the Playground."""

Data = Literal["digits", "pixels", "circle", "random"]
DATA_TITLES: dict[Data, str] = {
    "digits": "digits, standardized",
    "pixels": "digits, pixels 0 to 1",
    "circle": "circle, 2 features",
    "random": "random numbers",
}


class DepthSettings(PageSettings):
    """A deep network of equal hidden layers, and how it is trained.

    ``activation``, ``initializer`` and ``optimizer`` are choices: a name, or a name with parameters (`choice`).
    """

    data: Data = "digits"
    activation: str = "sigmoid"
    initializer: str = "glorot_uniform"
    scale: float = Field(1.0, ge=0.0, le=1000.0, allow_inf_nan=False)
    """What every weight is multiplied by after it was drawn."""
    bias: float = Field(0.0, ge=0.0, le=10.0, allow_inf_nan=False)
    """The standard deviation of the first biases."""
    depth: int = Field(10, ge=1, le=MOST_LAYERS)
    """Hidden layers; the output layer comes on top."""
    width: int = Field(32, ge=1, le=MOST_UNITS)
    optimizer: str = "sgd"
    learning_rate: float = Field(0.1, gt=0.0, le=100.0, allow_inf_nan=False)
    clip_norm: float | None = Field(None, gt=0.0, le=1e6, allow_inf_nan=False)
    batch_size: int = Field(32, ge=1, le=200)
    steps: int = Field(200, ge=10, le=2000)
    """How long training goes on."""
    seed: int = Field(0, ge=0, lt=SEED_LIMIT)
    """Of the weights and of the order of the batches."""

    @field_validator("activation", "initializer", "optimizer")
    @classmethod
    def _canonical(cls, text: str, info: Any) -> str:
        return canonical(info.field_name, text)

    @model_validator(mode="after")
    def _bends_elementwise(self) -> Self:
        if name_of(self.activation) not in OFFERED:
            raise ValueError(f"expected one of {', '.join(OFFERED)} as activation, got {name_of(self.activation)!r}")
        return self
