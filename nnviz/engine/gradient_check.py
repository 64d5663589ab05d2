"""Is the backward pass right? Perturb every number a little and compare the change of the loss with the gradient."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.engine.arrays import Array, float64
from nnviz.engine.losses import Loss
from nnviz.engine.network import Network
from nnviz.engine.parameters import check_kind
from nnviz.engine.randomness import Purpose, generator

STEP = 1e-5
"""The perturbation, relative to the number where that is larger than 1; near the cube root of float64's rounding."""

FLOOR = 1e-7
"""Errors are relative to the larger of both gradients, but at least to this: below it, rounding dominates."""


@dataclass(frozen=True, eq=False)
class TensorCheck:
    """Both gradients of one tensor, entry by entry.

    Attributes
    ----------
    path : str
        Such as ``layers[0].W``, or ``X``.
    analytic, numeric, error : ndarray, of the tensor's shape
        From the backward pass; by central differences; ``|analytic - numeric| / max(|analytic|, |numeric|, FLOOR)``.
    """

    path: str
    analytic: Array
    numeric: Array

    @property
    def error(self) -> Array:
        """Relative error of every entry."""
        size = np.maximum(np.maximum(np.abs(self.analytic), np.abs(self.numeric)), FLOOR)
        error: Array = np.abs(self.analytic - self.numeric) / size
        return error


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The check of a whole network.

    Attributes
    ----------
    tensors : tuple of TensorCheck
        Every parameter of every layer in order, and last the input X, unless it consists of symbols.
    """

    tensors: tuple[TensorCheck, ...]

    @property
    def worst(self) -> TensorCheck:
        """The tensor with the largest error."""
        return max(self.tensors, key=lambda check: float(np.nan_to_num(check.error, nan=np.inf).max()))

    @property
    def largest_error(self) -> float:
        """The largest relative error of all; NaN counts as infinite."""
        return float(np.nan_to_num(self.worst.error, nan=np.inf).max())

    def passed(self, tolerance: float = 1e-5) -> bool:
        """Return whether every entry agrees within the tolerance."""
        return self.largest_error <= tolerance


def gradient_check(network: Network, loss: Loss, X: Array, Y: Array, dropout_seed: int | None = None) -> GradientCheck:
    """Compare the backward pass with central differences, over every parameter and every entry of X.

    At a kink (such as ReLU at exactly 0, or two equal entries in a window of max pooling) the derivative does not exist
    and the check may fail; move the input off it.

    Parameters
    ----------
    network : Network
        A single one, without leading axes.
    loss : Loss
    X : ndarray, shape (N, *in_shape)
    Y : ndarray, shape (N, *out_shape)
    dropout_seed : int, optional
        Check in training mode, every pass with the same masks, drawn from this seed.

    Returns
    -------
    GradientCheck

    Raises
    ------
    ValueError
        If these are no network and loss, the network is an ensemble, or X or Y do not fit it.

    Examples
    --------
    >>> from nnviz.engine import Dense, activation, loss
    >>> network = Network((Dense(np.ones((2, 1)), np.zeros(1), activation("tanh")),))
    >>> X, Y = np.ones((3, 2)), np.zeros((3, 1))
    >>> gradient_check(network, loss("mean_squared_error"), X, Y).passed()
    True
    """
    check_kind(network, Network, "network", "Network(layers)")
    check_kind(loss, Loss, "loss", 'loss("mean_squared_error")')
    X, Y = float64(X, "X"), float64(Y, "Y")
    n_axes = len(network.in_shape) + 1
    if network.theta.ndim != 1 or X.ndim != n_axes:
        shape = "n_in" if n_axes == 2 else ", ".join(map(str, network.in_shape))
        raise ValueError(
            f"expected a single network and X of shape (N, {shape}), got leading axes {network.theta.shape[:-1]} "
            f"on the network and X of shape {X.shape}; check one network of an ensemble at a time"
        )

    def rng() -> np.random.Generator | None:
        return None if dropout_seed is None else generator(dropout_seed, Purpose.DROPOUT)

    def mean_loss(theta: Array, X: Array) -> float:
        return float(loss.forward(network.with_theta(theta).forward(X, rng()).A, Y).L)

    trace = network.forward(X, rng())
    gradients = network.backward(trace, loss.backward(loss.forward(trace.A, Y)))
    numeric = central_differences(lambda theta: mean_loss(theta, X), network.theta)
    analytic_parts = network.with_theta(gradients.theta.copy()).layers
    numeric_parts = network.with_theta(numeric).layers
    checks = [
        TensorCheck(f"layers[{i}].{name}", getattr(analytic, name), getattr(by_differences, name))
        for i, (analytic, by_differences) in enumerate(zip(analytic_parts, numeric_parts, strict=True))
        for name in analytic.parameter_names
    ]
    if gradients.dX is not None:
        numeric_X = central_differences(lambda perturbed: mean_loss(network.theta.copy(), perturbed), X)
        checks.append(TensorCheck("X", gradients.dX, numeric_X))
    return GradientCheck(tuple(checks))


def central_differences(f: Callable[[Array], float], V: Array, step: float = STEP) -> Array:
    """Return (f(V + h) - f(V - h)) / 2h for a small h at every entry in turn.

    Parameters
    ----------
    f : callable
        From an array like V to a number.
    V : ndarray
        Any shape; not changed.
    step : float
        The perturbation h, times the entry where that is larger than 1.

    Returns
    -------
    ndarray, shape of V
    """
    V = float64(V, "V")
    slopes = np.empty_like(V)
    for index in np.ndindex(V.shape):
        h = step * max(1.0, abs(float(V[index])))
        up, down = V.copy(), V.copy()
        up[index] += h
        down[index] -= h
        slopes[index] = (f(up) - f(down)) / (up[index] - down[index])
    return slopes
