"""The settings of the page of gradient descent: the quadratic loss, optimizers, batches, loss slice and stop rules."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, field_validator

from nnviz.engine import OPTIMIZERS, Array
from nnviz.experiments.address.codecs import number_text, one_of
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord, OldKeys, OldValues
from nnviz.experiments.gradient_descent.descent import STEPS, TunedOptimizer, stability_limit
from nnviz.experiments.gradient_descent.quadratic import QuadraticLoss, iris_quadratic, own_quadratic

MAX_OPTIMIZERS = 4
"""Optimizers side by side on one loss."""

START_LIMIT = 3.0
"""How far from the lowest point a start may be, along each axis."""

CURVATURES = (0.1, 100.0)
RATES = (1e-4, 10.0)

OPTIMIZER_SETS = {
    "three rates": ("sgd:0.01", "sgd:0.1", "sgd:0.19"),
    "four optimizers": ("sgd:0.05", "momentum:0.05", "nesterov:0.05", "adam:0.3"),
    "adaptive": ("sgd:0.1", "adagrad:0.6", "rmsprop:0.1", "adam:0.3"),
}
"""Sets of optimizers that are worth a comparison, by name."""

_OLD_RUNS = {"creeps": "slow", "by heart": "overfitting", "runs away": "diverging"}


class DescentSettings(AddressRecord):
    """The page's settings. An optimizer is written with its learning rate: ``sgd:0.1``."""

    quadratic: Annotated[Literal["own", "iris", "raw"], OldKeys("bowl")] = "own"
    curvature1: float = Field(1.0, ge=CURVATURES[0], le=CURVATURES[1])
    curvature2: float = Field(10.0, ge=CURVATURES[0], le=CURVATURES[1])
    rotation: Annotated[float, OldKeys("tilt")] = Field(0.0, ge=-90.0, le=90.0)
    x: float = Field(-2.4, ge=-START_LIMIT, le=START_LIMIT)
    y: float = Field(1.6, ge=-START_LIMIT, le=START_LIMIT)
    optimizers: Annotated[tuple[str, ...], OldKeys("walkers")] = Field(
        OPTIMIZER_SETS["three rates"], min_length=1, max_length=MAX_OPTIMIZERS
    )
    step: int = Field(8, ge=0, le=STEPS)
    batch_size: Annotated[int, OldKeys("batch")] = Field(4, ge=1, le=100)
    w1: float = Field(-1.5, ge=-START_LIMIT, le=START_LIMIT)
    w2: float = Field(1.5, ge=-START_LIMIT, le=START_LIMIT)
    decay_learning_rate: Annotated[float, OldKeys("decay_rate")] = Field(1.0, ge=0.1, le=3.0)
    decay_batch_size: Annotated[int, OldKeys("decay_batch")] = Field(4, ge=1, le=100)
    data: Literal["circle", "xor", "iris", "digits"] = "circle"
    slice: Literal["gradient", "weights"] = "gradient"
    first_parameter: Annotated[int, OldKeys("first")] = Field(0, ge=0)
    second_parameter: Annotated[int, OldKeys("second")] = Field(1, ge=0)
    epoch: Annotated[int, OldKeys("at")] = Field(20, ge=0, le=80)
    run: Annotated[Literal["slow", "steady", "overfitting", "diverging"], OldValues(_OLD_RUNS)] = "overfitting"
    monitor: Annotated[Literal["train", "test"], OldKeys("watch")] = "test"
    target_loss: Annotated[float, OldKeys("target")] = Field(0.3, ge=0.0, le=1.0)
    patience: int = Field(20, ge=1, le=200)
    min_delta: Annotated[float, OldKeys("improvement")] = Field(1e-3, ge=0.0, le=0.1)
    max_epochs: Annotated[int, OldKeys("budget")] = Field(250, ge=1, le=300)

    @field_validator("optimizers")
    @classmethod
    def _readable(cls, optimizers: tuple[str, ...]) -> tuple[str, ...]:
        for written in optimizers:
            parse_optimizer(written)
        return optimizers

    @property
    def parsed_optimizers(self) -> tuple[TunedOptimizer, ...]:
        """The optimizers, parsed."""
        return tuple(parse_optimizer(written) for written in self.optimizers)

    @property
    def quadratic_loss(self) -> QuadraticLoss:
        """The loss they minimize."""
        if self.quadratic == "own":
            return own_quadratic(self.curvature1, self.curvature2, self.rotation)
        return iris_quadratic(self.quadratic == "iris")

    @property
    def start(self) -> Array:
        """Where they start, shape (2,): (x, y) away from the lowest point."""
        start: Array = self.quadratic_loss.minimum + np.array([self.x, self.y])
        return start


def with_bowl(settings: DescentSettings, quadratic: str) -> DescentSettings:
    """Return settings with another bowl, the rates scaled with its steepest curvature.

    So a rate that is slow, quick or oscillating on one bowl is so on the other one, and the paths stay on the map.
    Optimizers that divide by the size of the gradients keep their rates: their steps do not depend on the curvature.

    Parameters
    ----------
    settings : DescentSettings
    quadratic : {'own', 'iris', 'raw'}
    """
    after = settings.changed(quadratic=quadratic)
    ratio = float(settings.quadratic_loss.curvatures[-1] / after.quadratic_loss.curvatures[-1])
    low, high = RATES
    scaled = []
    for tuned in settings.parsed_optimizers:
        known = stability_limit(tuned.name, 1.0) is not None
        rate = float(f"{np.clip(tuned.rate * ratio, low, high):.2g}") if known else tuned.rate
        scaled.append(f"{tuned.name}:{number_text(rate)}")
    return after.changed(optimizers=tuple(scaled))


def parse_optimizer(written: str) -> TunedOptimizer:
    """Return the optimizer that is written as ``name:learning_rate``.

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
        raise ValueError(f"expected a rate after {name}:, got '{echo(value)}'; write it as in {name}:0.1") from None
    if not low <= rate <= high:
        raise ValueError(
            f"expected a rate from {number_text(low)} to {number_text(high)}, got {echo(value)}; write {name}:0.1, say"
        )
    return TunedOptimizer(name, rate)
