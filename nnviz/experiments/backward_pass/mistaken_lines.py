"""Lines of a backward pass as people get them wrong; the app shows them beside the engine's own."""

from collections.abc import Callable

from nnviz.engine import Array
from nnviz.engine.arrays import product

Slope = Callable[[Array, Array], Array]


def slope_dropped(dA: Array) -> Array:
    """Forget the activation's slope."""
    dZ = dA
    return dZ


def mean_forgotten(dA: Array, N: int) -> Array:
    """Forget that the loss is a mean: the sum's gradient is N times as large."""
    dA = N * dA  # the 1/N is missing
    return dA


def weights_not_transposed(dZ: Array, W: Array) -> Array:
    """Multiply by W as it stands."""
    dX = product(dZ, W)
    return dX


def inputs_not_transposed(X: Array, dZ: Array) -> Array:
    """Multiply X as it stands."""
    dW = product(X, dZ)
    return dW


def wrong_mask(dA: Array, dg: Slope, other_Z: Array, other_A: Array) -> Array:
    """Take the slope where another layer stands: for ReLU, its mask."""
    dZ = dA * dg(other_Z, other_A)
    return dZ


def already_updated(dZ: Array, new_W: Array) -> Array:
    """Update W first and then send the gradient back through it."""
    dX = product(dZ, new_W.mT)
    return dX


def layer_skipped(dA: Array) -> Array:
    """Hand the gradient of a layer's output on as if it were that of its input."""
    dX = dA
    return dX
