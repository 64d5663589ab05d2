"""The architecture of a network: its layers, their units and activations, and how the weights are initialized."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnviz.engine.activations import Activation, activation
from nnviz.engine.arrays import Array
from nnviz.engine.heads import Head
from nnviz.engine.initializers import Initializer, initializer
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.dropout import Dropout
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.prelu import PReLU
from nnviz.engine.layers.softmax import Softmax
from nnviz.engine.limits import check_size
from nnviz.engine.losses import Loss
from nnviz.engine.network import Network
from nnviz.engine.parameters import check_flag, check_kind, is_whole
from nnviz.engine.randomness import Purpose, generator


@dataclass(frozen=True)
class Hidden:
    """One hidden layer of an architecture.

    Attributes
    ----------
    units : int
    activation : Activation
    dropout : float
        Probability that a unit is dropped in training.
    biases : bool
        False switches the biases off.

    Raises
    ------
    ValueError
        If the activation is none, the probability is outside [0, 1) or NaN, or biases neither True nor False.
    """

    units: int
    activation: Activation = field(default_factory=lambda: activation("relu"))
    dropout: float = 0.0
    biases: bool = True

    def __post_init__(self) -> None:
        check_flag(self.biases, "biases")
        check_kind(self.activation, Activation, "activation", 'activation("relu")')
        Dropout(self.dropout)  # refuses a probability outside [0, 1)


@dataclass(frozen=True)
class Architecture:
    """The architecture of a network, without weights.

    Attributes
    ----------
    n_in : int
        Number of features.
    hidden : tuple of Hidden
        May be empty: the network is then a linear model with a head.
    head : Head
    loss : Loss
    n_classes : int
        Used by the softmax head alone.
    initializer : Initializer
    output_biases : bool
        False switches the biases of the output layer off.

    Raises
    ------
    ValueError
        If the loss does not fit the head, or the network is empty or too large.
    """

    n_in: int
    hidden: tuple[Hidden, ...]
    head: Head
    loss: Loss
    n_classes: int = 2
    initializer: Initializer = field(default_factory=lambda: initializer("glorot_uniform"))
    output_biases: bool = True

    def __post_init__(self) -> None:
        check_flag(self.output_biases, "output_biases")
        check_kind(self.hidden, tuple, "hidden", "(Hidden(4), Hidden(2))")
        for layer in self.hidden:
            check_kind(layer, Hidden, "each hidden layer", "Hidden(4)")
        check_kind(self.head, Head, "head", 'head("sigmoid")')
        check_kind(self.loss, Loss, "loss", 'loss("binary_cross_entropy")')
        check_kind(self.initializer, Initializer, "initializer", 'initializer("he_normal")')
        self.head.check_loss(self.loss)
        if not is_whole(self.n_classes):
            raise ValueError(f"expected a whole number of classes, got {self.n_classes!r}")
        check_size(self.widths)

    @property
    def widths(self) -> tuple[int, ...]:
        """Number of units of every layer, from the features to the output."""
        return (self.n_in, *(layer.units for layer in self.hidden), self.head.n_out(self.n_classes))

    def build(self, *seeds: int) -> Network:
        """Initialize the weights: one network for one seed, an ensemble along a leading axis for several.

        Each layer has its own stream of random numbers, so networks that differ in one layer agree in all others.

        Raises
        ------
        ValueError
            If no seed is given, or the networks are too large together.
        """
        check_size(self.widths, len(seeds))
        layers: list[Layer[Any]] = []
        for i, part in enumerate(self.hidden):
            W, b = self._draw(seeds, i)
            layers += self._hidden_layers(W, b if part.biases else None, part)
        W, b = self._draw(seeds, len(self.hidden))
        return Network((*layers, *self._output_layers(W, b if self.output_biases else None)))

    def _draw(self, seeds: tuple[int, ...], i: int) -> tuple[Array, Array]:
        pairs = [
            self.initializer.sample(generator(seed, Purpose.WEIGHTS, i), self.widths[i], self.widths[i + 1])
            for seed in seeds
        ]
        if len(pairs) == 1:
            return pairs[0]
        return np.stack([W for W, _ in pairs]), np.stack([b for _, b in pairs])

    def _hidden_layers(self, W: Array, b: Array | None, part: Hidden) -> list[Layer[Any]]:
        if part.activation.learned:
            slope = np.full_like(W[..., 0, :], dict(part.activation.parameters)[part.activation.learned])
            layers: list[Layer[Any]] = [Dense(W, b, activation("identity")), PReLU(slope)]
        else:
            layers = [Dense(W, b, part.activation)]
        return [*layers, Dropout(part.dropout)] if part.dropout else layers

    def _output_layers(self, W: Array, b: Array | None) -> list[Layer[Any]]:
        output_activation = "identity" if self.loss.expects == "logits" else self.head.output_activation
        if output_activation == "softmax":
            return [Dense(W, b, activation("identity")), Softmax()]
        return [Dense(W, b, activation(output_activation))]
