"""The information plane of two networks that differ in their activation only: what each layer keeps of input and class.

The data follow Shwartz-Ziv and Tishby 2017: 12 bits, one for each of 12 points on a sphere, all 4096 inputs, and a
class that does not change when the sphere is turned. Theirs came from a power spectrum; here the points are the corners
of an icosahedron, and the class counts pairs of lit corners by their distance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import (
    HEADS,
    Architecture,
    Array,
    Batch,
    Batches,
    Hidden,
    Network,
    Purpose,
    Rules,
    TrainState,
    generator,
    initializer,
    loss,
    one_hot,
    optimizer,
)
from nnviz.experiments.learned_features.binned_information import Binning, layer_information
from nnviz.experiments.recording.recording import Moment, Task, spaced
from nnviz.experiments.run.choice import activation_of

WIDTHS = (10, 7, 5, 4, 3)
"""Hidden layers; 12 inputs before them, two classes behind."""

ACTIVATIONS = ("tanh", "relu")
BATCH = 256
TRAINED = 0.8
"""The share of the inputs that is trained on; information is measured on all of them."""


@dataclass(frozen=True)
class InformationTask(Task):
    """A tanh and a ReLU network on the same batches.

    Attributes
    ----------
    seed : int
        The first of the seeds of the weights.
    seeds : int
        How many networks of each kind.
    epochs : int
    """

    seed: int = 0
    seeds: int = 1
    epochs: int = 1000

    @property
    def stops(self) -> tuple[int, ...]:
        """Of all epochs, close at the start, and at most 40 apart."""
        return spaced(self.epochs * _batches(self.seed).per_epoch, 60, most=40)

    def start(self) -> tuple[TrainState, ...]:
        """Return both ensembles with Adam at 0.002."""
        return tuple(self._start(name) for name in ACTIVATIONS)

    def _start(self, name: str) -> TrainState:
        architecture = _architecture(name)
        network = architecture.build(*range(self.seed, self.seed + self.seeds))
        network = network.with_theta(np.atleast_2d(network.theta))  # an ensemble, also of one
        return TrainState.start(network, Rules(architecture.loss, optimizer("adam"), 0.002), self.seed)

    def batch(self, step: int) -> Batch:
        """Return 256 inputs."""
        return _batches(self.seed).batch(step)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return the share of all inputs decided right, shape (2, seeds)."""
        X, labels = twelve_bits()
        return {"accuracy": np.array([(one.forward(X).A.argmax(-1) == labels).mean(-1) for one in networks])}


def _architecture(name: str) -> Architecture:
    g, head = activation_of(name), HEADS["softmax"]
    first = initializer("he_normal" if name == "relu" else "glorot_normal")
    return Architecture(12, tuple(Hidden(units, g) for units in WIDTHS), head, loss(head.losses[0]), 2, first)


@lru_cache(maxsize=1)
def twelve_bits() -> tuple[Array, NDArray[np.int64]]:
    """Return all 4096 inputs of 12 bits, -1 or 1, and the class of each.

    A corner of the icosahedron has five neighbours, five corners farther away, and one opposite. A pair of lit corners
    counts 1 if they are neighbours, -1 if they are farther away, 0 if they are opposite; class 1 is where the count is
    at least 0. Every rotation of the icosahedron leaves the class as it is.
    """
    golden = (1.0 + np.sqrt(5.0)) / 2.0
    corners = np.array([np.roll([0.0, a, b * golden], k) for k in range(3) for a in (-1, 1) for b in (-1, 1)])
    cosine = corners @ corners.T / (1.0 + golden**2)
    weight = np.where(np.abs(np.abs(cosine) - 1.0) < 1e-9, 0.0, np.sign(cosine))
    lit = (np.arange(4096)[:, None] >> np.arange(12)) & 1
    count = np.rint(np.einsum("ni,ij,nj->n", lit, weight, lit) / 2.0)
    X: Array = (2 * lit - 1).astype(np.float64)
    labels: NDArray[np.int64] = (count >= 0).astype(np.int64)
    return X, labels


@lru_cache(maxsize=8)
def _batches(seed: int) -> Batches:
    X, labels = twelve_bits()
    order = generator(seed, Purpose.SPLIT).permutation(len(X))[: int(TRAINED * len(X))]
    return Batches(X[order], one_hot(labels[order], 2), BATCH, seed)


def plane_of(network: Network, binning: Binning) -> Array:
    """Return I(X; T) and I(T; Y) in bits of every hidden layer, shape (5, 2).

    Parameters
    ----------
    network : Network
        A single one.
    binning : Binning
    """
    X, labels = twelve_bits()
    return layer_information([trace.A for trace in network.forward(X).layers[:-1]], labels, binning)


@lru_cache(maxsize=2000)
def planes(frame: Moment, binning: Binning) -> Array:
    """Return the information of the first network of both kinds at a moment, shape (2, 5, 2).

    What was measured is kept: who changes the bins and back again does not wait twice.

    Parameters
    ----------
    frame : Moment
        Of an `InformationTask`.
    binning : Binning
    """
    with np.errstate(all="ignore"):
        pairs = zip(ACTIVATIONS, frame.thetas, strict=True)
        return np.array([plane_of(_architecture(name).build(0).with_theta(theta[0]), binning) for name, theta in pairs])


def fall(course: Array) -> float:
    """Return how far a number has fallen from its maximum to its end, in bits: what is called compression.

    Parameters
    ----------
    course : ndarray, shape (frames,)
    """
    return float(course.max() - course[-1])
