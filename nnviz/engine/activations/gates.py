"""Gated activations, z times a gate between 0 and 1 that depends on z, and the Gaussian.

The gated ones fall below zero and rise again. Beyond a limit the gate has rounded to 0 or 1; the limits in the code
prevent infinity times 0, which would be NaN where the activation has a clear limit.
"""

import numpy as np

from nnviz.engine.activations.record import Activation
from nnviz.engine.activations.sigmoids import sigmoid
from nnviz.engine.arrays import Array
from nnviz.engine.normal_distribution import normal_cdf


def gaussian(Z: Array) -> Array:
    """The Gaussian e^(-z^2)."""
    Z = np.minimum(np.abs(Z), 28.0)  # from 27.3 on the result rounds to 0; the square of 1e200 would overflow
    return np.exp(-Z * Z)


def dgaussian(Z: Array, A: Array) -> Array:
    """The derivative -2 z e^(-z^2)."""
    D = np.maximum(np.minimum(Z, 28.0), -28.0)
    return -2.0 * D * A


def gelu(Z: Array) -> Array:
    """Z times the probability that a standard normal number is below z."""
    return np.maximum(Z, -40.0) * normal_cdf(Z)


def dgelu(Z: Array, A: Array) -> Array:
    """Phi(z) + z phi(z), where phi = Phi' is the density e^(-z^2 / 2) / sqrt(2 pi)."""
    # The forward pass has computed Phi already: it is A / z. Around 0, where there is nothing to divide, it is 1/2.
    D, A = np.maximum(np.minimum(Z, 40.0), -40.0), np.minimum(A, 40.0)
    Phi: Array = np.divide(A, D, out=np.full(D.shape, 0.5), where=np.abs(D) > 1e-300)
    phi: Array = np.exp(-0.5 * D * D) / np.sqrt(2.0 * np.pi)
    return Phi + D * phi


def gelu_tanh(Z: Array) -> Array:
    """Z times (1 + tanh(u)) / 2, where u = sqrt(2 / pi) (z + 0.044715 z^3) makes that almost Phi(z)."""
    # (1 + tanh(u)) / 2 is sigmoid(2 u), and the latter does not round to 0 far to the left.
    Z, D = np.maximum(Z, -25.0), np.maximum(np.minimum(Z, 25.0), -25.0)
    return Z * sigmoid(np.sqrt(8.0 / np.pi) * (D + 0.044715 * D * D * D))


def dgelu_tanh(Z: Array, A: Array) -> Array:
    """The product rule on z sigmoid(v), v = 2 u."""
    Z = np.maximum(np.minimum(Z, 25.0), -25.0)
    V = np.sqrt(8.0 / np.pi) * (Z + 0.044715 * Z * Z * Z)
    dV: Array = np.sqrt(8.0 / np.pi) * (1.0 + 3.0 * 0.044715 * Z * Z)
    return sigmoid(V) * (1.0 + Z * sigmoid(-V) * dV)


def silu(Z: Array) -> Array:
    """Z times sigmoid(z)."""
    return np.maximum(Z, -800.0) * sigmoid(Z)


def dsilu(Z: Array, A: Array) -> Array:
    """S + z s (1 - s), where s = sigmoid(z) and 1 - s = sigmoid(-z)."""
    Z = np.maximum(np.minimum(Z, 800.0), -800.0)
    return sigmoid(Z) * (1.0 + Z * sigmoid(-Z))


def mish(Z: Array) -> Array:
    """Z times tanh(softplus(z))."""
    # With E = e^z, tanh(log(1 + E)) = ((1 + E)^2 - 1) / ((1 + E)^2 + 1) = M / (M + 2), where M = E (E + 2).
    E = np.exp(np.minimum(Z, 40.0))
    M = E * (E + 2.0)
    return np.maximum(Z, -800.0) * (M / (M + 2.0))


def dmish(Z: Array, A: Array) -> Array:
    """The product rule on z M / (M + 2), where M = E (E + 2) and dM/dz = 2 E (E + 1)."""
    Z = np.maximum(np.minimum(Z, 40.0), -800.0)
    E = np.exp(Z)
    M = E * (E + 2.0)
    return M / (M + 2.0) + 4.0 * Z * E * (E + 1.0) / np.square(M + 2.0)


GAUSSIAN = Activation(
    name="gaussian",
    title="Gaussian",
    f=gaussian,
    df=dgaussian,
    latex=r"g(z) = e^{-z^2}",
    dlatex=r"g'(z) = -2 z\, e^{-z^2}",
    range=(0.0, 1.0),
    zero_centred=False,
    largest_slope=0.857763884960706796,  # sqrt(2 / e), at z = 1 / sqrt(2)
    saturates=(True, True),
    source="Broomhead and Lowe 1988, Multivariable functional interpolation and adaptive networks",
)

GELU = Activation(
    name="gelu",
    title="GELU",
    f=gelu,
    df=dgelu,
    latex=r"g(z) = z\, \Phi(z) = \frac{z}{2} \left(1 + \operatorname{erf} \frac{z}{\sqrt{2}}\right)",
    dlatex=r"g'(z) = \Phi(z) + z\, \varphi(z),\quad \varphi(z) = \frac{e^{-z^2/2}}{\sqrt{2 \pi}}",
    range=(-0.169971207479903662, np.inf),
    zero_centred=False,
    largest_slope=1.12890414518515479,  # at z = sqrt(2)
    saturates=(True, False),
    source="Hendrycks and Gimpel 2016, Gaussian error linear units, section 2",
)

GELU_TANH = Activation(
    name="gelu_tanh",
    title="GELU (tanh form)",
    f=gelu_tanh,
    df=dgelu_tanh,
    latex=r"g(z) = \frac{z}{2} \left(1 + \tanh u\right),\quad u = \sqrt{\tfrac{2}{\pi}}\, (z + 0.044715\, z^3)",
    dlatex=r"g'(z) = \frac{1 + \tanh u}{2} + \frac{z}{2} (1 - \tanh^2 u)\, "
    r"\sqrt{\tfrac{2}{\pi}}\, (1 + 0.134145\, z^2)",
    range=(-0.170040750571254051, np.inf),
    zero_centred=False,
    largest_slope=1.12899306865877177,  # at z = 1.4185
    saturates=(True, False),
    source="Hendrycks and Gimpel 2016, Gaussian error linear units, section 2 (the approximation)",
)

SILU = Activation(
    name="silu",
    title="SiLU",
    f=silu,
    df=dsilu,
    latex=r"g(z) = z\, \sigma(z) = \frac{z}{1 + e^{-z}}",
    dlatex=r"g'(z) = \sigma(z)\, (1 + z\, (1 - \sigma(z)))",
    range=(-0.278464542761073795, np.inf),
    zero_centred=False,
    largest_slope=1.09983932012886692,  # at z = 2.3994
    saturates=(True, False),
    source="Elfwing, Uchibe and Doya 2018, Sigmoid-weighted linear units for neural network function approximation in "
    "reinforcement learning; first in Hendrycks and Gimpel 2016; also called Swish",
)

MISH = Activation(
    name="mish",
    title="Mish",
    f=mish,
    df=dmish,
    latex=r"g(z) = z \tanh(\log(1 + e^{z}))",
    dlatex=r"g'(z) = \tanh s + z\, \sigma(z)\, (1 - \tanh^2 s),\quad s = \log(1 + e^{z})",
    range=(-0.308843413017250407, np.inf),
    zero_centred=False,
    largest_slope=1.08849816125172786,  # at z = 1.4906
    saturates=(True, False),
    source="Misra 2020, Mish: a self regularized non-monotonic activation function",
)
