"""What mean-field theory predicts of a deep network from its activation and the scale of its weights alone.

In a wide layer whose weights are drawn with variance sigma_w^2 / n_in and whose biases are zero, the z of a unit are
nearly normal. So two numbers describe what a layer does to its inputs: their size q, the variance of z, and the
correlation c of the z of two inputs (Poole et al. 2016, eq. 3 and 5),

    q -> sigma_w^2 E[phi(u)^2]          c -> sigma_w^2 E[phi(u_1) phi(u_2)] / q,

with normal u of variance q and correlation c. The slope chi_1 = sigma_w^2 E[phi'(u)^2] of the second map at c = 1 also
says by how much a layer stretches the square of a gradient: **below 1 gradients vanish and all inputs become alike,
above 1 gradients explode and nearby inputs part**; at 1 a signal gets through many layers (Schoenholz et al. 2017).
How deep it gets elsewhere is the depth scale xi of the map's approach to its fixed point; networks were found to train
down to about 6 xi layers (Schoenholz et al. 2017, figure 5).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.run.choice import activation_of

DEPTHS_THAT_TRAIN = 6.0
"""Depth scales down to which networks were found to train (Schoenholz et al. 2017, figure 5)."""

GAINS = (0.01, 30.0)
"""Weight scales among which the critical one is sought."""

Phase = Literal["ordered", "critical", "chaotic"]

_Z = np.linspace(-8.5, 8.5, 1702)  # none of them is 0, where many activations have a kink
_DENSITY = np.exp(-(_Z**2) / 2)
_DENSITY /= _DENSITY.sum()
_COARSE = slice(None, None, 9)
_HALVINGS = 60
_CLOSE = 1e-6
_SMALLEST = 1e-12


@dataclass(frozen=True)
class MeanField:
    """Wide layers of one activation and one weight scale, their biases zero.

    Attributes
    ----------
    activation : str
        A choice, such as ``tanh``.
    gain : float
        sigma_w: weights have the standard deviation gain / sqrt(n_in), as ``lecun_normal(gain=...)`` draws them.
    size : float
        q*, the variance of z behind many layers; 0 and infinity where a signal dies away or overflows.
    stretch : float
        chi_1, by which a layer multiplies the mean square of a gradient.
    correlation : float
        c*, how alike any two inputs are behind many layers.
    depth_scale : float
        xi: layers in which a difference between inputs falls by the factor e; infinite at the critical scale. For an
        activation that stretches with its input, as ReLU does, those in which the square of a signal changes by e.
    """

    activation: str
    gain: float
    size: float
    stretch: float
    correlation: float
    depth_scale: float

    @property
    def phase(self) -> Phase:
        """Whether gradients vanish (ordered), explode (chaotic) or keep their size."""
        if abs(self.stretch - 1) < 1e-3:
            return "critical"
        return "ordered" if self.stretch < 1 else "chaotic"

    @property
    def deepest(self) -> float:
        """The number of layers down to which such networks should train."""
        return DEPTHS_THAT_TRAIN * self.depth_scale

    @property
    def survives(self) -> float:
        """Layers through which the mean square of a gradient changes by e^6, six times its own depth scale."""
        return DEPTHS_THAT_TRAIN * _scale(self.stretch)


@lru_cache(maxsize=2048)
def mean_field(name: str, gain: float) -> MeanField:
    """Compute the fixed points of both maps and the depth scale.

    Parameters
    ----------
    name : str
        An activation that is bounded, such as tanh or the sigmoid, or has f(a z) = a f(z) for a > 0, such as ReLU.
    gain : float
        The weight scale sigma_w, above 0.

    Raises
    ------
    ValueError
        If the theory has no fixed point for the activation, or the gain is not above 0.
    """
    if not gain > 0:
        raise ValueError(f"expected a weight scale above 0, got {gain:g}; choose one such as 1")
    phi, slope = _of(name)
    q, stretch = _size_and_stretch(name, gain)
    if stretch <= 1 or not 0 < q < np.inf:
        return MeanField(name, gain, q, stretch, 1.0, _scale(stretch))
    u = np.sqrt(q) * _Z
    if abs(_mean(phi(u))) < _CLOSE:  # an odd activation: behind many layers any two inputs are uncorrelated
        return MeanField(name, gain, q, stretch, 0.0, _scale(gain**2 * _mean(slope(u)) ** 2))
    c = _root(lambda c: gain**2 * _pair(phi, q, c) / q - c, 0.0, 1 - 1e-9)
    return MeanField(name, gain, q, stretch, c, _scale(gain**2 * _pair(slope, q, c)))


@lru_cache(maxsize=64)
def critical_gain(name: str) -> float | None:
    """Return the weight scale at which a layer keeps the size of gradients: chi_1 = 1; None where none of `GAINS` does.

    It is 1 for tanh, the square root of 2 for ReLU (He et al. 2015, eq. 10), and about 10 for the sigmoid.
    """

    def missing(x: float) -> float:
        return 1 - _size_and_stretch(name, float(np.exp(x)))[1]

    low, high = (float(x) for x in np.log(GAINS))
    return float(np.exp(_root(missing, low, high))) if missing(low) > 0 >= missing(high) else None


def is_predicted(name: str) -> bool:
    """Return whether the theory says anything about an activation."""
    try:
        _size_and_stretch(name, 1.0)
    except ValueError:
        return False
    return True


def _of(name: str) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    g = activation_of(name)
    return g.f, lambda Z: g.df(Z, g.f(Z))


def _size_and_stretch(name: str, gain: float) -> tuple[float, float]:
    """Return q* and chi_1."""
    phi, slope = _of(name)
    if _stretches(phi):
        stretch = gain**2 * _mean(phi(_Z) ** 2)
        return (0.0 if stretch < 1 - _CLOSE else np.inf if stretch > 1 + _CLOSE else 1.0), stretch
    if not np.isfinite(activation_of(name).range).all():
        raise ValueError(
            f"expected an activation that is bounded or stretches with its input, got {name}; such as tanh, sigmoid "
            "or relu"
        )
    q = _root(lambda q: gain**2 * _mean(phi(np.sqrt(q) * _Z) ** 2) - q, _SMALLEST, 2 * gain**2)
    return q, gain**2 * _mean(slope(np.sqrt(max(q, _SMALLEST)) * _Z) ** 2)  # q* = 0 is approached from above


def _stretches(phi: Callable[[Array], Array]) -> bool:
    return bool(np.allclose(phi(2 * _Z), 2 * phi(_Z), rtol=1e-12, atol=1e-12))


def _mean(values: Array) -> float:
    """The mean over a normal z of variance 1; equal steps are exact to rounding for smooth functions."""
    return float(_DENSITY @ values)


def _pair(of: Callable[[Array], Array], q: float, c: float) -> float:
    """The mean of of(u_1) of(u_2) for normal u of variance q and correlation c."""
    z, p = _Z[_COARSE], _DENSITY[_COARSE] / _DENSITY[_COARSE].sum()
    second = c * z[:, None] + np.sqrt(1 - c**2) * z
    return float((p * of(np.sqrt(q) * z)) @ (of(np.sqrt(q) * second) @ p))


def _scale(slope: float) -> float:
    """Layers in which something that each of them multiplies by `slope` changes by the factor e."""
    if slope <= 0:  # a step, which passes no gradient on
        return 0.0
    distance = abs(float(np.log(slope)))
    return 1 / distance if distance > _CLOSE else np.inf


def _root(f: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that is positive before and negative behind changes its sign; the end it does not reach else."""
    if f(low) <= 0:
        return 0.0 if low == _SMALLEST else low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return (low + high) / 2
