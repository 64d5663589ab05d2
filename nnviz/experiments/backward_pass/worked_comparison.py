"""The worked example from the literature beside our own pass, digit by digit."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Network, walk
from nnviz.experiments.backward_pass.along_a_line import updated
from nnviz.experiments.backward_pass.example import BackwardExample, backward_example
from nnviz.experiments.backward_pass.mistakes import mistaken_pass
from nnviz.experiments.backward_pass.settings import BackwardSettings
from nnviz.experiments.backward_pass.worked_example import PUBLISHED_NUMBERS, RATE, PublishedNumber


@dataclass(frozen=True)
class ComparedNumber:
    """One number of the article and ours.

    Attributes
    ----------
    published : PublishedNumber
    value : float
    """

    published: PublishedNumber
    value: float

    @property
    def agrees(self) -> bool:
        """Whether every printed digit is right: ours is within one unit of the last one (the article cuts some off)."""
        return abs(self.value - float(self.published.value)) < 10.0**-self.published.decimals


def worked() -> BackwardExample:
    """Return the example's pass."""
    return backward_example(BackwardSettings(source="worked"))


def compare_numbers() -> tuple[ComparedNumber, ...]:
    """Compute every number that the article prints."""
    example = worked()
    after = updated(example, RATE, biases=False)
    views = [view for part in (example.trace, example.gradients) for view in walk(part)]
    values = {view.path: view.value for view in views} | {"loss.L": example.outcome.L}
    values |= {f"after.{view.path}": view.value for view in walk(after.forward(example.X))}
    return tuple(ComparedNumber(entry, float(values[entry.path][entry.index])) for entry in PUBLISHED_NUMBERS)


def error_after(too_early: bool = False) -> float:
    """Return the error after one update at rate 0.5, biases left alone.

    Parameters
    ----------
    too_early : bool
        Update the output layer first and send the gradient back through its new weights: a mistake.
    """
    example = worked()
    after = updated(example, RATE, biases=False)
    if too_early:
        found = mistaken_pass(example, ("order",), layer=2, rate=RATE)
        gradient = np.concatenate([part.ravel() for pair in zip(found.dW, found.db, strict=True) for part in pair])
        weights = example.network.penalised
        after = example.network.with_theta(example.network.theta - RATE * gradient * weights)
    return _error(example, after)


def _error(example: BackwardExample, network: Network) -> float:
    return float(example.loss.forward(network.forward(example.X).A, example.Y).L)
