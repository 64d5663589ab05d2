"""Deep networks in lockstep: one for each initialization, which is a way to draw the weights, a scale and a seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.engine import (
    HEADS,
    Architecture,
    Array,
    Batches,
    Dense,
    Hidden,
    Layer,
    Network,
    Purpose,
    Residual,
    Rules,
    TrainState,
    check_size,
    generator,
    loss,
)
from nnviz.experiments.depth.samples import MEASURED, samples
from nnviz.experiments.depth.settings import DepthSettings
from nnviz.experiments.run.choice import activation_of, initializer_of, optimizer_of

_BIASES = 1000
"""Biases are drawn from streams of their own, so that the weights are the same with and without."""


@dataclass(frozen=True)
class Initialization:
    """How the first weights come about.

    Attributes
    ----------
    initializer : str
        A choice.
    scale : float
        What every weight is multiplied by.
    bias : float
        The standard deviation of the biases; 0 leaves them as the initializer sets them.
    seed : int
    """

    initializer: str
    scale: float = 1.0
    bias: float = 0.0
    seed: int = 0

    @staticmethod
    def of(settings: DepthSettings, seed: int | None = None) -> "Initialization":
        """Return the initialization of the settings, or the same with another seed."""
        return Initialization(
            settings.initializer, settings.weight_scale, settings.bias_scale, settings.seed if seed is None else seed
        )


def build(settings: DepthSettings, initializations: Sequence[Initialization]) -> Network:
    """Draw a network for each initialization, an ensemble on a leading axis: parameters of shape (R, n_parameters).

    Raises
    ------
    ValueError
        If there is no initialization, or the networks are too large together.
    """
    if not initializations:
        raise ValueError("expected at least one initialization, got none")
    check_size(architecture(settings, initializations[0].initializer).widths, len(initializations))
    drawn = [
        _draw(architecture(settings, one.initializer).build(one.seed), one, settings.residual)
        for one in initializations
    ]
    return drawn[0].with_theta(np.stack([network.theta for network in drawn]))


def architecture(settings: DepthSettings, initializer: str) -> Architecture:
    """Return the architecture: equal hidden layers and a head that fits the data."""
    X, Y = samples(settings.data, settings.width)
    head = HEADS["softmax" if Y.shape[1] > 1 else "sigmoid"]
    hidden = (Hidden(settings.width, activation_of(settings.activation)),) * settings.depth
    return Architecture(X.shape[1], hidden, head, loss(head.losses[0]), Y.shape[1], initializer_of(initializer))


def _draw(network: Network, one: Initialization, residual: bool) -> Network:
    layers: list[Layer[Any]] = []
    for i, layer in enumerate(network.layers):
        assert isinstance(layer, Dense)
        b = layer.biases
        if one.bias:
            b = one.bias * generator(one.seed, Purpose.WEIGHTS, _BIASES + i).standard_normal(b.shape)
        drawn = layer.with_parameters(one.scale * layer.W, b)
        linked = residual and 0 < i < len(network.layers) - 1
        layers.append(Residual((drawn,)) if linked else drawn)
    return Network(tuple(layers))


def first_state(settings: DepthSettings, initializations: Sequence[Initialization]) -> TrainState:
    """Return the state before the first step of training, all networks in lockstep."""
    network = build(settings, initializations)
    rules = Rules(
        architecture(settings, initializations[0].initializer).loss,
        optimizer_of(settings.optimizer),
        settings.learning_rate,
        clip_norm=settings.clip_norm,
    )
    return TrainState.start(network, rules, settings.seed)


def batches(settings: DepthSettings) -> Batches:
    """Return the order of the samples: the same for every network."""
    return Batches(*samples(settings.data, settings.width), settings.batch_size, settings.seed)


def measured_samples(settings: DepthSettings) -> tuple[Array, Array]:
    """Return the samples on which layers are measured, X and Y."""
    X, Y = samples(settings.data, settings.width)
    return X[:MEASURED], Y[:MEASURED]
