"""Two networks that learn handwritten digits from two seeds, looked at layer by layer while they learn."""

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
    Rules,
    TrainState,
    initializer,
    loss,
    optimizer,
)
from nnviz.experiments.learned_features.linear_probe import probe_accuracy
from nnviz.experiments.learned_features.projection import principal_components, procrustes, unit_spread
from nnviz.experiments.learned_features.similarity import cka_matrix
from nnviz.experiments.recording.recording import Task, member, spaced
from nnviz.experiments.run.choice import activation_of
from nnviz.experiments.run.preparation import Part, prepare
from nnviz.experiments.run.settings import RunSettings

STEPS = 400
BATCH = 64
SHOWN = 300
"""Test digits in the pictures; the probes are tested on all of them."""

NEIGHBOURS = 6
PIXELS = 64


@dataclass(frozen=True)
class DigitsTask(Task):
    """Two networks with the same layers and batches, from a seed and from the next one.

    Attributes
    ----------
    depth, units : int
        Hidden layers, and how many units each has.
    activation : str
        A choice.
    seed : int
    shuffled : bool
        Whether the labels of the training digits are dealt out anew: then there is nothing about digits to be learned.
    """

    depth: int = 3
    units: int = 32
    activation: str = "relu"
    seed: int = 0
    shuffled: bool = False

    @property
    def stops(self) -> tuple[int, ...]:
        """Of 400 steps, close at the start."""
        return spaced(STEPS, 44, most=25)

    def start(self) -> tuple[TrainState, ...]:
        """Return both networks with Adam at 0.003."""
        g = activation_of(self.activation)
        first = "he_normal" if g.name in ("relu", "leaky_relu") else "glorot_normal"
        head = HEADS["softmax"]
        hidden = (Hidden(self.units, g),) * self.depth
        architecture = Architecture(PIXELS, hidden, head, loss(head.losses[0]), 10, initializer(first))
        network = architecture.build(self.seed, self.seed + 1)
        return (TrainState.start(network, Rules(architecture.loss, optimizer("adam"), 0.003), self.seed),)

    def batch(self, step: int) -> Batch:
        """Return 64 digits."""
        return _batches(self.seed, self.shuffled).batch(step)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return accuracies, probes and planes of the first network, and the likeness of both.

        Returns
        -------
        dict
            ``accuracy`` (2,): of each network, on test digits. ``probe`` (layers,): of a linear probe on each layer of
            the first network, the pixels first and the output last. ``plane`` (layers, SHOWN, 2) and ``variance``
            (layers,): its principal components, turned onto those of the moment before, and their share. ``cka``
            (layers, layers): of the first network (rows) with the second.
        """
        train, test = digits()
        first = layers_of(member(networks[0], 0), test.X)
        seen = layers_of(member(networks[0], 0), train.X)
        second = layers_of(member(networks[0], 1), test.X)
        planes, shares = zip(*(principal_components(A[:SHOWN]) for A in first), strict=True)
        planes = tuple(unit_spread(plane) for plane in planes)
        if "plane" in before:
            planes = tuple(procrustes(plane, old) for plane, old in zip(planes, before["plane"], strict=True))
        return {
            "accuracy": np.array([(A[-1].argmax(-1) == test.labels).mean() for A in (first, second)]),
            "probe": np.array([probe_accuracy(A, train.Y, T, test.labels) for A, T in zip(seen, first, strict=True)]),
            "plane": np.array(planes),
            "variance": np.array([share.sum() for share in shares]),
            "cka": cka_matrix(first, second),
        }


@lru_cache(maxsize=1)
def digits() -> tuple[Part, Part]:
    """Return the training and the test digits, each pixel standardized."""
    prepared = prepare(RunSettings(dataset="digits", scaling="standardize"))
    return prepared.train, prepared.test


@lru_cache(maxsize=8)
def _batches(seed: int, shuffled: bool) -> Batches:
    train, _ = digits()
    Y = np.random.default_rng(seed).permutation(train.Y) if shuffled else train.Y
    return Batches(train.X, Y, BATCH, seed)


def layers_of(network: Network, X: Array) -> list[Array]:
    """Return what every layer shows: the pixels, each hidden layer's A, and the output.

    Parameters
    ----------
    network : Network
        A single one.
    X : ndarray, shape (N, 64)
    """
    return [X, *(trace.A for trace in network.forward(X).layers)]


def layer_names(depth: int) -> tuple[str, ...]:
    """Return what the layers are called."""
    return ("pixels", *(f"layer {i + 1}" for i in range(depth)), "output")


def neighbours(A: Array, sample: int, count: int = NEIGHBOURS) -> NDArray[np.int64]:
    """Return the samples whose activations are nearest to those of one, the nearest first; ties by their number.

    Parameters
    ----------
    A : ndarray, shape (N, n)
        One layer.
    sample : int
    count : int
    """
    distance = np.square(A - A[sample]).sum(-1)
    distance[sample] = -1.0
    order: NDArray[np.int64] = np.argsort(distance, kind="stable")
    return order[1 : count + 1]


def cka_of(network: Network, samples: int) -> Array:
    """Return the CKA of two networks' layers on so many test digits, shape (layers, layers).

    Parameters
    ----------
    network : Network
        An ensemble of two.
    samples : int
        Few samples make any two layers look alike.
    """
    X = digits()[1].X[:samples]
    return cka_matrix(layers_of(member(network, 0), X), layers_of(member(network, 1), X))
