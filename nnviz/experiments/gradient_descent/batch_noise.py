"""Mini-batch noise: gradients of many batches beside the gradient of all samples, and what decay does about it."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from nnviz.datasets import dataset
from nnviz.engine import SCHEDULES, Array, Dense, Network, Purpose, activation, generator, loss, schedule

CLASSES = (1, 2)
INPUTS = (0, 1)
"""Versicolor or virginica, by the length and the width of a sepal: 100 flowers whose classes overlap."""

N_BATCHES = 60
BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 100)
"""Batch sizes to choose from."""

STEPS = 200
LAST_STEPS = 20
"""Over so many steps at its end a schedule's loss is averaged."""

REACHED = 1e-12
"""A loss above the minimum that is below this has reached it: what is left is near rounding."""

SCHEDULE_PARAMETERS: dict[str, dict[str, float]] = {
    "constant": {},
    "step": {"every": 50, "drop": 0.5},
    "exponential": {"half_life": 40.0},
    "inverse_time": {"half_life": 20.0},
    "cosine": {"steps": STEPS},
}
"""The schedules that are compared, each with parameters that fit `STEPS` steps."""

_LOSS = loss("binary_cross_entropy")
_LINEAR = activation("identity")  # the loss takes logits, so the sigmoid is in it


@cache
def sepal_samples() -> tuple[Array, Array]:
    """Return X (100, 2), standardized, and Y (100, 1): 0 for versicolor, 1 for virginica."""
    data = dataset("iris")
    rows = np.isin(data.labels, CLASSES)
    X = data.X[rows][:, INPUTS]
    Y = (data.labels[rows] == CLASSES[1]).astype(np.float64)[:, None]
    return (X - X.mean(0)) / X.std(0), Y


def losses_at(w: Array) -> Array:
    """Return the mean loss of the neuron over all flowers; w (..., 2) gives (...)."""
    X, Y = sepal_samples()
    network = _neurons(w)
    L: Array = np.asarray(_LOSS.forward(network.forward(np.broadcast_to(X, (*w.shape[:-1], *X.shape))).A, Y).L)
    return L


def gradients_at(w: Array, X: Array, Y: Array) -> Array:
    """Return dL/dw of neurons with weights w (..., 2), each on samples of its own: X (..., N, 2), Y (..., N, 1)."""
    network = _neurons(w)
    trace = network.forward(X)
    gradients = network.backward(trace, _LOSS.backward(_LOSS.forward(trace.A, Y)), need_dX=False)
    dW: Array = gradients.layers[0].dW[..., 0]  # type: ignore[attr-defined]
    return dW


def _neurons(w: Array) -> Network:
    """Neurons with two weights each and no bias: the classes are of one size and the inputs are centred."""
    return Network((Dense(np.ascontiguousarray(w)[..., None], np.zeros((*w.shape[:-1], 1)), _LINEAR),))


@cache
def minimum() -> tuple[Array, float]:
    """Return the weights with the smallest loss, and that loss: by Newton's method with numeric curvatures."""
    X, Y = sepal_samples()
    w, h = np.zeros(2), 1e-5
    for _ in range(30):
        g = gradients_at(w, X, Y)
        H = np.stack([(gradients_at(w + d, X, Y) - gradients_at(w - d, X, Y)) / (2 * h) for d in h * np.eye(2)])
        w = w - np.linalg.solve(H, g)
    return w, float(losses_at(w))


@dataclass(frozen=True, eq=False)
class BatchGradients:
    """Gradients of many batches at one place.

    Attributes
    ----------
    w : ndarray, shape (2,)
    batch_size : int
    full : ndarray, shape (2,)
        The gradient of all samples.
    batches : ndarray, shape (M, 2)
        Those of M batches, each drawn without putting back.
    spread : float
        How far they lie from the full gradient: the root of the mean squared distance.
    expected : float
        The same over all batches there are, from the samples' own gradients: sqrt(S / B * (N - B) / (N - 1)), with S
        the mean squared distance of one sample's gradient.
    uphill : int
        How many batches point against the full gradient: a step along them makes the loss of all larger at first.
    """

    w: Array
    batch_size: int
    full: Array
    batches: Array
    spread: float
    expected: float
    uphill: int


def batch_gradients(w: Array, batch_size: int, seed: int = 0, count: int = N_BATCHES) -> BatchGradients:
    """Draw batches and compute their gradients, all in one stacked pass.

    Parameters
    ----------
    w : ndarray, shape (2,)
    batch_size : int
        1 to 100.
    seed : int
    count : int
        M.

    Raises
    ------
    ValueError
        If there are not so many samples.
    """
    X, Y = sepal_samples()
    _check(batch_size, len(X))
    rows = _draw(generator(seed, Purpose.BATCHES), (count,), len(X), batch_size)
    batches = gradients_at(np.tile(w, (count, 1)), X[rows], Y[rows])
    full = gradients_at(w, X, Y)
    spread = float(np.sqrt(((batches - full) ** 2).sum(-1).mean()))
    return BatchGradients(
        w, batch_size, full, batches, spread, expected_spread(w, batch_size), int((batches @ full < -1e-12).sum())
    )


