"""What the page of gradient descent shows: the bowl and its walkers, batches, the slice of a loss, the stop rules."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, field_validator

from nnviz.engine import OPTIMIZERS, Array
from nnviz.experiments.address.codecs import number_text, one_of
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord, OldKeys
from nnviz.experiments.gradient_descent.bowl import Bowl, iris_bowl, own_bowl
from nnviz.experiments.gradient_descent.walkers import STEPS, Walker

MOST = 4
"""Walkers on one bowl."""

START_LIMIT = 3.0
"""How far from the lowest point a start may be, along each axis."""

CURVATURES = (0.1, 100.0)
RATES = (1e-4, 10.0)

SETS = {
    "three rates": ("sgd:0.01", "sgd:0.1", "sgd:0.19"),
    "four optimizers": ("sgd:0.05", "momentum:0.05", "nesterov:0.05", "adam:0.3"),
    "adaptive": ("sgd:0.1", "adagrad:0.6", "rmsprop:0.1", "adam:0.3"),
}
"""Walkers that are worth a comparison, by name."""


class DescentSettings(AddressRecord):
    """The page's settings. A walker is written as optimizer and rate: ``sgd:0.1``."""

    bowl: Literal["own", "iris", "raw"] = "own"
    curvature1: float = Field(1.0, ge=CURVATURES[0], le=CURVATURES[1])
    curvature2: float = Field(10.0, ge=CURVATURES[0], le=CURVATURES[1])
    tilt: float = Field(0.0, ge=-90.0, le=90.0)
    x: float = Field(-2.4, ge=-START_LIMIT, le=START_LIMIT)
    y: float = Field(1.6, ge=-START_LIMIT, le=START_LIMIT)
    walkers: tuple[str, ...] = Field(SETS["three rates"], min_length=1, max_length=MOST)
    step: int = Field(8, ge=0, le=STEPS)
    batch_size: Annotated[int, OldKeys("batch")] = Field(4, ge=1, le=100)
    w1: float = Field(-1.5, ge=-START_LIMIT, le=START_LIMIT)
    w2: float = Field(1.5, ge=-START_LIMIT, le=START_LIMIT)
    decay_learning_rate: Annotated[float, OldKeys("decay_rate")] = Field(1.0, ge=0.1, le=3.0)
    decay_batch_size: Annotated[int, OldKeys("decay_batch")] = Field(4, ge=1, le=100)
    data: Literal["circle", "xor", "iris", "digits"] = "circle"
    slice: Literal["gradient", "weights"] = "gradient"
    first: int = Field(0, ge=0)
    second: int = Field(1, ge=0)
    at: int = Field(20, ge=0, le=80)
    run: Literal["creeps", "steady", "by heart", "runs away"] = "by heart"
    monitor: Annotated[Literal["train", "test"], OldKeys("watch")] = "test"
    target_loss: Annotated[float, OldKeys("target")] = Field(0.3, ge=0.0, le=1.0)
    patience: int = Field(20, ge=1, le=200)
    min_delta: Annotated[float, OldKeys("improvement")] = Field(1e-3, ge=0.0, le=0.1)
    max_epochs: Annotated[int, OldKeys("budget")] = Field(250, ge=1, le=300)

    @field_validator("walkers")
    @classmethod
    def _readable(cls, walkers: tuple[str, ...]) -> tuple[str, ...]:
        for written in walkers:
            read_walker(written)
        return walkers

    @property
    def parsed_walkers(self) -> tuple[Walker, ...]:
        """The walkers."""
        return tuple(read_walker(written) for written in self.walkers)

    @property
    def chosen_bowl(self) -> Bowl:
        """The bowl they walk on."""
        if self.bowl == "own":
            return own_bowl(self.curvature1, self.curvature2, self.tilt)
        return iris_bowl(self.bowl == "iris")

    @property
    def start(self) -> Array:
        """Where they start, shape (2,): (x, y) away from the lowest point."""
        start: Array = self.chosen_bowl.lowest + np.array([self.x, self.y])
        return start


def read_walker(written: str) -> Walker:
    """Return the walker that is written as ``optimizer:rate``.

    Raises
    ------
    ValueError
        If the optimizer is unknown or the rate is no number in the range.
    """
    name, _, value = written.partition(":")
    one_of(name, OPTIMIZERS)
    low, high = RATES
    try:
        rate = float(value)
    except ValueError:
        raise ValueError(f"expected a rate behind {name}:, got '{echo(value)}'; such as {name}:0.1") from None
    if not low <= rate <= high:
        raise ValueError(
            f"expected a rate from {number_text(low)} to {number_text(high)}, got {echo(value)}; such as {name}:0.1"
        )
    return Walker(name, rate)
