"""What is measured of every layer in one forward and backward pass: sizes of gradients, slopes, saturation, spread."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Dense, Layer, Loss, Network, Residual, accuracy

SMALLEST_NORMAL = float(np.finfo(np.float64).smallest_normal)
"""2.2e-308: below it a float64 is denormal and loses digits; below 4.9e-324 there is nothing but zero."""

COUNTED = 60
"""Samples whose numbers are counted in bins: enough for a shape."""


@dataclass(frozen=True, eq=False)
class LayerMeasurements:
    """All layers of R networks at one moment; every array but the first two has shape (R, depth + 1), output last.

    Attributes
    ----------
    largest_slope : float
        Of the hidden layers' activation.
    loss, accuracy : ndarray, shape (R,)
        On the samples on which layers are measured.
    gradient : ndarray
        Length of dW. Computed so that it is zero only where all of dW is zero.
    bias_gradient : ndarray
        Length of db.
    delta : ndarray
        Mean of |dZ| over samples and units.
    delta_spread, spread : ndarray
        Root mean square of dZ around its mean, and of A around its mean; the output counts with Z.
    mean : ndarray
        Mean of A.
    slope : ndarray
        Mean of |g'(Z)|; 1 for the linear output.
    saturated, dead : ndarray
        Share of units x samples whose slope is below 5 % of the largest, and of units whose slope is 0 on every sample.
    zeros, denormals : ndarray
        Share of the entries of dZ that are exactly zero, and of those that are not zero but below `SMALLEST_NORMAL`.
    """

    largest_slope: float
    loss: Array
    accuracy: Array
    gradient: Array
    bias_gradient: Array
    delta: Array
    delta_spread: Array
    spread: Array
    mean: Array
    slope: Array
    saturated: Array
    dead: Array
    zeros: Array
    denormals: Array

    @property
    def left(self) -> Array:
        """What is left of dZ of the output in each layer: mean |dZ| over that of the output, shape (R, depth + 1)."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return np.asarray(self.delta / self.delta[:, -1:], np.float64)

    @property
    def slopes_left(self) -> Array:
        """The product of the mean slopes of this hidden layer and all behind it, shape (R, depth + 1)."""
        product = np.cumprod(self.slope[:, ::-1], axis=-1)[:, ::-1]
        return np.asarray(product, np.float64)

    @property
    def bound(self) -> Array:
        """The most that this product can be: the largest slope to the power of the layers, shape (depth + 1,)."""
        n = self.gradient.shape[-1]
        with np.errstate(over="ignore"):
            bound = np.power(self.largest_slope, np.arange(n - 1, -1, -1, dtype=np.float64))
        return np.asarray(bound, np.float64)


@dataclass(frozen=True, eq=False)
class Histograms:
    """How activations and gradients are distributed in every layer, as counts in bins.

    Attributes
    ----------
    activations : ndarray, shape (R, depth, bins)
        Shares of A in equal bins; what lies outside counts in the outermost bins. NaN counts nowhere.
    gradients : ndarray, shape (R, depth, bins)
        Shares of log10 |dZ| in equal bins; exact zeros count nowhere: `LayerMeasurements.zeros` has them.
    """

    activations: Array
    gradients: Array


@dataclass(frozen=True)
class Ranges:
    """The bins of `Histograms`: lowest and highest activation, lowest and highest power of ten of a gradient."""

    activations: tuple[float, float]
    gradients: tuple[float, float]
    bins: int = 40


@dataclass(frozen=True, eq=False)
class LayerTensors:
    """The arrays of one pass: the A and dZ of every hidden layer, shapes (R, N, width)."""

    A: tuple[Array, ...]
    dZ: tuple[Array, ...]


@np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore")
def measure_layers(network: Network, loss: Loss, X: Array, Y: Array) -> tuple[LayerMeasurements, LayerTensors]:
    """Run one pass and measure every layer.

    Parameters
    ----------
    network : Network
        Of dense layers, some of them inside residual connections, parameters of shape (R, n_parameters); the last one
        is linear.
    loss : Loss
        From logits.
    X : ndarray, shape (N, n_in)
    Y : ndarray, shape (N, n_out)
    """
    trace = network.forward(X)
    said = loss.forward(trace.A, Y)
    gradients = network.backward(trace, loss.backward(said), need_dX=False)
    rows = []
    passed = [_dense(*parts) for parts in zip(network.layers, trace.layers, gradients.layers, strict=True)]
    outputs = [part.A for part in trace.layers]
    for (layer, part, back), A in zip(passed, outputs, strict=True):
        g = layer.activation
        Z, dZ, dW = part.Z, back.dZ, back.dW
        slope = np.abs(g.df(Z, part.A))
        rows.append(
            (
                careful_norm(dW),
                careful_norm(back.db[..., None]),
                np.abs(dZ).mean((-2, -1)),
                _spread(dZ),
                _spread(A),
                A.mean((-2, -1)),
                slope.mean((-2, -1)),
                (slope < g.flat_below).mean((-2, -1)),
                (slope == 0.0).all(-2).mean(-1),
                (dZ == 0.0).mean((-2, -1)),
                ((dZ != 0.0) & (np.abs(dZ) < SMALLEST_NORMAL)).mean((-2, -1)),
            )
        )
    columns = [np.stack(column, -1) for column in zip(*rows, strict=True)]
    hidden = passed[0][0].activation
    right = _right(trace.A, Y)
    found = LayerMeasurements(float(hidden.largest_slope), np.asarray(said.L), right, *columns)
    return found, LayerTensors(tuple(outputs[:-1]), tuple(back.dZ for _, _, back in passed[:-1]))


