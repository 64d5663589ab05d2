"""Where each parameter of a network stands in theta, the vector of all parameters."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np

from nnviz.engine.arrays import Array
from nnviz.engine.layers.layer import Layer, LayerGradients
from nnviz.engine.layers.reshape import Reshape
from nnviz.engine.parameters import is_whole

ParameterEntry = tuple[int, str, tuple[int, ...]]
"""One entry of one parameter: the position of its layer in `Network.layers`, its field there (``W``, ``b``, ``slope``)
and its index in that array, such as (feature, unit) for ``W`` and (unit,) for ``b``. All are counted from 0."""


@dataclass(frozen=True, eq=False)
class Layout:
    """The shapes and positions of all parameters; training changes none of them, so they are computed once.

    Attributes
    ----------
    places : tuple of (slice, tuple of int)
        For each parameter, layer by layer: where it stands in theta, and its shape in a single network.
    names : tuple of (int, str)
        For each parameter: the position of its layer, and its field there.
    parts : tuple of slice
        For each layer, which of the places are its own.
    gradient_names : tuple of tuple of str
        For each layer, the fields of its gradients that stand in theta.
    in_shape, out_shape : tuple of int
        Shape of one sample at the network's input and output: (n_in,) where it is a vector.
    first : int
        The first layer that does more than reshape the samples: with it the backward pass ends in training.
    random : bool
        Whether a layer draws random numbers in training.
    penalised : ndarray, shape (n_parameters,)
        One for the weights that L1 and L2 may shrink, zero for the rest.
    """

    places: tuple[tuple[slice, tuple[int, ...]], ...]
    names: tuple[tuple[int, str], ...]
    parts: tuple[slice, ...]
    gradient_names: tuple[tuple[str, ...], ...]
    in_shape: tuple[int, ...]
    out_shape: tuple[int, ...]
    first: int
    random: bool
    penalised: Array

    @staticmethod
    def of(layers: tuple[Layer[Any], ...]) -> "Layout":
        """Arrange the parameters of the layers one after another.

        Raises
        ------
        ValueError
            If there is no layer with a fixed width, a layer is empty, or neighbours do not fit.
        """
        in_shape, out_shape = _ends(layers)
        names = [(i, name) for i, layer in enumerate(layers) for name in layer.parameter_names]
        shapes = [array.shape[len(layer.ensemble) :] for layer in layers for array in layer.parameters]
        sizes = [prod(shape) for shape in shapes]
        counts = [len(layer.parameter_names) for layer in layers]
        return Layout(
            tuple(zip(_consecutive_slices(sizes), shapes, strict=True)),
            tuple(names),
            tuple(_consecutive_slices(counts)),
            tuple(tuple("d" + name for name in layer.parameter_names) for layer in layers),
            in_shape,
            out_shape,
            next((i for i, layer in enumerate(layers) if not isinstance(layer, Reshape)), 0),
            any(layer.random for layer in layers),
            np.repeat([float(name in layers[i].penalised) for i, name in names], sizes),
        )

    @property
    def n_in(self) -> int:
        """Number of input features, those of all places."""
        return prod(self.in_shape)

    @property
    def n_out(self) -> int:
        """Number of output units, those of all places."""
        return prod(self.out_shape)

    def entry(self, position: int) -> ParameterEntry:
        """Return which entry of which parameter stands at a position of theta.

        Parameters
        ----------
        position : int
            From 0 to n_parameters - 1.

        Raises
        ------
        ValueError
            If theta has no such position.
        """
        n_parameters = len(self.penalised)
        if not is_whole(position) or not 0 <= position < n_parameters:
            raise ValueError(f"expected a position in theta from 0 to {n_parameters - 1}, got {position!r}")
        k = bisect_right(self.places, position, key=lambda place: place[0].start) - 1
        (layer, name), (place, shape) = self.names[k], self.places[k]
        index = np.unravel_index(position - place.start, shape)
        return layer, name, tuple(int(i) for i in index)

    def position(self, layer: int, name: str, index: Sequence[int]) -> int:
        """Return where one entry of one parameter stands in theta: the inverse of `entry`.

        Parameters
        ----------
        layer, name, index
            See `ParameterEntry`.

        Raises
        ------
        ValueError
            If the network has no such parameter, or the parameter no such entry.
        """
        if not (is_whole(layer) and isinstance(name, str) and (layer, name) in self.names):
            known = ", ".join(f"{name} of layer {i}" for i, name in self.names)
            raise ValueError(f"expected one of {known}, got {str(name)[:20]!r} of layer {layer!r}")
        place, shape = self.places[self.names.index((layer, name))]
        given = tuple(index) if isinstance(index, Sequence | np.ndarray) else (index,)
        fits = len(given) == len(shape) and all(is_whole(i) and 0 <= i < n for i, n in zip(given, shape, strict=True))
        if not fits:
            raise ValueError(f"expected a place in {name} of shape {shape}, counted from 0, got {given}")
        return int(place.start + np.ravel_multi_index(given, shape))

    def views(self, theta: Array) -> list[Array]:
        """Return each parameter as a view of theta, shape (..., n_parameters), in the order of `places`."""
        ensemble = theta.shape[:-1]
        if not ensemble:
            return [theta[place].reshape(shape) if len(shape) > 1 else theta[place] for place, shape in self.places]
        return [theta[..., place].reshape(ensemble + shape) for place, shape in self.places]

    def flatten(self, gradients: list[LayerGradients]) -> Array:
        """Return the gradients of all parameters as one vector, shape (..., n_parameters)."""
        parts: list[Array] = [
            getattr(part, name) for part, names in zip(gradients, self.gradient_names, strict=True) for name in names
        ]
        if not parts:
            return np.zeros(0)
        n_axes = len(self.places[0][1])
        if parts[0].ndim == n_axes:
            return np.concatenate(parts, axis=None)
        leading = parts[0].shape[:-n_axes]
        return np.concatenate([dV.reshape(*leading, -1) for dV in parts], axis=-1)


def _consecutive_slices(sizes: list[int]) -> list[slice]:
    """Return the slices that parts of these sizes take up one after another."""
    return [slice(start, stop) for start, stop in pairwise(np.cumsum([0, *sizes]).tolist())]


def _ends(layers: tuple[Layer[Any], ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the shape of a sample at the input and at the output, after checking that neighbouring layers fit."""
    in_shape: tuple[int, ...] | None = None
    shape: tuple[int, ...] | None = None
    for i, layer in enumerate(layers):
        if 0 in (layer.n_in, layer.n_out):
            raise ValueError(
                f"expected at least one feature and one unit in layer {i}, got {layer.n_in} and {layer.n_out}"
            )
        if shape is not None and layer.in_shape is not None and layer.in_shape != shape:
            raise ValueError(_misfit(i, shape, layer.in_shape))
        in_shape = in_shape if in_shape is not None else layer.in_shape
        shape = layer.out_shape if layer.out_shape is not None else shape
    if in_shape is None or shape is None:
        raise ValueError("expected at least one layer with a fixed number of units, such as Dense, got none")
    return in_shape, shape


def _misfit(i: int, before: tuple[int, ...], taken: tuple[int, ...]) -> str:
    """Return what is wrong between layer ``i`` and the layer before it, and what would mend it."""
    if len(before) == len(taken) == 1:
        return f"expected layer {i} to take the {before[0]} units of the layer before it, but it takes {taken[0]}"
    given, wanted = (" x ".join(map(str, shape)) for shape in (before, taken))
    mend = ""
    if prod(before) == prod(taken):
        mend = f"; put Reshape({before}, {taken}) between them"
    elif len(taken) == 1:
        mend = f"; put flatten({before}) between them and take {prod(before)} features"
    return f"expected layer {i} to take samples of {given} as the layer before it gives, but it takes {wanted}{mend}"
