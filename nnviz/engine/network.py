"""A network is a sequence of layers: the forward pass runs them in order, the backward pass in reverse."""

from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from nnviz.engine.arrays import FLOAT64, Array, float64
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.layers.reshape import sample_axes
from nnviz.engine.layout import Layout
from nnviz.engine.parameters import check_kind
from nnviz.engine.tensors import record, tensor, unlisted, walk


@record
class Trace:
    """Every tensor of one forward pass.

    Attributes
    ----------
    X : ndarray, shape (..., N, *in_shape)
    layers : tuple of LayerTrace
        One for each layer, in order.
    made_by : tuple of Layer
        The layers that computed it.
    """

    X: Array = tensor("X", r"X", axes_of="input_axes")
    layers: tuple[LayerTrace, ...] = ()
    made_by: tuple[Layer[Any], ...] = unlisted(default=())

    @property
    def A(self) -> Array:
        """The network's output, shape (..., N, *out_shape)."""
        return self.layers[-1].A

    @property
    def input_axes(self) -> tuple[str, ...]:
        """The names of the axes of X."""
        of_a_shape = (part for part, layer in zip(self.layers, self.made_by, strict=True) if layer.in_shape)
        return next(walk(next(of_a_shape))).axes  # a layer's trace begins with its X


@record
class Gradients:
    """Every tensor of one backward pass.

    Attributes
    ----------
    layers : tuple of LayerGradients
        One for each layer, in the order of the layers (not in the order in which they were computed).
    theta : ndarray, shape (..., n_parameters)
        The gradients of all parameters as one vector, in the order of `Network.theta`.
    """

    layers: tuple[LayerGradients, ...]
    theta: Array

    @property
    def dX(self) -> Array | None:
        """Gradient with respect to the network's input, if it was asked for; shape (..., N, *in_shape)."""
        return self.layers[0].dX


