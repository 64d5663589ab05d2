"""A layer computes its output A from its input X and, in the backward pass, the gradient of X from that of A."""

from abc import ABC, abstractmethod
from math import prod
from typing import ClassVar, Generic, Self, TypeVar

import numpy as np

from nnviz.engine.arrays import Array


class LayerTrace:
    """What a layer's forward pass computed: for each layer a frozen dataclass with at least ``X`` and ``A``."""

    X: Array
    A: Array


class LayerGradients:
    """What a layer's backward pass computed: for each layer a frozen dataclass with at least ``dX``.

    ``dX`` is None where it was not asked for: below the first layer nothing needs it.
    """

    dX: Array | None


T = TypeVar("T", bound=LayerTrace)


class Layer(ABC, Generic[T]):
    """A frozen record of parameters with a forward and a backward pass.

    A layer stores nothing of a pass: all that `backward` needs is in the trace. So any number of passes can be held at
    once, and a second forward pass never changes a gradient of the first.
    """

    in_shape: tuple[int, ...] | None
    """The shape of one sample at the input: (n_in,), or (rows, columns, channels); None where any will do."""

    out_shape: tuple[int, ...] | None
    """The shape of one sample at the output; None where it is that of the input."""

    penalised: ClassVar[tuple[str, ...]] = ()
    """Those of them that L1 and L2 penalties and AdamW's decay apply to: weights, never biases."""

    elementwise: ClassVar[bool] = False
    """True where unit j of the output depends on unit j of the input alone, so that a diagram draws them as one."""

    random: ClassVar[bool] = False
    """True where a forward pass in training draws random numbers."""

    @property
    def n_in(self) -> int | None:
        """Number of input features, those of all places; None where any number will do."""
        return None if self.in_shape is None else prod(self.in_shape)

    @property
    def n_out(self) -> int | None:
        """Number of output units, those of all places; None where it equals the number of input features."""
        return None if self.out_shape is None else prod(self.out_shape)

    @abstractmethod
    def forward(self, X: Array, rng: np.random.Generator | None = None) -> T:
        """Compute A from X.

        Parameters
        ----------
        X : ndarray, shape (..., N, *in_shape)
        rng : numpy.random.Generator, optional
            Given in training, absent in evaluation. Only layers that are random in training use it.

        Returns
        -------
        LayerTrace
            Every intermediate array of the pass.
        """

    @abstractmethod
    def backward(self, trace: T, dA: Array, need_dX: bool = True) -> LayerGradients:
        """Apply the chain rule: from the gradient of the output to those of the parameters and of the input.

        Parameters
        ----------
        trace : LayerTrace
            What `forward` returned.
        dA : ndarray, shape (..., N, *out_shape)
            Gradient of the mean loss with respect to A.
        need_dX : bool
            False skips the gradient with respect to X.
        """

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The fields that training changes, in their order in ``theta``.

        The gradient of each stands in the layer's gradients under its name with a d in front.
        """
        return ()

    @property
    def parameters(self) -> tuple[Array, ...]:
        """The arrays that training changes."""
        return tuple(getattr(self, name) for name in self.parameter_names)

    @property
    def ensemble(self) -> tuple[int, ...]:
        """The leading axes of the parameters: how many networks run in lockstep; empty for a single one."""
        return ()

    def with_parameters(self, *arrays: Array) -> Self:
        """Return the same layer with other values in its parameters (none to replace: the layer itself)."""
        return self
