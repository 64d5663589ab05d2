"""Gradient descent on a quadratic loss from one start: several optimizers and rates, with the engine's own steps."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Optimizer, optimizer
from nnviz.engine.optimizers.gradient_descent import SGD, Momentum, Nesterov
from nnviz.experiments.gradient_descent.quadratic import QuadraticLoss

STEPS = 60


@dataclass(frozen=True)
class TunedOptimizer:
    """An optimizer with its default hyperparameters, and a learning rate."""

    name: str
    rate: float

    @property
    def rule(self) -> Optimizer:
        """The engine's optimizer."""
        return optimizer(self.name)


@dataclass(frozen=True, eq=False)
class DescentPath:
    """The path of one optimizer; row t of every array belongs to step t.

    Attributes
    ----------
    optimizer : TunedOptimizer
    theta : ndarray, shape (T + 1, 2)
        The parameters before step t; row 0 is the start.
    excess : ndarray, shape (T + 1,)
        The loss there, less the smallest.
    g : ndarray, shape (T + 1, 2)
        The gradient there.
    memory : dict of ndarray, shape (T + 1, 2)
        The optimizer's state after g: ``v``, ``s``, ``u``, as far as it has them.
    move : ndarray, shape (T + 1, 2)
        The update of step t: theta[t + 1] - theta[t].
    """

    optimizer: TunedOptimizer
    theta: Array
    excess: Array
    g: Array
    memory: dict[str, Array]
    move: Array

    @property
    def converged(self) -> bool:
        """Whether less than a thousandth of the loss above the smallest is left at the end."""
        return bool(self.excess[-1] <= 1e-3 * self.excess[0])


def descend(bowl: QuadraticLoss, tuned: TunedOptimizer, start: Array, steps: int = STEPS) -> DescentPath:
    """Minimize a quadratic loss by gradient descent.

    Parameters
    ----------
    bowl : QuadraticLoss
    tuned : TunedOptimizer
    start : ndarray, shape (2,)
    steps : int
        T.
    """
    rule = tuned.rule
    theta, memory = np.array(start, np.float64), rule.start(np.asarray(start, np.float64))
    rows, memories = [], []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps + 1):
            g = bowl.gradient(theta)
            after, memory = rule.step(theta, g, memory, tuned.rate)
            rows.append((theta, g, after - theta))
            memories.append(memory.vectors)
            theta = after
        thetas, gs, moves = (np.array(column) for column in zip(*rows, strict=True))
        kept = {name: np.array([vectors[name] for vectors in memories]) for name in memories[0]}
        return DescentPath(tuned, thetas, bowl.excess(thetas), gs, kept, moves)


def contraction_factor(tuned: TunedOptimizer, curvature: float) -> float | None:
    """Return the asymptotic factor per step of the distance from the minimum, in a direction of this curvature.

    One step of SGD, momentum or Nesterov multiplies (distance, velocity) by a fixed matrix; this is the size of its
    largest eigenvalue. For SGD it is |1 - rate * curvature|. Optimizers that divide by the size of the gradients have
    no such matrix: None.
    """
    matrix = _matrix(tuned, curvature)
    return None if matrix is None else float(np.abs(np.linalg.eigvals(matrix)).max())


def _matrix(tuned: TunedOptimizer, curvature: float) -> Array | None:
    rule, step = tuned.rule, tuned.rate * curvature
    if isinstance(rule, SGD):
        return np.array([[1.0 - step]])
    if isinstance(rule, Momentum):
        mu = rule.momentum
        return np.array([[1.0 - step, -tuned.rate * mu], [curvature, mu]])
    if isinstance(rule, Nesterov):
        mu = rule.momentum
        return np.array([[1.0 - step * (1.0 + mu), -tuned.rate * mu * mu], [curvature, mu]])
    return None


def stability_limit(name: str, curvature: float) -> float | None:
    """Return the rate past which an optimizer diverges for this largest curvature; None where there is none.

    SGD: 2 / curvature. Momentum: 2 (1 + mu) / curvature (both in Goh 2017). Nesterov, in the engine's form:
    2 (1 + mu) / ((1 + 2 mu) curvature).
    """
    rule = optimizer(name)
    if isinstance(rule, SGD):
        return 2.0 / curvature
    if isinstance(rule, Momentum):
        return 2.0 * (1.0 + rule.momentum) / curvature
    if isinstance(rule, Nesterov):
        return 2.0 * (1.0 + rule.momentum) / ((1.0 + 2.0 * rule.momentum) * curvature)
    return None


def convergence(bowl: QuadraticLoss, path: DescentPath) -> str:
    """Classify the descent: 'diverges', 'never converges', 'damped oscillation', 'converges', 'slow' or 'under way'.

    The first two follow from `contraction_factor` and are exact; the others say how near the minimum the path ends.
    """
    found = [contraction_factor(path.optimizer, float(c)) for c in bowl.curvatures]
    known = [f for f in found if f is not None]
    if known and max(known) > 1.0 + 1e-12:
        return "diverges"
    if known and max(known) > 1.0 - 1e-12:
        return "never converges"
    if isinstance(path.optimizer.rule, SGD) and path.optimizer.rate * float(bowl.curvatures[-1]) > 1.0:
        return "damped oscillation"
    if path.converged:
        return "converges"
    return "slow" if path.excess[-1] > 0.03 * path.excess[0] else "under way"


def map_reach(bowl: QuadraticLoss, paths: Sequence[DescentPath], least: float = 3.0, most: float = 6.0) -> float:
    """Return how far from the minimum a map must reach to hold all paths that do not diverge.

    It grows in whole units, so that the map stays as it is while a start or a rate is dragged a little.

    Parameters
    ----------
    bowl : QuadraticLoss
    paths : sequence of DescentPath
    least, most : float
        Between which it lies, along each axis.
    """
    held = [path for path in paths if convergence(bowl, path) not in ("diverges", "never converges")]
    farthest = max((float(np.abs(path.theta - bowl.minimum).max()) for path in held), default=0.0)
    return float(np.clip(np.ceil(farthest + 0.05), least, most))


@dataclass(frozen=True, eq=False)
class Sweep:
    """What is left after T steps, for many rates at once.

    Attributes
    ----------
    name : str
        The optimizer's.
    rates, excess : ndarray, shape (R,)
    stability_limit : float or None
        The rate past which it diverges.
    """

    name: str
    rates: Array
    excess: Array
    stability_limit: float | None


def sweep(bowl: QuadraticLoss, name: str, start: Array, rates: Array, steps: int = STEPS) -> Sweep:
    """Descend with R learning rates in lockstep, as one array of shape (R, 2)."""
    rule = optimizer(name)
    theta = np.tile(np.asarray(start, np.float64), (len(rates), 1))
    memory = rule.start(theta)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            theta, memory = rule.step(theta, bowl.gradient(theta), memory, rates[:, None])
        excess = bowl.excess(theta)
    return Sweep(name, rates, excess, stability_limit(name, float(bowl.curvatures[-1])))
