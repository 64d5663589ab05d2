"""How the contestants stand at one moment: losses, accuracies, gradients and idle units, of every seed."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.engine import HEADS, Array, Network
from nnviz.engine.metrics import norm, unit_slopes
from nnviz.experiments.activation_race.running import Contestant, Race, next_record
from nnviz.experiments.run.columns import network_columns
from nnviz.experiments.run.preparation import Part

MAX_NUMBERS = 20_000
"""Numbers of one layer's output that are computed at a time, so that they stay in the processor's cache."""

QUARTILES = (0.25, 0.5, 0.75)
"""The lower edge, the middle and the upper edge of a band: half of the seeds lie between the edges."""


@dataclass(frozen=True, eq=False)
class Standing:
    """Every number by which contestants are compared; K contestants, R seeds.

    Attributes
    ----------
    step : int
    epoch : float
    train_loss, test_loss : ndarray, shape (K, R)
        Infinite where a network's numbers are no longer finite.
    train_accuracy, test_accuracy : ndarray, shape (K, R)
        Share of right answers; 0 where a network's numbers are no longer finite.
    gradients : tuple of ndarray, shape (R, n_dense)
        Of each contestant: the length of every layer's dW in the last step (before the first: in the one to come).
    dead : tuple of ndarray, shape (R, n_hidden)
        Share of the units whose slope is zero on every training sample.
    flat : tuple of ndarray, shape (R, n_hidden)
        Share of units x training samples whose slope is below 5 % of the activation's largest.
    """

    step: int
    epoch: float
    train_loss: Array
    test_loss: Array
    train_accuracy: Array
    test_accuracy: Array
    gradients: tuple[Array, ...]
    dead: tuple[Array, ...]
    flat: tuple[Array, ...]

    def values(self, criterion: str) -> Array:
        """Return the quantity by which the winner is found, shape (K, R)."""
        found: Array = getattr(self, criterion)
        return found

    def solved(self, threshold: float) -> Array:
        """Return how many seeds of each contestant have at least this test accuracy, shape (K,)."""
        count: Array = (self.test_accuracy >= threshold - 1e-12).sum(-1)
        return count

    @property
    def diverged(self) -> Array:
        """How many seeds of each contestant have a loss that is not finite, shape (K,)."""
        count: Array = (~np.isfinite(self.train_loss)).sum(-1)
        return count


def measure_standing(race: Race) -> Standing:
    """Judge all contestants on the training and on the test part.

    Parameters
    ----------
    race : Race
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        judged = [_measure_contestant(race, contestant) for contestant in race.contestants]
        gradients = tuple(_gradients(race, contestant) for contestant in race.contestants)
    train_loss, test_loss, train_accuracy, test_accuracy = (np.stack([row[i] for row in judged]) for i in range(4))
    dead, flat = (tuple(row[i] for row in judged) for i in (4, 5))
    return Standing(race.step, race.epoch, train_loss, test_loss, train_accuracy, test_accuracy, gradients, dead, flat)


def _measure_contestant(race: Race, contestant: Contestant) -> tuple[Array, ...]:
    """Return train loss, test loss, train and test accuracy (R,), dead and flat units (R, n_hidden)."""
    network, train, test = contestant.state.network, race.data.train, race.data.test
    widest = max(part.units for part in contestant.settings.hidden)
    at_once = max(1, MAX_NUMBERS // (max(len(train.X), len(test.X)) * widest))
    theta = network.theta
    pieces = []
    for first in range(0, len(theta), at_once):
        some = network if at_once >= len(theta) else network.with_theta(theta[first : first + at_once])
        train_loss, train_accuracy, dead, flat = _evaluate(contestant, some, train, True)
        test_loss, test_accuracy, *_ = _evaluate(contestant, some, test, False)
        pieces.append((train_loss, test_loss, train_accuracy, test_accuracy, dead, flat))
    return tuple(np.concatenate(column) for column in zip(*pieces, strict=True))


def _evaluate(contestant: Contestant, network: Network, part: Part, slopes: bool) -> tuple[Array, ...]:
    loss = contestant.state.rules.loss
    head = HEADS[contestant.settings.head_name]
    trace = network.forward(part.X)
    L = loss.forward(trace.A, part.Y).L
    decided = head.decide(head.output(trace.A, loss))
    fine = np.isfinite(L)
    accuracy = np.where(fine, (decided == part.labels).mean(-1), 0.0)
    idle = _idle(trace, network) if slopes else ()
    return np.where(fine, L, np.inf), accuracy, *idle


def _idle(trace: Any, network: Network) -> tuple[Array, Array]:
    """Return the shares of dead units and of flat units x samples of every hidden layer, shapes (R, n_hidden)."""
    dead, flat = [], []
    for column in network_columns(network)[:-1]:
        layer: Any = network.layers[column.layer]
        slope = np.abs(unit_slopes(trace, network, column.layer))
        slope = np.broadcast_to(slope, trace.layers[column.layer].Z.shape)
        dead.append((slope == 0.0).all(-2).mean(-1))
        flat.append((slope < layer.activation.flat_below).mean((-2, -1)))
    return np.stack(dead, -1), np.stack(flat, -1)


def _gradients(race: Race, contestant: Contestant) -> Array:
    record = contestant.last or next_record(race, contestant)
    layers: list[Any] = [record.gradients.layers[column.layer] for column in network_columns(record.before.network)]
    return np.stack([norm(layer.dW) for layer in layers], -1)


def quartiles(values: Array, axis: int = -1) -> Array:
    """Return the lower quartile, the median and the upper quartile along an axis; they stand on a new last axis.

    Parameters
    ----------
    values : ndarray
        May hold infinity, which counts as larger than every number; NaN counts as infinity.
    axis : int
    """
    ranked = np.sort(np.where(np.isnan(values), np.inf, values), axis=axis)
    ranked = np.moveaxis(ranked, axis, -1)
    place = np.array(QUARTILES) * (ranked.shape[-1] - 1)
    below = place.astype(np.intp)
    share = place - below
    low, high = ranked[..., below], ranked[..., np.minimum(below + 1, ranked.shape[-1] - 1)]
    with np.errstate(invalid="ignore"):
        between = np.where(low == high, low, low + share * (high - low))
    return np.where(share == 0.0, low, between)


__all__ = ["Standing", "measure_standing", "quartiles"]
