"""An activation and its slope on a grid, and what a chain of activations does to a gradient."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Activation, Array, Dense, Network
from nnviz.engine.activations import activation_parameters

Z_LIMIT = 6
"""Curves run from minus this to this."""

PER_UNIT = 100
"""Points of a curve on a distance of 1, so that z has two decimals."""


@dataclass(frozen=True, eq=False)
class Curve:
    """One activation on a fine grid, computed by the engine.

    Attributes
    ----------
    activation : Activation
    z : ndarray, shape (M,)
        From -6 to 6 in steps of 0.01.
    A : ndarray, shape (M,)
        g(z).
    slope : ndarray, shape (M,)
        g'(z).
    """

    activation: Activation
    z: Array
    A: Array
    slope: Array

    @property
    def nearly_flat(self) -> NDArray[np.bool_]:
        """Where hardly any gradient passes, shape (M,): the slope is under 5 % of the largest, or zero."""
        return nearly_flat(self.slope, self.activation)

    @property
    def flat_ranges(self) -> tuple[tuple[float, float], ...]:
        """The stretches of z where `nearly_flat` is true, as (from, to)."""
        edges = np.flatnonzero(np.diff(np.concatenate([[False], self.nearly_flat, [False]]).astype(np.int8)))
        return tuple((float(self.z[a]), float(self.z[b - 1])) for a, b in edges.reshape(-1, 2) if b - a > 1)


def nearly_flat(slope: Array, g: Activation) -> NDArray[np.bool_]:
    """Say where a unit is saturated or dead: its slope is zero, or below 5 % of the activation's largest.

    Parameters
    ----------
    slope : ndarray, any shape
    g : Activation
    """
    flat: NDArray[np.bool_] = (np.abs(slope) < g.flat_below) | (slope == 0.0)
    return flat


def curve(g: Activation) -> Curve:
    """Compute g and g' on the grid."""
    z = np.arange(-Z_LIMIT * PER_UNIT, Z_LIMIT * PER_UNIT + 1) / PER_UNIT
    A = g.f(z)
    return Curve(g, z, np.asarray(A), np.asarray(g.df(z, A)))


def activation_title(g: Activation) -> str:
    """Return the activation's title, with its parameter where that is not the usual one."""
    usual = {parameter.name: parameter.default for parameter in activation_parameters(g.name)}
    unusual = [f"{value:g}" for name, value in g.parameters if value != usual[name]]
    return f"{g.title} ({', '.join(unusual)})" if unusual else g.title


@dataclass(frozen=True, eq=False)
class Chain:
    """Neurons in a row, each with weight 1 and bias 0: a -> g(a) -> g(g(a)) -> ...

    Attributes
    ----------
    activation : Activation
    z : float
        What goes in.
    values : ndarray, shape (L,)
        What comes out of each neuron.
    slopes : ndarray, shape (L,)
        g' at each neuron.
    products : ndarray, shape (L,)
        The share of a gradient that is left after passing back through the first 1, 2, ... L neurons.
    bounds : ndarray, shape (L,)
        The largest slope to the power 1, 2, ... L: no input passes more.
    """

    activation: Activation
    z: float
    values: Array
    slopes: Array
    products: Array
    bounds: Array


def chain(g: Activation, z: float, layers: int = 20) -> Chain:
    """Send z through a row of neurons and multiply the slopes.

    Parameters
    ----------
    g : Activation
    z : float
    layers : int
        L, how many neurons.
    """
    one = Dense(np.ones((1, 1)), np.zeros(1), g)
    trace = Network((one,) * layers).forward(np.array([[z]]))
    # With W = 1 the gradient of the output with respect to the input is the product of the slopes and nothing else.
    slopes = np.array([g.df(layer.Z, layer.A)[0, 0] for layer in trace.layers])  # type: ignore[attr-defined]
    with np.errstate(over="ignore", invalid="ignore"):  # the slopes of a square have no bound
        products = np.cumprod(slopes)
    return Chain(
        activation=g,
        z=z,
        values=np.array([layer.A[0, 0] for layer in trace.layers]),
        slopes=slopes,
        products=products,
        bounds=g.largest_slope ** np.arange(1.0, layers + 1),
    )
