"""How exact central differences are: for every size of the step, with numbers of 64 bits and of 32."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.engine import GRU, LSTM, Array, Elman, TensorCheck
from nnviz.experiments.recurrence.check import ForwardPass, by_differences, by_four_points, forward_pass
from nnviz.experiments.recurrence.settings import RecurrenceSettings

POWERS = tuple(range(-1, -13, -1))
"""The steps h are ten to these."""

WAYS: dict[str, tuple[type, Callable[..., Any]]] = {
    "64 bits": (np.float64, by_differences),
    "32 bits": (np.float32, by_differences),
    "64 bits, four points": (np.float64, by_four_points),
}
"""Numbers and points: two at h, or four at h and 2h."""


@dataclass(frozen=True, eq=False)
class Precision:
    """The error of central differences.

    Attributes
    ----------
    errors : ndarray, shape (3, 12)
        The largest relative error of all parameters in each of `WAYS`, at each step of `POWERS`.
    """

    errors: Array

    @property
    def best(self) -> tuple[int, ...]:
        """The power of ten of the step with the smallest error, for each of `WAYS`."""
        return tuple(POWERS[int(row.argmin())] for row in self.errors)


def precision(settings: RecurrenceSettings) -> Precision:
    """Compare the gradient of all parameters with central differences at every step size.

    Parameters
    ----------
    settings : RecurrenceSettings

    Examples
    --------
    >>> found = precision(RecurrenceSettings())
    >>> found.errors.shape, bool(found.errors[0].min() < 1e-6 < found.errors[1].min())
    ((3, 12), True)
    """
    one = forward_pass(settings, settings.check_steps, reset=False)
    exact = np.concatenate([one.gradients()[name].ravel() for name in ("dW_xh", "dW_hh", "db", "dW_hy", "db_y")])
    errors = [[_error(one, exact, way, 10.0**power) for power in POWERS] for way in WAYS]
    return Precision(np.array(errors))


def _error(one: ForwardPass, exact: Array, way: str, step: float) -> float:
    dtype, differences = WAYS[way]
    theta: Any = one.network.theta.astype(dtype)
    with np.errstate(divide="ignore", invalid="ignore"):  # a step too small to change a number divides by zero
        numeric = differences(lambda moved: losses(one, moved), theta, step)
    error = TensorCheck("theta", exact, numeric.astype(np.float64)).error
    return float(np.nan_to_num(error, nan=1.0, posinf=1.0).max())


def losses(one: ForwardPass, theta: Any) -> Any:
    """Return the loss of networks, computed with the precision of their parameters.

    The engine has float64 alone, so the forward pass is written out here once more.

    Parameters
    ----------
    one : ForwardPass
    theta : ndarray, shape (..., n_parameters)

    Returns
    -------
    ndarray, shape (...), dtype of theta
    """
    W_xh, W_hh, b, W, b_out = one.network.layout.views(theta)
    cell = _CELLS[type(one.layer)]
    X, Y = (V.astype(theta.dtype) for V in (one.X[0], one.Y[0]))
    state = (np.zeros((*W_hh.shape[:-2], 1, W_hh.shape[-2]), theta.dtype),) * 2
    total = np.zeros(theta.shape[:-1], theta.dtype)
    counted = ~np.isnan(Y[:, 0])
    for x, y, counts in zip(X, Y, counted, strict=True):
        state = cell(x[None] @ W_xh + b[..., None, :], W_hh, state)
        if counts:
            z = (state[0] @ W + b_out[..., None, :])[..., 0, 0]
            total = total + np.maximum(z, 0) - z * y[0] + np.log1p(np.exp(-np.abs(z)))
    return total / theta.dtype.type(counted.sum())


def _sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def _elman(xW: Any, W_hh: Any, state: Any) -> Any:
    h = np.tanh(xW + state[0] @ W_hh)
    return h, h


def _gru(xW: Any, W_hh: Any, state: Any) -> Any:
    h = state[0]
    (x_r, x_u, x_n), (h_r, h_u, h_n) = np.split(xW, 3, -1), np.split(h @ W_hh, 3, -1)
    r, u = _sigmoid(x_r + h_r), _sigmoid(x_u + h_u)
    h = u * h + (1 - u) * np.tanh(x_n + r * h_n)
    return h, h


def _lstm(xW: Any, W_hh: Any, state: Any) -> Any:
    h, c = state
    i, f, o, g = np.split(xW + h @ W_hh, 4, -1)
    c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
    return _sigmoid(o) * np.tanh(c), c


_CELLS: dict[type, Callable[..., Any]] = {Elman: _elman, GRU: _gru, LSTM: _lstm}
