"""One sigmoid neuron trained twice from the same start, under squared error and under cross-entropy, in lockstep."""

from dataclasses import dataclass

import numpy as np

from nnviz.datasets import dataset, scaling
from nnviz.engine import Array, Batch, Dense, Network, Rules, TrainState, activation, loss, train_step
from nnviz.experiments.loss.curves import SQUARED_ERROR
from nnviz.experiments.loss.settings import LOCKSTEP_EPOCHS, PARAMETER_LIMIT, NeuronData

CITATION = "Nielsen 2015, Neural Networks and Deep Learning, chapter 3"
GRID = 61
LOCKSTEP_LOSSES = (SQUARED_ERROR, "binary_cross_entropy")


@dataclass(frozen=True, eq=False)
class NeuronTask:
    """What the neuron is to learn.

    Attributes
    ----------
    title : str
    X, Y : ndarray, shape (N, 1)
    """

    title: str
    X: Array
    Y: Array


def neuron_task(data: NeuronData) -> NeuronTask:
    """Return the samples: one input 1 with target 0, or petal lengths of two kinds of iris.

    Parameters
    ----------
    data : {'published', 'iris'}
    """
    if data == "published":
        return NeuronTask("one sample: input 1, target 0", np.ones((1, 1)), np.zeros((1, 1)))
    iris = dataset("iris")
    rows = np.flatnonzero(iris.labels > 0)
    column = iris.feature_names.index(next(name for name in iris.feature_names if name.startswith("petal length")))
    both = iris.take(rows)
    X = scaling("standardize", both).apply(both.X)[:, [column]]
    title = f"{len(rows)} irises: petal length (standardized), {iris.class_names[1]} 0, {iris.class_names[2]} 1"
    return NeuronTask(title, X, (both.labels == 2).astype(np.float64)[:, None])


@dataclass(frozen=True, eq=False)
class NeuronRun:
    """One training; entry t is before step t.

    Attributes
    ----------
    measure : str
        The loss's name.
    path : ndarray, shape (T + 1, 2)
        Weight and bias.
    error : ndarray, shape (T + 1,)
        The mean of ``|P - Y|``: for the target 0 that is the output itself.
    L : ndarray, shape (T + 1,)
    dz : ndarray, shape (T + 1,)
        The mean over the samples of ``|dl/dz|``, from the backward pass.
    """

    measure: str
    path: Array
    error: Array
    L: Array
    dz: Array


@dataclass(frozen=True, eq=False)
class Lockstep:
    """Both trainings of one neuron, from one start."""

    task: NeuronTask
    squared: NeuronRun
    entropy: NeuronRun


def neuron_network(measure: str, w: Array, b: Array) -> Network:
    """Return the neuron; cross-entropy has the sigmoid inside, so its layer is linear. w (..., 1, 1) and b (..., 1)."""
    return Network((Dense(w, b, activation("sigmoid" if measure == LOCKSTEP_LOSSES[0] else "identity")),))


def lockstep(data: NeuronData, w: float, b: float, rate: float, epochs: int = LOCKSTEP_EPOCHS) -> Lockstep:
    """Train the neuron under both losses.

    Parameters
    ----------
    data : {'published', 'iris'}
    w, b : float
        Where both start.
    rate : float
    epochs : int
        Steps of all samples at once.
    """
    task = neuron_task(data)
    squared, entropy = (_train(task, measure, w, b, rate, epochs) for measure in LOCKSTEP_LOSSES)
    return Lockstep(task, squared, entropy)


def _train(task: NeuronTask, measure: str, w: float, b: float, rate: float, epochs: int) -> NeuronRun:
    network = neuron_network(measure, np.array([[w]]), np.array([b]))
    state = TrainState.start(network, Rules(loss(measure), learning_rate=rate))
    batch = Batch(task.X, task.Y)
    path, error, L, dz = np.empty((epochs + 1, 2)), *(np.empty(epochs + 1) for _ in range(3))
    for t in range(epochs + 1):
        record = train_step(state, batch)
        P = record.loss.P if record.loss.P is not None else record.trace.A
        path[t] = state.network.theta
        error[t] = np.abs(P - task.Y).mean()
        L[t] = record.loss.L
        dz[t] = np.abs(record.gradients.layers[0].dZ).sum()  # type: ignore[attr-defined]  # dZ has the 1/N in it
        state = record.after
    return NeuronRun(measure, path, error, L, dz)


@dataclass(frozen=True, eq=False)
class Surface:
    """The loss over weight and bias.

    Attributes
    ----------
    title : str
        The loss's.
    w, b : ndarray, shape (G,)
    L : ndarray, shape (G, G)
        L[i, j] is the mean loss at b[i] and w[j].
    """

    title: str
    w: Array
    b: Array
    L: Array


def surface(data: NeuronData, measure: str, points: int = GRID) -> Surface:
    """Compute the mean loss on a grid, every point of it a network of one ensemble.

    Parameters
    ----------
    data : {'published', 'iris'}
    measure : str
        One of `LOCKSTEP_LOSSES`.
    points : int
        Along each side.
    """
    task, line = neuron_task(data), np.linspace(-PARAMETER_LIMIT, PARAMETER_LIMIT, points)
    b, w = np.meshgrid(line, line, indexing="ij")
    network = neuron_network(measure, w[..., None, None], b[..., None])
    used = loss(measure)
    return Surface(used.title, line, line, used.forward(network.forward(task.X).A, task.Y).L)
