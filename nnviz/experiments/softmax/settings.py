"""What the page of softmax shows: whose logits, which target, what is added and divided."""

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord, OldKeys

LIMIT = 20.0
"""Logits go from minus this to this."""

DEFAULT_CLASS_NAMES = ("cat", "dog", "bird", "fish", "frog", "horse", "mouse", "owl", "snake", "whale")
DEFAULT_LOGITS = (2.0, 1.0, 0.1, -1.0, -0.5, 0.5, -2.0, 1.5, -1.5, 0.0)
STEPS_PER_DECADE = 20
"""Steps of the temperature's slider for a factor of ten."""


class SoftmaxSettings(AddressRecord):
    """The page's settings.

    ``z`` may be empty: then the logits are those of the chosen sample, or the usual ones for own classes.
    """

    source: Literal["own", "iris", "digits"] = "own"
    class_names: Annotated[tuple[str, ...], OldKeys("names")] = Field(
        DEFAULT_CLASS_NAMES[:3], min_length=2, max_length=len(DEFAULT_CLASS_NAMES)
    )
    sample: int = Field(0, ge=0)
    z: tuple[float, ...] = ()
    target: int = Field(0, ge=0, lt=len(DEFAULT_CLASS_NAMES))
    temperature_step: Annotated[int, OldKeys("heat")] = Field(0, ge=-STEPS_PER_DECADE, le=STEPS_PER_DECADE)
    shift: float = Field(0.0, ge=-LIMIT, le=LIMIT)
    overflow: float = Field(1000.0, ge=0.0, le=1000.0)

    @field_validator("class_names")
    @classmethod
    def _short(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if not name.strip() or len(name) > 16 or not name.isprintable():
                raise ValueError(f"expected names of 1 to 16 letters, got '{echo(name)}'; write another one")
        if len(set(names)) < len(names):
            raise ValueError(f"expected every class once, got '{echo(', '.join(names))}'; rename one")
        return names

    @model_validator(mode="after")
    def _fits(self) -> Self:
        n = self.n_classes
        if self.z and len(self.z) != n:
            raise ValueError(f"expected {n} logits, one per class, got {len(self.z)}; give one for each class")
        if any(not abs(value) <= LIMIT for value in self.z):
            raise ValueError(f"expected logits from {-LIMIT:g} to {LIMIT:g}, got {echo(self.z)}; move them back")
        if self.target >= n:
            raise ValueError(f"expected a target from 0 to {n - 1}, got {self.target}; choose one of the classes")
        return self

    @property
    def n_classes(self) -> int:
        """How many classes there are."""
        return {"own": len(self.class_names), "iris": 3, "digits": 10}[self.source]

    @property
    def temperature(self) -> float:
        """What the logits are divided by: 0.1 to 10."""
        return float(10.0 ** (self.temperature_step / STEPS_PER_DECADE))

    def with_n_classes(self, n: int) -> Self:
        """Return settings with n classes of one's own; names and logits that are there stay.

        Raises
        ------
        ValueError
            If n is not 2 to 10.
        """
        spare = [name for name in DEFAULT_CLASS_NAMES if name not in self.class_names]
        names = (*self.class_names, *spare)[:n]
        z = (*self.z, *DEFAULT_LOGITS[len(self.z) :])[:n] if self.z else ()
        return self.changed(class_names=names, z=z, target=min(self.target, n - 1))
