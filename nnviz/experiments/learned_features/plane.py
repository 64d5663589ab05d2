"""The plane on its way through a network: W, then b, then the activation; and whether ring and core separate."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.datasets import dataset
from nnviz.engine import (
    HEADS,
    Architecture,
    Array,
    Batch,
    Dense,
    Hidden,
    Network,
    Rules,
    TrainState,
    loss,
    optimizer,
    schedule,
)
from nnviz.engine.layers.dense import DenseTrace
from nnviz.experiments.recording.recording import Task, spaced
from nnviz.experiments.run.choice import activation_of

SEEDS = 24
STEPS = 1500
SAMPLES = 400
SOLVED = 1.0
"""A seed has parted ring from core where it decides this share of the samples right."""

EDGE = 6.0
"""Of the drawn grid."""

LINES, POINTS = 13, 25
"""Of the grid in each direction, and points of each line."""


@dataclass(frozen=True)
class RingTask(Task):
    """Networks of many seeds in lockstep that part a ring from its core.

    Attributes
    ----------
    width, depth : int
        Units of each hidden layer, and how many there are.
    activation : str
        A choice.
    seed : int
        The first of `SEEDS` seeds of the weights.
    """

    width: int = 2
    depth: int = 1
    activation: str = "tanh"
    seed: int = 0

    @property
    def stops(self) -> tuple[int, ...]:
        """Of 1500 steps, close at the start."""
        return spaced(STEPS, 60, most=30)

    def start(self) -> tuple[TrainState, ...]:
        """Return `SEEDS` networks with Adam, whose rate falls from 0.05 along a cosine."""
        hidden = (Hidden(self.width, activation_of(self.activation)),) * self.depth
        head = HEADS["sigmoid"]
        architecture = Architecture(2, hidden, head, loss(head.losses[0]))
        network = architecture.build(*range(self.seed, self.seed + SEEDS))
        falling = schedule("cosine", steps=STEPS)
        return (TrainState.start(network, Rules(architecture.loss, optimizer("adam"), 0.05, falling)),)

    def batch(self, step: int) -> Batch:
        """Return all samples."""
        return _all()

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return the share of samples decided right by each seed, shape (seeds,)."""
        batch = _all()
        right = (networks[0].forward(batch.X).A > 0) == (batch.Y > 0.5)
        return {"accuracy": right[..., 0].mean(-1)}


@lru_cache(maxsize=1)
def _all() -> Batch:
    data = dataset("circle", samples=SAMPLES)
    return Batch(data.X / 3.0, data.Y)


def ring_and_core() -> tuple[Array, Array]:
    """Return the samples, X of shape (400, 2), and which are in the ring, shape (400,)."""
    batch = _all()
    return batch.X, batch.Y[:, 0]


def solved(accuracy: Array) -> int:
    """Return how many seeds have parted ring from core."""
    return int((accuracy >= SOLVED).sum())


def grid_lines() -> Array:
    """Return the points of a grid, shape (2 * LINES * POINTS, 2): lines of constant x, then of constant y."""
    along, across = np.linspace(-EDGE / 3, EDGE / 3, POINTS), np.linspace(-EDGE / 3, EDGE / 3, LINES)
    upright = np.stack(np.broadcast_arrays(across[:, None], along[None, :]), -1).reshape(-1, 2)
    return np.concatenate([upright, upright[:, ::-1]])


def stages(network: Network, X: Array) -> list[Array]:
    """Return the plane at every stage on its way: X, then X W, X W + b and the activation of each hidden layer.

    Parameters
    ----------
    network : Network
        A single one, whose last layer is the output.
    X : ndarray, shape (N, 2)

    Returns
    -------
    list of ndarray
        The first of shape (N, 2), the others (N, width); three for each hidden layer.
    """
    through = [X]
    for layer, trace in zip(network.layers[:-1], network.forward(X).layers[:-1], strict=True):
        assert isinstance(layer, Dense)
        assert isinstance(trace, DenseTrace)
        through += [trace.X @ layer.W, trace.Z, trace.A]
    return through


def stage_names(depth: int) -> tuple[str, ...]:
    """Return what the stages are called."""
    return ("X", *(f"{name}" for i in range(1, depth + 1) for name in _of_layer(i)))


def _of_layer(i: int) -> tuple[str, str, str]:
    before = "X" if i == 1 else f"A{i - 1}"
    return f"{before} W{i}", f"Z{i} = {before} W{i} + b{i}", f"A{i} = g(Z{i})"


def determinants(network: Network, X: Array) -> Array:
    """Return the determinant of the Jacobian dA[l]/dX of every hidden layer at some points, shape (depth, N).

    Parameters
    ----------
    network : Network
        A single one; all hidden layers two units wide.
    X : ndarray, shape (N, 2)

    Notes
    -----
    The chain rule, ``det(dA[l]/dX) = product over the layers of det(W) g'(z1) g'(z2)``. Where it keeps its sign and is
    never zero, the map can be undone at once and everywhere: what lies inside a ring stays inside (Johnson 2018).
    """
    so_far, found = np.ones(len(X)), []
    for layer, trace in zip(network.layers[:-1], network.forward(X).layers[:-1], strict=True):
        assert isinstance(layer, Dense)
        if layer.W.shape != (2, 2):
            raise ValueError(f"expected hidden layers of two units, got weights of shape {layer.W.shape}")
        assert isinstance(trace, DenseTrace)
        slopes = layer.activation.df(trace.Z, trace.A)
        so_far = so_far * float(np.linalg.det(layer.W)) * slopes.prod(-1)
        found.append(so_far)
    return np.array(found)
