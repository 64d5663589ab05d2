"""What of a gradient gets through time: its norm at every step, beside the spectral radius and the bound."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnviz.engine import LSTM, Array, Elman, Loss, Network, PerStepLoss
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.experiments.diagnosis.through_time import SharesThroughTime, shares_of
from nnviz.experiments.run.through_time import GradientThroughTime


@dataclass(frozen=True, eq=False)
class ThroughTime:
    """The gradient of the loss of the last step with respect to the state of every step.

    Attributes
    ----------
    norms : ndarray, shape (..., T)
        Of dL/dh_t: the root of the mean over the samples of its squared norm.
    cells : ndarray, shape (..., T), or None
        The same of dL/dc_t, for an LSTM.
    eigenvalues : ndarray of complex, shape (..., m), or None
        Of W_hh, for an Elman layer.
    bound : ndarray, shape (...), or None
        The largest factor of a step: the largest singular value of W_hh times the largest slope of the activation
        (Pascanu, Mikolov and Bengio 2013, section 2.1); for an Elman layer.
    """

    norms: Array
    cells: Array | None
    eigenvalues: np.ndarray[Any, np.dtype[np.complex128]] | None
    bound: Array | None

    @property
    def survives(self) -> Array:
        """What share of the last step's gradient reaches the first, shape (...)."""
        return np.divide(self.norms[..., 0], self.norms[..., -1])

    @property
    def shares(self) -> SharesThroughTime:
        """What the diagnosis judges: the share that reaches the first step, and the growth on the way."""
        cells = np.full_like(self.norms, np.nan) if self.cells is None else self.cells
        found = GradientThroughTime((0,), self.norms[None], cells[None])
        return shares_of(found, self.norms.shape[-1] - 1)

    @property
    def factor(self) -> Array:
        """The factor of a step, averaged geometrically over all, shape (...)."""
        steps = max(1, self.norms.shape[-1] - 1)
        return np.asarray(self.survives ** (1.0 / steps))

    @property
    def radius(self) -> Array | None:
        """The spectral radius of W_hh, shape (...)."""
        return None if self.eigenvalues is None else np.abs(self.eigenvalues).max(-1)


def recurrent_layer(network: Network) -> int:
    """Return the position of the recurrent layer.

    Raises
    ------
    ValueError
        If there is none.
    """
    for i, layer in enumerate(network.layers):
        if isinstance(layer, Recurrent):
            return i
    raise ValueError("expected a network with a recurrent layer, got none; build one by RecurrentArchitecture")


def through_time(network: Network, loss: Loss, X: Array, Y: Array) -> ThroughTime:
    """Measure the gradient of the last step's loss at every step.

    Parameters
    ----------
    network : Network
        One, or an ensemble.
    loss : Loss
    X : ndarray, shape (N, T, d) or (N, T)
    Y : ndarray, shape (N, T, n_out) or (N, n_out)
        Targets of all steps: those of the last step are taken. A vanishing gradient is one of early inputs; where every
        step has a loss of its own, the total hides it.

    Returns
    -------
    ThroughTime

    Raises
    ------
    ValueError
        If there is no recurrent layer, or X or Y do not fit.
    """
    i = recurrent_layer(network)
    layer = network.layers[i]
    if isinstance(loss, PerStepLoss):
        Y = np.where(np.arange(Y.shape[-2])[:, None] == Y.shape[-2] - 1, Y, np.nan)
    trace = network.forward(X)
    gradients: Any = network.backward(trace, loss.backward(loss.forward(trace.A, Y))).layers[i]
    eigenvalues = bound = None
    if isinstance(layer, Elman):
        eigenvalues = np.linalg.eigvals(layer.W_hh).astype(np.complex128)
        bound = np.linalg.norm(layer.W_hh, 2, axis=(-2, -1)) * layer.activation.largest_slope
    cells = norms_through_time(gradients.dC) if isinstance(layer, LSTM) else None
    return ThroughTime(norms_through_time(gradients.dH), cells, eigenvalues, bound)


def norms_through_time(dV: Array) -> Array:
    """Return the norm at every step: the root of the mean over the samples of the squared norm.

    Parameters
    ----------
    dV : ndarray, shape (..., N, T, m)
        Gradient with respect to the states.

    Returns
    -------
    ndarray, shape (..., T)
    """
    return np.asarray(np.sqrt((dV * dV).sum(-1).mean(-2)))


def scaled(network: Network, factor: float) -> Network:
    """Return the network with W_hh times a factor: its spectral radius moves with it.

    Parameters
    ----------
    network : Network
    factor : float
    """
    i = recurrent_layer(network)
    layer = network.layers[i]
    named = zip(layer.parameter_names, layer.parameters, strict=True)
    arrays = [array * factor if name == "W_hh" else array for name, array in named]
    return replace(network, layers=(*network.layers[:i], layer.with_parameters(*arrays), *network.layers[i + 1 :]))
