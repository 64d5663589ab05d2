"""The settings of one hidden layer, and how an address writes them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nnviz.engine import Hidden
from nnviz.experiments.address.codecs import number_text
from nnviz.experiments.run.choice import ActivationChoice, activation_of

MAX_HIDDEN = 12
"""Hidden layers that the Playground offers."""

NO_BIASES = "no_biases"
"""What stands behind a layer in an address whose biases are switched off."""


class HiddenSettings(BaseModel):
    """One hidden layer: units, activation (a choice), the fraction that dropout drops in training, and its biases."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    units: int = Field(4, ge=1, le=512)
    activation: ActivationChoice = "tanh"
    dropout: float = Field(0.0, ge=0.0, lt=1.0)
    biases: bool = True

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, given: Any) -> Any:
        """Read the form of an address: ``8:elu(alpha=2):0.1``, its end with dropout; a number alone is tanh.

        ``:no_biases`` at the very end switches the biases off.
        """
        if not isinstance(given, str):
            return given
        layer = given.removesuffix(f":{NO_BIASES}")
        units, _, rest = layer.partition(":")
        name, _, dropout = rest.partition(":")
        return {"units": units, "activation": name or "tanh", "dropout": dropout or 0.0, "biases": layer == given}

    @property
    def part(self) -> Hidden:
        """The layer as the engine's architecture takes it."""
        return Hidden(self.units, activation_of(self.activation), self.dropout, self.biases)

    def __str__(self) -> str:
        """Write the form of an address."""
        dropout = f":{number_text(self.dropout)}" if self.dropout else ""
        return f"{self.units}:{self.activation}{dropout}" + ("" if self.biases else f":{NO_BIASES}")
