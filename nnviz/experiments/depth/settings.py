"""The settings of a deep network: data, depth, width, activation, initialization, training."""

from math import inf
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from nnviz.engine import ACTIVATIONS
from nnviz.experiments.address.codecs import one_of
from nnviz.experiments.address.record import AddressRecord, OldKeys
from nnviz.experiments.address.seeds import FirstSeed
from nnviz.experiments.run.choice import ActivationChoice, InitializerChoice, OptimizerChoice, activation_of, name_of

MOST_LAYERS = 50
MOST_UNITS = 128
OFFERED = tuple(name for name in ACTIVATIONS if name != "prelu")
"""Activations of a deep stack. PReLU, whose slope is learned, is a layer of its own and stays in the Playground."""


def _elementwise(choice: str) -> str:
    one_of(name_of(choice), OFFERED)
    return choice


ElementwiseActivation = Annotated[ActivationChoice, AfterValidator(_elementwise)]
"""The type of a setting that holds an activation of `OFFERED`, with its parameters."""

Data = Literal["digits", "pixels", "circle", "random"]
DATA_TITLES: dict[Data, str] = {
    "digits": "digits, standardized",
    "pixels": "digits, pixels 0 to 1",
    "circle": "circle, 2 features",
    "random": "random numbers",
}


class DepthSettings(AddressRecord):
    """A deep network of equal hidden layers, and how it is trained.

    ``activation``, ``initializer`` and ``optimizer`` are choices: a name, or a name with parameters (`choice`).
    """

    data: Data = "digits"
    activation: ElementwiseActivation = "sigmoid"
    initializer: InitializerChoice = "glorot_uniform"
    weight_scale: Annotated[float, OldKeys("scale")] = Field(1.0, ge=0.0, le=1000.0)
    """What every weight is multiplied by after it was drawn."""
    bias_scale: Annotated[float, OldKeys("bias")] = Field(0.0, ge=0.0, le=10.0)
    """The standard deviation of the first biases."""
    depth: int = Field(10, ge=1, le=MOST_LAYERS)
    """Hidden layers; the output layer comes on top."""
    width: int = Field(32, ge=1, le=MOST_UNITS)
    optimizer: OptimizerChoice = "sgd"
    learning_rate: float = Field(0.1, gt=0.0, le=100.0)
    clip_norm: float | None = Field(None, gt=0.0, le=1e6)
    batch_size: int = Field(32, ge=1, le=200)
    steps: int = Field(200, ge=10, le=2000)
    """How long training goes on."""
    seed: FirstSeed = 0
    """Of the weights and of the order of the batches."""
    residual: bool = False
    """Whether hidden layers from the second on add their input to what they compute: all of these are equally wide."""

    @property
    def reach(self) -> tuple[float, float]:
        """Between which numbers the output of a hidden layer lies: a sum has no bounds."""
        return (-inf, inf) if self.residual else activation_of(self.activation).range
