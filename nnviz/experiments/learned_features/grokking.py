"""Grokking: a network that knows all of its training pairs by heart, and understands addition long after."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.datasets import modular_addition_split
from nnviz.engine import (
    Array,
    Batch,
    Dense,
    Network,
    Purpose,
    Rules,
    TrainState,
    generator,
    initializer,
    loss,
    optimizer,
)
from nnviz.experiments.recording.recording import Task
from nnviz.experiments.run.choice import activation_of

UNITS = 96
RATE = 3e-3
STRIDE = 6
LEARNED, UNDERSTOOD = 0.99, 0.95
"""The accuracy from which the training pairs count as learned, and the others as understood."""

BETA2 = 0.98
"""Of AdamW, as in the literature on grokking: with 0.999 the same network takes several times as long."""

FIRST = 0.3
"""What the first weights are multiplied by: the slope of x^2 has no bound, so large ones blow up."""

LOSSES = ("categorical_cross_entropy", "mean_squared_error")


@dataclass(frozen=True)
class GrokkingTask(Task):
    """Two networks, with and without weight decay, that learn a + b mod p from some of its pairs.

    Attributes
    ----------
    modulus : int
        p.
    share : float
        Of all p^2 pairs that are trained on.
    decay : float
        Of AdamW; the control has none.
    activation, loss : str
        Names; with the squared error the control understands, too, and soon.
    seed : int
    steps : int
    """

    modulus: int = 31
    share: float = 0.5
    decay: float = 1.0
    activation: str = "square"
    loss: str = LOSSES[0]
    seed: int = 0
    steps: int = 1500

    @property
    def stops(self) -> tuple[int, ...]:
        """Every six steps: a frame is trained in the time in which one is shown."""
        return (*range(0, self.steps, STRIDE), self.steps)

    def start(self) -> tuple[TrainState, ...]:
        """Return the network with weight decay, and the same weights without."""
        p = self.modulus
        drawn, small = initializer("glorot_normal"), FIRST
        g = activation_of(self.activation)
        W1, _ = drawn.sample(generator(self.seed, Purpose.WEIGHTS, 0), 2 * p, UNITS)
        W2, _ = drawn.sample(generator(self.seed, Purpose.WEIGHTS, 1), UNITS, p)
        network = Network((Dense(small * W1, None, g), Dense(small * W2, None, activation_of("identity"))))
        return tuple(
            TrainState.start(
                network, Rules(loss(self.loss), optimizer("adamw", beta2=BETA2, weight_decay=decay), RATE), self.seed
            )
            for decay in (self.decay, 0.0)
        )

    def batch(self, step: int) -> Batch:
        """Return all training pairs."""
        return pairs(self.modulus, self.share, self.seed)[0]

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return accuracy and loss on training and other pairs, and how much of a spectrum is in its largest frequency.

        Returns
        -------
        dict
            ``train``, ``test``, ``loss`` (training), ``test_loss``, ``concentration`` (median over the units) and
            ``size`` (length of all weights), each of shape (2,): with decay, and without.
        """
        found: dict[str, list[float]] = {}
        measured = loss(self.loss)
        for network in networks:
            for name, part in zip(("train", "test"), pairs(self.modulus, self.share, self.seed), strict=True):
                A = network.forward(part.X).A
                found.setdefault(name, []).append(float((A.argmax(-1) == part.Y.argmax(-1)).mean()))
                key = "loss" if name == "train" else "test_loss"
                found.setdefault(key, []).append(float(measured.measure(A, part.Y).L))
            focus = concentration(spectra(network, self.modulus))
            found.setdefault("concentration", []).append(float(np.median(focus)))
            found.setdefault("size", []).append(float(np.linalg.norm(network.theta)))
        return {name: np.array(values) for name, values in found.items()}


@lru_cache(maxsize=8)
def pairs(modulus: int, share: float, seed: int) -> tuple[Batch, Batch]:
    """Return the training pairs and the others: X one-hot of a beside one-hot of b, Y one-hot of a + b mod p.

    Parameters
    ----------
    modulus : int
    share : float
        Of the pairs that are trained on.
    seed : int
        Decides which.
    """
    parts = modular_addition_split(modulus, share, generator(seed, Purpose.SPLIT))
    return Batch(parts.train.X, parts.train.Y), Batch(parts.test.X, parts.test.Y)


def spectra(network: Network, modulus: int) -> Array:
    """Return the share of each frequency in the weights of every unit, shape (2, units, (p - 1) // 2).

    The weights of a unit on a, and those on b, are each a function on 0, 1, ..., p - 1. Their discrete Fourier
    transforms are squared; the mean, frequency 0, is left out.

    Parameters
    ----------
    network : Network
        A single one.
    modulus : int
        Odd.

    Notes
    -----
    Gromov 2023, "Grokking modular arithmetic", section 3: a unit that generalizes is a cosine of one frequency.
    """
    first = network.layers[0]
    assert isinstance(first, Dense)
    power = np.square(np.abs(np.fft.rfft(first.W.reshape(2, modulus, -1), axis=1)))[:, 1:].swapaxes(1, 2)
    whole = power.sum(-1, keepdims=True)
    shares: Array = np.divide(power, whole, out=np.zeros_like(power), where=whole > 0)
    return shares


def concentration(shares: Array) -> Array:
    """Return how much of each unit's spectrum is in its largest frequency, shape (units,); 1 is a pure cosine.

    Parameters
    ----------
    shares : ndarray, shape (2, units, frequencies)
        As `spectra` returns them; the mean over a and b is taken.
    """
    largest: Array = shares.max(-1).mean(0)
    return largest


def unit_weights(network: Network, modulus: int, unit: int) -> Array:
    """Return the weights of a unit on a and on b, shape (2, p)."""
    first = network.layers[0]
    assert isinstance(first, Dense)
    W: Array = first.W[:, unit].reshape(2, modulus)
    return W


def reached(steps: list[int], values: Array, level: float) -> int | None:
    """Return the first step at which a number is at least this large, or None."""
    at = np.flatnonzero(values >= level)
    return steps[int(at[0])] if at.size else None