def expected_spread(w: Array, batch_size: int) -> float:
    """Return the root of the mean squared distance of a batch's gradient, over all batches of this size."""
    X, Y = sepal_samples()
    N = len(X)
    alone = gradients_at(np.tile(w, (N, 1)), X[:, None, :], Y[:, None, :])
    S = ((alone - alone.mean(0)) ** 2).sum(-1).mean()
    return float(np.sqrt(S / batch_size * (N - batch_size) / (N - 1)))


def _draw(rng: np.random.Generator, shape: tuple[int, ...], n: int, batch_size: int) -> np.ndarray:
    """Rows of batches, shape (*shape, batch_size), each without putting back."""
    order = np.broadcast_to(np.arange(n), (*shape, n))
    return rng.permuted(order, axis=-1)[..., :batch_size]


def _check(batch_size: int, n: int) -> None:
    if not 1 <= batch_size <= n:
        raise ValueError(f"expected a batch of 1 to {n} samples, got {batch_size}; there are {n}")


def minibatch_path(w: Array, batch_size: int, rate: float, steps: int = 60, seed: int = 0) -> Array:
    """Take steps of plain gradient descent, each on a fresh batch; returns the weights, shape (steps + 1, 2)."""
    X, Y = sepal_samples()
    _check(batch_size, len(X))
    rows = _draw(generator(seed, Purpose.BATCHES, 1), (steps,), len(X), batch_size)
    path = [np.asarray(w, np.float64)]
    for k in range(steps):
        path.append(path[-1] - rate * gradients_at(path[-1], X[rows[k]], Y[rows[k]]))
    return np.array(path)


@dataclass(frozen=True, eq=False)
class ScheduleComparison:
    """The same descent under several schedules, noisy unless each batch has all flowers.

    Attributes
    ----------
    names : tuple of str
        Of the schedules.
    rates : ndarray, shape (K, T)
        Their learning rates at each step.
    excess : ndarray, shape (K, T + 1)
        The loss of all samples above the smallest, averaged over the runs; not negative.
    runs : int
        Runs with batches of their own; the same batches for every schedule.
    noisy : bool
        Whether a batch is less than all flowers.
    """

    names: tuple[str, ...]
    rates: Array
    excess: Array
    runs: int
    noisy: bool

    @property
    def ends(self) -> Array:
        """The mean of each schedule's last `LAST_STEPS` losses above the minimum, shape (K,); 0 below `REACHED`."""
        ends = self.excess[:, -LAST_STEPS:].mean(1)
        return np.where(ends < REACHED, 0.0, ends)


def compare_schedules(rate: float, batch_size: int, runs: int = 12, seed: int = 0) -> ScheduleComparison:
    """Train under all schedules and with all batches in lockstep: one stack of (runs, schedules) neurons.

    Parameters
    ----------
    rate : float
        The first one; the schedules multiply it.
    batch_size : int
    runs : int
    seed : int
    """
    X, Y = sepal_samples()
    _check(batch_size, len(X))
    rows = _draw(generator(seed, Purpose.BATCHES, 2), (STEPS, runs), len(X), batch_size)
    factors = np.array(
        [[schedule(name, **SCHEDULE_PARAMETERS[name]).factor(t) for t in range(STEPS)] for name in SCHEDULE_PARAMETERS]
    )
    w, path = np.tile([-1.5, 1.5], (runs, len(SCHEDULE_PARAMETERS), 1)), []
    for t in range(STEPS):
        path.append(w)
        batch = rows[t][:, None, :]
        shape = (runs, len(SCHEDULE_PARAMETERS), batch_size)
        at = np.broadcast_to(batch, shape)
        w = w - rate * factors[:, t, None] * gradients_at(w, X[at], Y[at])
    path.append(w)
    excess = np.maximum(losses_along(np.array(path)) - minimum()[1], 0.0)  # rounding may go below
    return ScheduleComparison(tuple(SCHEDULE_PARAMETERS), rate * factors, excess.mean(1).T, runs, batch_size < len(X))


def losses_along(w: Array) -> Array:
    """Return `losses_at` for many weights, a part at a time so that memory stays small; w (T, ..., 2)."""
    return np.array([losses_at(part) for part in w])


TITLES = {name: SCHEDULES[name].title for name in SCHEDULE_PARAMETERS}
