"""The architecture of a network: its layers, their units and activations, and how the weights are initialized."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from nnviz.engine.activations import activation
from nnviz.engine.arrays import Array
from nnviz.engine.heads import Head
from nnviz.engine.hidden_layers import Convolved, Hidden, Part, Pooled, RecurrentHidden
from nnviz.engine.initializers import Initializer, initializer
from nnviz.engine.layers.convolution import Convolution
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.dropout import Dropout
from nnviz.engine.layers.last_step import LastStep
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.per_step import PerStep
from nnviz.engine.layers.prelu import PReLU
from nnviz.engine.layers.reshape import Reshape, flatten
from nnviz.engine.layers.softmax import Softmax
from nnviz.engine.layers.windows import check_image
from nnviz.engine.limits import check_total, check_widths
from nnviz.engine.losses import Loss
from nnviz.engine.network import Network
from nnviz.engine.parameters import check_flag, check_kind, is_whole
from nnviz.engine.randomness import drawn_for


@dataclass(frozen=True)
class Architecture:
    """The architecture of a network, without weights.

    Attributes
    ----------
    n_in : int
        Number of features.
    hidden : tuple of Hidden, Convolved, Pooled and RecurrentHidden
        May be empty: the network is then a linear model with a head. Convolutions, pooling and recurrent layers stand
        before the dense layers and need the shape of the images or sequences. A dense layer after recurrent ones sees
        the last state.
    head : Head
    loss : Loss
    n_classes : int
        Used by the softmax head alone.
    initializer : Initializer
    output_biases : bool
        False switches the biases of the output layer off.
    image : tuple of int or None
        (rows, columns, channels) of the image, (positions, channels) of the signal, or (steps, features) of the
        sequence, that a row of X holds.
    each_step : bool
        Whether all layers work at every step of a sequence, so that the output is (..., N, T, n_out).

    Raises
    ------
    ValueError
        If the loss does not fit the head, a kernel or window does not fit the maps, or the network is empty or too
        large.

    Examples
    --------
    >>> from nnviz.engine import head, loss
    >>> small = Architecture(
    ...     64, (Convolved(4), Pooled()), head("softmax"), loss("categorical_cross_entropy"), 10, image=(8, 8, 1)
    ... )
    >>> small.shapes
    ((8, 8, 1), (8, 8, 4), (4, 4, 4), (10,))
    >>> [type(layer).__name__ for layer in small.build(0).layers]
    ['Reshape', 'Convolution', 'MaxPool', 'Reshape', 'Dense']
    """

    n_in: int
    hidden: tuple[Part, ...]
    head: Head
    loss: Loss
    n_classes: int = 2
    initializer: Initializer = field(default_factory=lambda: initializer("glorot_uniform"))
    output_biases: bool = True
    image: tuple[int, ...] | None = None
    each_step: bool = False

    def __post_init__(self) -> None:
        check_flag(self.output_biases, "output_biases")
        check_flag(self.each_step, "each_step")
        check_kind(self.hidden, tuple, "hidden", "(Hidden(4), Hidden(2))")
        for layer in self.hidden:
            if not isinstance(layer, Convolved | Pooled | RecurrentHidden):
                check_kind(layer, Hidden, "each hidden layer", "Hidden(4)")
        check_kind(self.head, Head, "head", 'head("sigmoid")')
        check_kind(self.loss, Loss, "loss", 'loss("binary_cross_entropy")')
        check_kind(self.initializer, Initializer, "initializer", 'initializer("he_normal")')
        self.head.check_loss(self.loss)
        if not is_whole(self.n_classes):
            raise ValueError(f"expected a whole number of classes, got {self.n_classes!r}")
        self._check_image()
        self._check_size(1)

    @property
    def n_image_layers(self) -> int:
        """Number of convolutions, pooling and recurrent layers, which stand first."""
        return sum(not isinstance(part, Hidden) for part in self.hidden)

    @property
    def is_recurrent(self) -> bool:
        """Whether it has a recurrent layer."""
        return any(isinstance(part, RecurrentHidden) for part in self.hidden)

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of one sample after every layer, from the features to the output.

        The input is an image where the first layer takes one; a dense layer after maps takes all their entries.
        """
        shape = self.image if self.image is not None and (self.n_image_layers or self.each_step) else (self.n_in,)
        shapes, steps = [shape], shape[:1] if self.each_step else ()
        for part in self.hidden:
            shape = (*steps, part.units) if isinstance(part, Hidden) else part.out_shape(shape)
            shapes.append(shape)
        return (*shapes, (*steps, self.head.n_out(self.n_classes)))

    @property
    def widths(self) -> tuple[int, ...]:
        """Number of units of every layer, those of all places of maps, from the features to the output."""
        return (
            self.n_in,
            *(
                part.units if isinstance(part, Hidden) else prod(shape)
                for part, shape in zip(self.hidden, self.shapes[1:-1], strict=True)
            ),
            self.head.n_out(self.n_classes),
        )

    @property
    def n_parameters(self) -> int:
        """Number of weights, kernel entries and biases of one network, without slopes of learned activations."""
        return sum(self._counts(lambda part, shape: part.n_parameters(shape), biases=True))

    @property
    def n_products(self) -> int:
        """Number of multiplications of one sample's forward pass."""
        return sum(self._counts(lambda part, shape: part.n_products(shape), biases=False))

    def _counts(
        self, of_placed: Callable[[Convolved | RecurrentHidden, tuple[int, ...]], int], biases: bool
    ) -> Iterator[int]:
        """Yield the parameters of every layer, or, without biases, its multiplications."""
        shapes = self.shapes
        for part, before, after in zip((*self.hidden, None), shapes[:-1], shapes[1:], strict=True):
            if isinstance(part, Convolved | RecurrentHidden):
                yield of_placed(part, before)
            elif not isinstance(part, Pooled):
                has_biases = self.output_biases if part is None else part.biases
                yield (self._features(before) + (biases and has_biases)) * (after[-1] if biases else prod(after))

    def _features(self, shape: tuple[int, ...]) -> int:
        """Return how many numbers a unit of a dense layer sees of a sample: those of one step, or all."""
        return shape[-1] if self.each_step or self.is_recurrent else prod(shape)

    def _check_image(self) -> None:
        n = self.n_image_layers
        if self.image is not None:
            check_image(self.image, "image")
            if prod(self.image) != self.n_in:
                raise ValueError(
                    f"expected an image with as many entries as there are features, {self.n_in}, got {self.image} with "
                    f"{prod(self.image)}"
                )
        if n and self.image is None:
            raise ValueError(
                "expected the shape of the images or sequences that the layers look at, got none; give image=(rows, "
                "columns, channels) or (steps, features)"
            )
        if self.each_step and not (
            self.image is not None
            and len(self.image) == 2
            and all(isinstance(part, Hidden | RecurrentHidden) for part in self.hidden)
        ):
            raise ValueError(
                "expected sequences, image=(steps, features), and recurrent or dense layers for an output at every "
                f"step, got image={self.image}; leave each_step out"
            )
        if any(isinstance(part, Hidden) for part in self.hidden[:n]):
            raise ValueError(
                "expected convolutions, pooling and recurrent layers before all dense layers, got a dense layer among "
                "them; a dense layer leaves no image to look at"
            )

    def _check_size(self, ensemble: int) -> None:
        n = self.n_image_layers
        check_widths(self.widths, maps=n + 1 if n or self.each_step else 0)
        check_total(self.n_parameters, ensemble)

    def build(self, *seeds: int) -> Network:
        """Initialize the weights: one network for one seed, an ensemble along a leading axis for several.

        Each layer has its own stream of random numbers, so networks that differ in one layer agree in all others.

        Raises
        ------
        ValueError
            If no seed is given, or the networks are too large together.
        """
        self._check_size(len(seeds))
        shapes, drawn = self.shapes, 0
        layers: list[Layer[Any]] = []
        if len(shapes[0]) > 1:
            layers.append(Reshape((self.n_in,), shapes[0]))
        for part, shape in zip((*self.hidden, None), shapes[:-1], strict=True):
            if isinstance(part, Pooled):
                layers.append(part.layer(shape))
                continue
            if isinstance(part, RecurrentHidden):
                layers.append(part.layer(_draw_cells(seeds, drawn, part, shape), shape))
            elif isinstance(part, Convolved):
                layers += self._convolution(self._draw_kernels(seeds, drawn, part, shape), part, shape)
            else:
                steps = shape[0] if self.each_step else 0
                if len(shape) > 1 and not steps:
                    layers.append(LastStep(*shape) if self.is_recurrent else flatten(shape))
                n_out = self.head.n_out(self.n_classes) if part is None else part.units
                W, b = self._draw(seeds, drawn, self._features(shape), n_out)
                if part is None:
                    layers += self._output_layers(W, b if self.output_biases else None, steps)
                else:
                    layers += self._hidden_layers(W, b if part.biases else None, part, steps)
            drawn += 1
        return Network(tuple(layers))

    def _draw(self, seeds: tuple[int, ...], i: int, n_in: int, n_out: int) -> tuple[Array, Array]:
        """Draw the weights of dense layer ``i`` for every seed."""
        W, b = drawn_for(seeds, i, lambda rng: self.initializer.sample(rng, n_in, n_out))
        return W, b

    def _draw_kernels(
        self, seeds: tuple[int, ...], i: int, part: Convolved, shape: tuple[int, ...]
    ) -> tuple[Array, Array]:
        kernel = tuple(w.kernel for w in part.windows(shape))
        K, b = drawn_for(seeds, i, lambda rng: self.initializer.kernels(rng, kernel, shape[-1], part.channels))
        return K, b

    def _convolution(self, drawn: tuple[Array, Array], part: Convolved, shape: tuple[int, ...]) -> list[Layer[Any]]:
        K, b = drawn
        learned = part.activation.learned
        layer = Convolution(
            K,
            b if part.biases else None,
            activation("identity") if learned else part.activation,
            shape[:-1],
            part.stride,
            part.padding,
            part.dilation,
        )
        if not learned:
            return [layer]
        slope = np.full_like(b, dict(part.activation.parameters)[learned])
        return [layer, PReLU(slope, layer.out_shape[:-1])]

    def _hidden_layers(self, W: Array, b: Array | None, part: Hidden, steps: int) -> list[Layer[Any]]:
        if part.activation.learned:
            slope = np.full_like(W[..., 0, :], dict(part.activation.parameters)[part.activation.learned])
            dense = Dense(W, b, activation("identity"))
            layers: list[Layer[Any]] = [_at_steps(dense, steps), PReLU(slope, (steps,) if steps else ())]
        else:
            layers = [_at_steps(Dense(W, b, part.activation), steps)]
        return [*layers, Dropout(part.dropout)] if part.dropout else layers

    def _output_layers(self, W: Array, b: Array | None, steps: int) -> list[Layer[Any]]:
        output_activation = "identity" if self.loss.expects == "logits" else self.head.output_activation
        if output_activation == "softmax":
            return [_at_steps(Dense(W, b, activation("identity")), steps), Softmax()]
        return [_at_steps(Dense(W, b, activation(output_activation)), steps)]


def _at_steps(dense: Dense, steps: int) -> Layer[Any]:
    """Return the layer at every one of so many steps; with none, the layer itself."""
    return PerStep(dense, steps) if steps else dense


def _draw_cells(
    seeds: tuple[int, ...], i: int, part: RecurrentHidden, shape: tuple[int, ...]
) -> tuple[Array, Array, Array]:
    W_xh, W_hh, b = drawn_for(seeds, i, lambda rng: part.draw(rng, shape))
    return W_xh, W_hh, b