@dataclass(frozen=True, eq=False)
class Network:
    """A frozen sequence of layers.

    Attributes
    ----------
    layers : tuple of Layer
    theta : ndarray, shape (..., n_parameters), read-only
        All parameters as one vector; the layers' arrays are views of it.
    layout : Layout
        Where each parameter stands in theta: ``layout.position(0, "W", (2, 3))``, and its inverse ``layout.entry(7)``.

    Raises
    ------
    ValueError
        If there is no layer, a layer has no unit, neighbours do not fit, or only some layers carry leading axes.
    """

    layers: tuple[Layer[Any], ...]
    theta: Array = field(init=False, repr=False)
    layout: Layout = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for layer in self.layers if isinstance(self.layers, tuple | list) else [self.layers]:
            check_kind(layer, Layer, "each layer", 'Network((Dense(W, b, activation("tanh")),))')
        layout = Layout.of(self.layers)
        ensemble = _leading_axes(self.layers)
        flat = [array.reshape(*ensemble, -1) for layer in self.layers for array in layer.parameters]
        theta = np.concatenate([np.zeros((*ensemble, 0)), *flat], axis=-1, dtype=np.float64)
        self._adopt(theta, layout)

    def _adopt(self, theta: Array, layout: Layout) -> None:
        """Make the layers' parameters views of ``theta``, which is read-only from here on."""
        theta.flags.writeable = False
        views = layout.views(theta)
        layers = [layer.with_parameters(*views[part]) for layer, part in zip(self.layers, layout.parts, strict=True)]
        into = self.__dict__
        into["layers"], into["theta"], into["layout"] = tuple(layers), theta, layout

    @property
    def in_shape(self) -> tuple[int, ...]:
        """The shape of one sample at the input: (n_in,), or (rows, columns, channels)."""
        return self.layout.in_shape

    @property
    def out_shape(self) -> tuple[int, ...]:
        """The shape of one sample at the output: (n_out,), or that of maps."""
        return self.layout.out_shape

    @property
    def n_in(self) -> int:
        """Number of input features, those of all places."""
        return self.layout.n_in

    @property
    def n_out(self) -> int:
        """Number of output units, those of all places."""
        return self.layout.n_out

    @property
    def n_parameters(self) -> int:
        """Number of parameters of one network (of each, in an ensemble)."""
        return int(self.theta.shape[-1])

    @property
    def random(self) -> bool:
        """True where a forward pass in training draws random numbers."""
        return self.layout.random

    @property
    def penalised(self) -> Array:
        """A vector (n_parameters,): one for the weights that L1 and L2 may shrink, zero for the rest."""
        return self.layout.penalised

    def with_theta(self, theta: Array) -> "Network":
        """Return a network of the same shape with other parameters.

        Parameters
        ----------
        theta : ndarray, shape (..., n_parameters)
            It becomes read-only; a view of a larger array, which others could write to, is copied. Leading axes other
            than before make an ensemble of another size.

        Raises
        ------
        ValueError
            If its last axis does not have one entry for each parameter.
        """
        if theta.__class__ is not np.ndarray or theta.dtype is not FLOAT64:
            theta = float64(theta, "theta")
        if theta.shape[-1:] != self.theta.shape[-1:]:
            raise ValueError(
                f"expected theta of shape (..., {self.n_parameters}), one entry for each parameter, got {theta.shape}"
            )
        if theta.base is not None:
            theta = theta.copy()
        network = object.__new__(Network)
        network.__dict__["layers"] = self.layers
        network._adopt(theta, self.layout)
        return network

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> Trace:
        """Run X through every layer and keep everything that is computed.

        Parameters
        ----------
        X : ndarray, shape (..., N, *in_shape)
        rng : numpy.random.Generator, optional
            Given in training, absent in evaluation; only dropout uses it.

        Raises
        ------
        ValueError
            If X is not a matrix with one column per feature, or an array of images that the first layer takes.
        """
        if X.__class__ is not np.ndarray or X.dtype is not FLOAT64:
            X = float64(X, "X")
        shape = self.layout.in_shape
        if X.ndim <= len(shape) or X.shape[-len(shape) :] != shape:
            raise ValueError(_wrong_samples(shape, X.shape))
        traces = []
        A = X
        for layer in self.layers:
            trace = layer.forward(A, rng)
            traces.append(trace)
            A = trace.A
        return Trace(X, tuple(traces), self.layers)

    def backward(self, trace: Trace, dA: Array, need_dX: bool = True) -> Gradients:
        """Propagate the gradient of the output back through every layer, by the chain rule.

        Parameters
        ----------
        trace : Trace
            What this network's `forward` returned.
        dA : ndarray, shape (..., N, *out_shape)
            Gradient of the mean loss with respect to the output.
        need_dX : bool
            False skips the gradient with respect to the input of the first layer.

        Raises
        ------
        ValueError
            If dA does not have the shape of the output, or the trace is another network's.
        """
        if trace.__class__ is not Trace or trace.made_by is not self.layers:
            raise ValueError("expected a trace of this network, got another network's; call its forward first")
        if dA.__class__ is not np.ndarray or dA.dtype is not FLOAT64:
            dA = float64(dA, "dA")
        n = len(self.layout.out_shape) + 1
        if dA.shape[-n:] != trace.A.shape[-n:]:
            raise ValueError(f"expected dA of the output's shape {trace.A.shape}, got {dA.shape}")
        all_gradients: list[LayerGradients] = []
        layers, traces, first = self.layers, trace.layers, self.layout.first
        for i in range(len(layers) - 1, -1, -1):
            gradients = layers[i].backward(traces[i], dA, need_dX or i > first)
            all_gradients.append(gradients)
            dA = gradients.dX  # type: ignore[assignment]  # None only from the first layer on, below which is reshaping
        all_gradients.reverse()
        return Gradients(tuple(all_gradients), self.layout.flatten(all_gradients))


def _wrong_samples(shape: tuple[int, ...], given: tuple[int, ...]) -> str:
    """Return what was expected instead of samples of a wrong shape."""
    expected = f"expected X of shape (..., N, {', '.join(map(str, shape))})"
    if len(shape) == 1:
        return f"{expected}, one row per sample, one column per feature, got {given}"
    hint = f"; begin the network with Reshape(({prod(shape)},), {shape})" if given[-1:] == (prod(shape),) else ""
    return f"{expected}, {' x '.join(sample_axes(shape)[1:])} of every sample, got {given}{hint}"


def _leading_axes(layers: tuple[Layer[Any], ...]) -> tuple[int, ...]:
    """Return the ensemble's axes, which every layer's parameters share."""
    found = {layer.ensemble for layer in layers if layer.parameters}
    if len(found) > 1:
        raise ValueError(f"expected the same leading axes on every layer, got {sorted(found)}")
    return found.pop() if found else ()
