"""What the page of the forward pass shows: which network on which data, which sample, which step, which threshold."""

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from nnviz.datasets.matrix_text import parse_matrix
from nnviz.experiments.address.codecs import among
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord, OldKeys

HIDDEN_ACTIVATIONS = ("relu", "sigmoid", "tanh", "leaky_relu")
"""Activations of the hidden layers."""

N_FEATURES = {"pair": 64, "iris": 4, "digits": 64, "circle": 2}
MOST_LAYERS = 4
MOST_UNITS = 8
LIMIT = 100.0
"""Typed features go from minus this to this."""

THRESHOLD_STEPS = 100


class ForwardSettings(AddressRecord):
    """The page's settings.

    ``pair`` is the cat / not-cat task on two classes of digits. ``hidden`` holds the units of each hidden layer,
    ``typed_features`` a sample that the user typed; ``step`` counts the computed tensors from 1, and with ``all_steps``
    those behind it are shown too.
    """

    data: Literal["pair", "iris", "digits", "circle"] = "pair"
    cat: int = Field(8, ge=0, le=9)
    other: int = Field(1, ge=0, le=9)
    hidden: tuple[int, ...] = Field((4,), max_length=MOST_LAYERS - 1)
    activation: Annotated[str, among(*HIDDEN_ACTIVATIONS)] = "relu"
    trained: bool = True
    sample: int = Field(0, ge=0)
    typed_features: Annotated[tuple[float, ...], OldKeys("own")] = ()
    batch: bool = False
    step: int = Field(1, ge=0, le=2 * MOST_LAYERS)
    all_steps: Annotated[bool, OldKeys("all")] = True
    unit: int = Field(0, ge=0, le=9)
    threshold: int = Field(50, ge=0, le=THRESHOLD_STEPS)

    @field_validator("hidden")
    @classmethod
    def _small(cls, hidden: tuple[int, ...]) -> tuple[int, ...]:
        if not all(1 <= units <= MOST_UNITS for units in hidden):
            raise ValueError(
                f"expected 1 to {MOST_UNITS} units per hidden layer, got {echo(hidden)}; choose a number in this range"
            )
        return hidden

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.cat == self.other:
            raise ValueError(
                f"expected two different digits, got {self.cat} twice; choose another digit for one of them"
            )
        if self.typed_features:
            if self.data in ("pair", "digits"):
                raise ValueError(
                    f"expected no typed features for {self.data}, got {len(self.typed_features)}; choose iris or circle"
                )
            if len(self.typed_features) != N_FEATURES[self.data]:
                raise ValueError(
                    f"expected {N_FEATURES[self.data]} numbers, one per feature, got {len(self.typed_features)}; "
                    f"type {N_FEATURES[self.data]} of them"
                )
            if not all(abs(x) <= LIMIT for x in self.typed_features):
                raise ValueError(
                    f"expected features from {-LIMIT:g} to {LIMIT:g}, got a value outside; type one in this range"
                )
        return self

    @property
    def layers(self) -> int:
        """How many layers with weights there are: 1 to 4."""
        return len(self.hidden) + 1

    @property
    def cut(self) -> float:
        """The threshold as a probability."""
        return self.threshold / THRESHOLD_STEPS

    def with_layers(self, layers: int) -> Self:
        """Return settings with so many layers; the hidden ones that stay keep their units.

        Raises
        ------
        ValueError
            If there are not 1 to 4.
        """
        if not 1 <= layers <= MOST_LAYERS:
            raise ValueError(f"expected 1 to {MOST_LAYERS} layers, got {layers}; choose a number in this range")
        return self.changed(hidden=(*self.hidden, 4, 3, 3)[: layers - 1], step=1, unit=0)

    def with_typed(self, text: str) -> Self:
        """Return settings with the sample that a person typed; nothing typed means the data's own samples.

        Raises
        ------
        ValueError
            With the reason, if it cannot be read.
        """
        if not text.strip():
            return self.changed(typed_features=())
        return self.changed(typed_features=tuple(parse_matrix(text, 1, N_FEATURES[self.data])[0].tolist()))
