"""What the page of the backward pass shows: which network on which samples, which line, which nudge, which mistakes."""

from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator

from nnviz.engine import ACTIVATIONS, activation
from nnviz.experiments.address.codecs import one_of
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord, OldKeys
from nnviz.experiments.address.seeds import Seed

Source = Literal["iris", "digits", "circle", "typed", "worked"]

MAX_SAMPLES = 6
MAX_UNITS = 6
MAX_NUDGE = 2.0
"""A parameter is nudged from minus this to this."""

MAX_LEARNING_RATE = 4.0
"""The update's learning rate goes from 0 to this."""

MistakeName = Literal["slope", "mean", "transpose_W", "transpose_X", "mask", "order", "skip"]

MISTAKE_NAMES: tuple[MistakeName, ...] = get_args(MistakeName)


class BackwardSettings(AddressRecord):
    """The page's settings.

    ``worked`` is the worked example from the literature: its own network, samples and loss. For ``typed`` the loss is
    the squared error. ``line`` counts the lines of the backward pass from the top, ``parameter`` those of the network
    in the order of theta; -1 is the one with the largest gradient.
    """

    source: Source = "iris"
    hidden: tuple[int, ...] = Field((3,), min_length=1, max_length=3)
    activation: Annotated[str, OldKeys("bend")] = "relu"
    loss: Literal["cross_entropy", "squared_error"] = "cross_entropy"
    samples: int = Field(4, ge=1, le=MAX_SAMPLES)
    seed: Seed = 5
    typed_x: str = Field("1 2; -1 0.5; 0 -2", max_length=400)
    typed_y: str = Field("1 0; 0 1; 0 0", max_length=400)
    line: int = Field(0, ge=0, le=30)
    parameter: int = Field(-1, ge=-1)
    nudge: float = Field(0.5, ge=-MAX_NUDGE, le=MAX_NUDGE)
    learning_rate: Annotated[float, OldKeys("rate")] = Field(0.5, ge=0.0, le=MAX_LEARNING_RATE)
    biases: bool = True
    mistakes: tuple[MistakeName, ...] = ()
    mistake_layer: Annotated[int, OldKeys("in_layer")] = Field(1, ge=1, le=4)

    @field_validator("hidden")
    @classmethod
    def _small(cls, hidden: tuple[int, ...]) -> tuple[int, ...]:
        if not all(1 <= units <= MAX_UNITS for units in hidden):
            raise ValueError(f"expected 1 to {MAX_UNITS} units in a hidden layer, got {echo(hidden)}; choose fewer")
        return hidden

    @field_validator("activation")
    @classmethod
    def _known(cls, name: str) -> str:
        if activation(one_of(name, ACTIVATIONS)).learned:
            raise ValueError(f"expected an activation without learned parameters, got {name}; try relu")
        return name

    @field_validator("mistakes")
    @classmethod
    def _once(cls, mistakes: tuple[MistakeName, ...]) -> tuple[MistakeName, ...]:
        return tuple(name for name in MISTAKE_NAMES if name in mistakes)

    @property
    def example(self) -> tuple[object, ...]:
        """Only what decides about the network and its samples; two settings that agree in it share all gradients."""
        if self.source == "worked":
            return ("worked",)
        network = (self.source, self.hidden, self.activation, self.seed)
        if self.source == "typed":
            return (*network, self.typed_x, self.typed_y)
        return (*network, self.loss, self.samples)
