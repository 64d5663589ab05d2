"""Rectifiers with an exponential in place of the hard corner: smooth or pulling the mean of A towards zero."""

from functools import partial

import numpy as np

from nnviz.engine.activations.record import Activation, Family
from nnviz.engine.activations.sigmoids import sigmoid
from nnviz.engine.arrays import Array
from nnviz.engine.parameters import Parameter

# The pair for which mean 0 and variance 1 reproduce themselves from layer to layer (Klambauer et al. 2017).
SELU_ALPHA = 1.6732632423543772848
SELU_SCALE = 1.0507009873554804934


def elu(Z: Array, alpha: float) -> Array:
    """Z above zero, alpha (e^z - 1) below."""
    # One of the two terms is always 0. min(z, 0) keeps e^z from overflowing; expm1 keeps the digits of e^z - 1 near 0.
    return np.maximum(Z, 0.0) + alpha * np.expm1(np.minimum(Z, 0.0))


def delu(Z: Array, A: Array, alpha: float) -> Array:
    """1 above zero, alpha e^z at zero and below."""
    return np.where(Z > 0.0, 1.0, alpha * np.exp(np.minimum(Z, 0.0)))


def selu(Z: Array) -> Array:
    """The ELU with alpha = 1.673, stretched by 1.0507."""
    with np.errstate(over="ignore"):  # the stretch leads out of float64 from z = 1.7e308 on, to infinity
        return SELU_SCALE * elu(Z, SELU_ALPHA)


def dselu(Z: Array, A: Array) -> Array:
    """1.0507 above zero, 1.758 e^z at zero and below."""
    return SELU_SCALE * delu(Z, A, SELU_ALPHA)


def softplus(Z: Array) -> Array:
    """log(1 + e^z), written as max(z, 0) + log(1 + e^-|z|)."""
    # For z > 0, log(1 + e^z) = z + log(1 + e^-z): so nothing overflows. log1p keeps the digits of a small e^-|z|.
    return np.maximum(Z, 0.0) + np.log1p(np.exp(-np.abs(Z)))


def dsoftplus(Z: Array, A: Array) -> Array:
    """The sigmoid."""
    return sigmoid(Z)


SELU = Activation(
    name="selu",
    title="SELU",
    f=selu,
    df=dselu,
    latex=r"g(z) = \lambda \begin{cases} z & z > 0 \\ \alpha\,(e^{z} - 1) & z \le 0 \end{cases},\quad "
    r"\alpha \approx 1.6733,\ \lambda \approx 1.0507",
    dlatex=r"g'(z) = \lambda \begin{cases} 1 & z > 0 \\ \alpha\, e^{z} & z \le 0 \end{cases}",
    range=(-SELU_SCALE * SELU_ALPHA, np.inf),
    zero_centred=False,
    largest_slope=SELU_SCALE * SELU_ALPHA,
    saturates=(True, False),
    source="Klambauer, Unterthiner, Mayr and Hochreiter 2017, Self-normalizing neural networks, eq. 2",
    kinks=(0.0,),
)

SOFTPLUS = Activation(
    name="softplus",
    title="softplus",
    f=softplus,
    df=dsoftplus,
    latex=r"g(z) = \log(1 + e^{z})",
    dlatex=r"g'(z) = \frac{1}{1 + e^{-z}}",
    range=(0.0, np.inf),
    zero_centred=False,
    largest_slope=1.0,
    saturates=(True, False),
    source="Dugas, Bengio, Bélisle, Nadeau and Garcia 2001, Incorporating second-order functional knowledge",
)


def _elu(alpha: float) -> Activation:
    return Activation(
        name="elu",
        title="ELU",
        f=partial(elu, alpha=alpha),
        df=partial(delu, alpha=alpha),
        latex=rf"g(z) = \begin{{cases}} z & z > 0 \\ \alpha\,(e^{{z}} - 1) & z \le 0 \end{{cases}},\quad "
        rf"\alpha = {alpha:g}",
        dlatex=r"g'(z) = \begin{cases} 1 & z > 0 \\ \alpha\, e^{z} & z \le 0 \end{cases}",
        range=(-alpha, np.inf),
        zero_centred=False,
        largest_slope=max(1.0, alpha),
        saturates=(True, False),
        source="Clevert, Unterthiner and Hochreiter 2016, Fast and accurate deep network learning by exponential "
        "linear units",
        parameters=(("alpha", alpha),),
        kinks=() if alpha == 1.0 else (0.0,),
    )


_ALPHA = Parameter("alpha", r"\alpha", "depth below zero", default=1.0, above=0.0, at_most=1e6)
ELU = Family("elu", "ELU", (_ALPHA,), _elu)
