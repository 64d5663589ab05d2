"""The settings of the page of linear collapse: the stack, the entry of W* that is looked at, both trainings."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.address.seeds import FirstSeed, Seed

FEATURES, OUTPUTS = 4, 3
"""The four measurements of the irises, and a number for each of the three species."""

SAMPLES = 6
MOST_LAYERS = 6
MOST_UNITS = 6
ALL = -1
"""As the number of shown entries of W*: all of them."""

MOST_MODES = 4
STARTS = (0.001, 0.1)
MODE_TIME = 10.0
"""How long the linear stack is trained, in time: learning rate times steps."""


class CollapseSettings(AddressRecord):
    """The page's settings."""

    hidden: tuple[Annotated[int, Field(ge=1, le=MOST_UNITS)], ...] = Field((4, 2, 4), max_length=MOST_LAYERS - 1)
    """Units of the hidden layers; one layer less than the stack has."""
    slope: float = Field(1.0, ge=0.0, le=1.0)
    """Of the activation left of zero: 0 is ReLU, 1 the identity."""
    seed: Seed = 1
    row: int = Field(0, ge=0, lt=FEATURES)
    column: int = Field(0, ge=0, lt=OUTPUTS)
    entries_shown: int = Field(ALL, ge=ALL, le=FEATURES * OUTPUTS)

    race_depth: int = Field(8, ge=1, le=12)
    race_width: int = Field(64, ge=1, le=64)
    race_learning_rate: float = Field(0.1, gt=0.0, le=10.0)
    race_seed: FirstSeed = 0
    """The first one; the others follow it."""

    modes: Literal["items", "own"] = "items"
    strengths: tuple[Annotated[float, Field(gt=0.0, le=4.0)], ...] = Field(
        (2.0, 1.0, 0.5), min_length=1, max_length=MOST_MODES
    )
    """Singular values of one's own target matrix, each a mode."""
    mode_layers: int = Field(2, ge=1, le=4)
    mode_start: float = Field(0.01, ge=STARTS[0], le=STARTS[1])
    """How strong each mode is at the beginning."""
    start: Literal["balanced", "random"] = "balanced"
    mode_learning_rate: float = Field(0.01, ge=1e-3, le=0.5)
    mode_seed: Seed = 0

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(set(self.strengths)) < len(self.strengths) or list(self.strengths) != sorted(self.strengths)[::-1]:
            raise ValueError(
                f"expected different strengths, the largest first, got {', '.join(f'{s:g}' for s in self.strengths)}; "
                "reorder them"
            )
        return self

    @property
    def widths(self) -> tuple[int, ...]:
        """Units of every layer of the stack, the input first."""
        return (FEATURES, *self.hidden, OUTPUTS)

    @property
    def layers(self) -> int:
        """Weight matrices of the stack."""
        return len(self.hidden) + 1

    def with_layers(self, layers: int) -> Self:
        """Return settings with so many weight matrices; further hidden layers are as wide as the input.

        Raises
        ------
        ValueError
            If there are fewer than 1 or more than 6.
        """
        if not 1 <= layers <= MOST_LAYERS:
            raise ValueError(f"expected 1 to {MOST_LAYERS} layers, got {layers}; choose another number")
        return self.changed(hidden=(*self.hidden, *(FEATURES,) * MOST_LAYERS)[: layers - 1])

    def with_width(self, layer: int, units: int) -> Self:
        """Return settings with another number of units in a hidden layer, counted from 0."""
        hidden = list(self.hidden)
        hidden[layer] = units
        return self.changed(hidden=tuple(hidden))