def _dense(layer: Layer[Any], part: Any, back: Any) -> tuple[Dense, Any, Any]:
    """Return a dense layer with its trace and its gradients, taken out of its residual connection if it has one."""
    if isinstance(layer, Residual):
        layer, part, back = layer.layers[0], part.layers[0], back.layers[0]
    assert isinstance(layer, Dense)
    return layer, part, back


def careful_norm(V: Array) -> Array:
    """Return the Frobenius norm over the last two axes; squares of tiny or huge entries do not get lost on the way."""
    largest = np.abs(V).max((-2, -1), keepdims=True)
    safe = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
    with np.errstate(invalid="ignore", over="ignore"):
        norm: Array = (safe * np.sqrt(np.square(V / safe).sum((-2, -1), keepdims=True)))[..., 0, 0]
    return norm


def _spread(V: Array) -> Array:
    """Standard deviation over the last two axes, as carefully."""
    centred = V - V.mean((-2, -1), keepdims=True)
    spread: Array = careful_norm(centred) / np.sqrt(V.shape[-1] * V.shape[-2])
    return spread


def _right(logits: Array, Y: Array) -> Array:
    if Y.shape[-1] > 1:
        return accuracy(logits.argmax(-1), Y.argmax(-1), logits)
    return accuracy(logits[..., 0] >= 0.0, Y[..., 0] > 0.5, logits)


def ranges(result: LayerTensors, bounds: tuple[float, float]) -> Ranges:
    """Choose bins that show these layers well.

    Parameters
    ----------
    result : LayerTensors
    bounds : tuple of float
        The range of the activation. Where it is endless, the bins reach as far as the activations of a typical layer.
    """
    low, high = bounds
    if not np.isfinite([low, high]).all():
        reach = _reach(result.A)
        low, high = max(low, -reach), min(high, reach)
    sizes = np.abs(np.concatenate([dZ.reshape(-1) for dZ in result.dZ]))
    sizes = sizes[(sizes > 0) & np.isfinite(sizes)]
    if sizes.size == 0:
        return Ranges((low, high), (-8.0, 0.0))
    powers = np.log10(sizes)
    return Ranges((low, high), (float(np.floor(np.quantile(powers, 0.002))) - 1, float(np.ceil(powers.max())) + 1))


def _reach(As: tuple[Array, ...]) -> float:
    with np.errstate(invalid="ignore"):  # between two infinite activations there is no number
        tops = np.array([np.quantile(np.nan_to_num(np.abs(A), posinf=np.inf), 0.99, axis=(-2, -1)) for A in As])
    usual = tops[(tops > 1e-3) & (tops < 1e3)]
    top = float(np.median(usual)) if usual.size else 1.0
    power = 10.0 ** np.floor(np.log10(top))
    return float(power * next(m for m in (1, 2, 3, 5, 10) if m * power >= top * (1 - 1e-9)))


@np.errstate(invalid="ignore", divide="ignore", over="ignore")
def histograms(result: LayerTensors, chosen: Ranges) -> Histograms:
    """Count activations and gradients of the first `COUNTED` samples in the bins."""
    R = result.A[0].shape[0]
    A = np.stack([A[:, :COUNTED].reshape(R, -1) for A in result.A], 1)
    powers = np.log10(np.abs(np.stack([dZ[:, :COUNTED].reshape(R, -1) for dZ in result.dZ], 1)))
    return Histograms(_shares(A, chosen.activations, chosen.bins), _shares(powers, chosen.gradients, chosen.bins))


def _shares(values: Array, reach: tuple[float, float], bins: int) -> Array:
    """Shares of the last axis in each bin; NaN and minus infinity (the logarithm of an exact zero) count nowhere."""
    low, high = reach
    counted = ~(np.isnan(values) | np.isneginf(values))
    position = np.clip((values - low) / (high - low) * bins, 0.0, bins - 1.0)
    index: NDArray[np.intp] = np.where(counted, position, bins).astype(np.intp)
    rows = values.reshape(-1, values.shape[-1]).shape[0]
    flat = index.reshape(rows, -1) + (bins + 1) * np.arange(rows)[:, None]
    counts = np.bincount(flat.ravel(), minlength=rows * (bins + 1)).reshape(*values.shape[:-1], bins + 1)
    shares: Array = counts[..., :bins] / values.shape[-1]
    return shares
