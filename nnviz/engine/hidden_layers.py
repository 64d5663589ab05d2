"""The hidden layers of an architecture, before they have weights: dense, convolution, pooling, recurrent."""

from dataclasses import dataclass, field
from math import prod
from typing import Any

from nnviz.engine.activations import Activation, activation
from nnviz.engine.arrays import Array
from nnviz.engine.layers.dropout import Dropout
from nnviz.engine.layers.pooling import AveragePool, MaxPool
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.engine.layers.windows import Padding, Spatial, Window, check_settings, for_each, windows_along
from nnviz.engine.parameters import check_flag, check_kind, check_name, is_whole
from nnviz.engine.recurrent_architecture import CELLS, RecurrentStart, cell_layer, n_gates


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
class Convolved:
    """One convolution of an architecture; where the images are signals, its kernel has one axis.

    Attributes
    ----------
    channels : int
        Number of filters.
    kernel, stride, dilation : int or tuple of int
        One for all axes, or one for each.
    padding : {'valid', 'same', 'full'}, int, or a tuple
        See `Convolution`.
    activation : Activation
    biases : bool
        False switches the biases off.

    Raises
    ------
    ValueError
        If a number is out of its range, the activation is none, or biases neither True nor False.
    """

    channels: int
    kernel: Spatial = 3
    stride: Spatial = 1
    padding: Padding | tuple[Padding, ...] = "same"
    dilation: Spatial = 1
    activation: Activation = field(default_factory=lambda: activation("relu"))
    biases: bool = True

    def __post_init__(self) -> None:
        check_settings(
            self.padding, channels=self.channels, kernel=self.kernel, stride=self.stride, dilation=self.dilation
        )
        check_flag(self.biases, "biases")
        check_kind(self.activation, Activation, "activation", 'activation("relu")')

    def windows(self, shape: tuple[int, ...]) -> tuple[Window, ...]:
        """Return its windows over maps of a shape."""
        size = shape[:-1]
        kernel: Any = for_each(self.kernel, size, "kernel")
        return windows_along(size, kernel, self.stride, self.padding, self.dilation)

    def out_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return what maps of a shape become.

        Raises
        ------
        ValueError
            If no output is left.
        """
        return (*(w.out for w in self.windows(shape)), self.channels)

    def n_parameters(self, shape: tuple[int, ...]) -> int:
        """Return the number of parameters over maps of a shape."""
        return (prod(w.kernel for w in self.windows(shape)) * shape[-1] + self.biases) * self.channels

    def n_products(self, shape: tuple[int, ...]) -> int:
        """Return the number of multiplications for one sample."""
        windows = self.windows(shape)
        return prod(w.out * w.kernel for w in windows) * shape[-1] * self.channels


@dataclass(frozen=True)
class Pooled:
    """One pooling layer of an architecture.

    Attributes
    ----------
    kind : {'max', 'average'}
    window : int or tuple of int, or None
        None means the whole map: global pooling.
    stride : int or tuple of int, or None
        None puts the windows side by side.

    Raises
    ------
    ValueError
        If the kind is unknown, or a number out of its range.
    """

    kind: str = "max"
    window: Spatial | None = 2
    stride: Spatial | None = None

    def __post_init__(self) -> None:
        check_name(self.kind, POOLS, "a kind of pooling")
        given = {name: getattr(self, name) for name in ("window", "stride") if getattr(self, name) is not None}
        check_settings(**given)

    def layer(self, shape: tuple[int, ...]) -> MaxPool | AveragePool:
        """Return the layer over maps of a shape.

        Raises
        ------
        ValueError
            If a window is larger than the maps.
        """
        return POOLS[self.kind](shape, shape[:-1] if self.window is None else self.window, self.stride)

    def out_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return what maps of a shape become."""
        return self.layer(shape).out_shape


POOLS: dict[str, type[MaxPool] | type[AveragePool]] = {"max": MaxPool, "average": AveragePool}
"""The kinds of pooling."""


@dataclass(frozen=True)
class RecurrentHidden:
    """One recurrent layer of an architecture, over sequences of the shape (steps, features).

    Attributes
    ----------
    cell : {'elman', 'gru', 'lstm'}
    units : int
    start : RecurrentStart
    activation : Activation
        Of an Elman layer; the others have their own.

    Raises
    ------
    ValueError
        If the cell is unknown, the units are no whole number of at least 1, or the start or the activation is none.
    """

    cell: str
    units: int
    start: RecurrentStart = field(default_factory=RecurrentStart)
    activation: Activation = field(default_factory=lambda: activation("tanh"))

    def __post_init__(self) -> None:
        check_name(self.cell, CELLS, "a recurrent layer")
        if not (is_whole(self.units) and self.units >= 1):
            raise ValueError(f"expected units as a whole number of at least 1, got {self.units!r}")
        check_kind(self.start, RecurrentStart, "start", "RecurrentStart(memory_bias=1.0)")
        check_kind(self.activation, Activation, "activation", 'activation("tanh")')

    def draw(self, rng: Any, shape: tuple[int, ...]) -> tuple[Array, Array, Array]:
        """Draw W_xh, W_hh and b for sequences of a shape; the state of ``rng`` advances."""
        return self.start.draw(rng, self.cell, shape[-1], self.units)

    def layer(self, weights: tuple[Array, Array, Array], shape: tuple[int, ...]) -> Recurrent[Any]:
        """Return the layer over sequences of a shape."""
        return cell_layer(self.cell, weights, shape[0], self.activation)

    def out_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return what sequences of a shape become.

        Raises
        ------
        ValueError
            If it is no shape of sequences.
        """
        if len(shape) != 2:
            raise ValueError(f"expected sequences of the shape (steps, features) before a recurrent layer, got {shape}")
        return (shape[0], self.units)

    def n_parameters(self, shape: tuple[int, ...]) -> int:
        """Return the number of parameters over sequences of a shape."""
        return n_gates(self.cell) * (shape[-1] + self.units + 1) * self.units

    def n_products(self, shape: tuple[int, ...]) -> int:
        """Return the number of multiplications for one sample."""
        return shape[0] * n_gates(self.cell) * (shape[-1] + self.units) * self.units


Part = Hidden | Convolved | Pooled | RecurrentHidden
"""What stands between the input and the output layer."""
