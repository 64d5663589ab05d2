"""Rectifiers: the identity above zero, and zero or a small slope below."""

from functools import partial

import numpy as np

from nnviz.engine.activations.record import Activation, Family
from nnviz.engine.arrays import Array
from nnviz.engine.parameters import Parameter


def relu(Z: Array) -> Array:
    """Z above zero, 0 below."""
    return np.maximum(Z, 0.0)


def drelu(Z: Array, A: Array) -> Array:
    """1 above zero, 0 at zero and below."""
    return np.sign(A)  # A is never negative: its sign is 1 or 0


def drelu_at(Z: Array, A: Array, slope_at_zero: float) -> Array:
    """1 above zero, 0 below, and a value of one's choice at zero itself."""
    return np.heaviside(Z, slope_at_zero)


def relu6(Z: Array) -> Array:
    """Z between 0 and 6, cut off at both."""
    return np.minimum(np.maximum(Z, 0.0), 6.0)


def drelu6(Z: Array, A: Array) -> Array:
    """1 between the corners, 0 outside and at them."""
    return np.sign(A) * np.heaviside(6.0 - A, 0.0)


def leaky_relu(Z: Array, slope: float) -> Array:
    """Z above zero, slope z below."""
    return np.maximum(Z, slope * Z)  # as the slope is at most 1, the larger of the two is the right one


def dleaky_relu(Z: Array, A: Array, slope: float) -> Array:
    """1 above zero, the slope at zero and below."""
    return np.maximum(np.sign(Z), slope)  # sign(z) is 1, 0 or -1


def prelu(Z: Array, slope: Array | float) -> Array:
    """max(0, z) + slope min(0, z), where slope is one number or one per unit.

    Parameters
    ----------
    Z : ndarray, shape (..., N, n)
    slope : float or ndarray, broadcast against Z: shape (n,) or (..., 1, n)

    Returns
    -------
    ndarray, shape of Z
    """
    # 0 times minus infinity is NaN, though a slope of 0 makes everything below zero 0: where() takes care of that.
    below = np.where(np.equal(slope, 0.0), 0.0, np.minimum(Z, 0.0))
    with np.errstate(over="ignore"):  # a slope beyond 1 can lead out of float64, to infinity
        return np.maximum(Z, 0.0) + slope * below


def dprelu_dz(Z: Array, slope: Array | float) -> Array:
    """1 above zero, the slope at zero and below: the derivative of `prelu` by Z, of the shape of Z."""
    H = np.heaviside(Z, 0.0)
    return H + slope * (1.0 - H)


def dprelu_dslope(Z: Array) -> Array:
    """0 above zero, z below: the derivative of `prelu` by the slope, of the shape of Z (not summed over samples)."""
    return np.minimum(Z, 0.0)


def _dprelu(Z: Array, A: Array, slope: float) -> Array:
    return dprelu_dz(Z, slope)


def _relu(slope_at_zero: float) -> Activation:
    df = drelu if slope_at_zero == 0.0 else partial(drelu_at, slope_at_zero=slope_at_zero)
    return Activation(
        name="relu",
        title="ReLU",
        f=relu,
        df=df,
        latex=r"g(z) = \max(0, z)",
        dlatex=rf"g'(z) = \begin{{cases}} 1 & z > 0 \\ {slope_at_zero:g} & z = 0 \\ 0 & z < 0 \end{{cases}}",
        range=(0.0, np.inf),
        zero_centred=False,
        largest_slope=1.0,
        saturates=(True, False),
        source="Nair and Hinton 2010, Rectified linear units improve restricted Boltzmann machines; "
        "Glorot, Bordes and Bengio 2011, Deep sparse rectifier neural networks",
        parameters=(("slope_at_zero", slope_at_zero),),
        kinks=(0.0,),
    )


RELU6 = Activation(
    name="relu6",
    title="ReLU6",
    f=relu6,
    df=drelu6,
    latex=r"g(z) = \min(6, \max(0, z))",
    dlatex=r"g'(z) = \begin{cases} 1 & 0 < z < 6 \\ 0 & \text{else} \end{cases}",
    range=(0.0, 6.0),
    zero_centred=False,
    largest_slope=1.0,
    saturates=(True, True),
    source="Krizhevsky 2010, Convolutional deep belief networks on CIFAR-10",
    kinks=(0.0, 6.0),
)


def _leaky_relu(slope: float) -> Activation:
    return Activation(
        name="leaky_relu",
        title="leaky ReLU",
        f=partial(leaky_relu, slope=slope),
        df=partial(dleaky_relu, slope=slope),
        latex=rf"g(z) = \max(\alpha z,\, z),\quad \alpha = {slope:g}",
        dlatex=r"g'(z) = \begin{cases} 1 & z > 0 \\ \alpha & z \le 0 \end{cases}",
        range=(-np.inf, np.inf),
        zero_centred=slope == 1.0,
        largest_slope=1.0,
        saturates=(False, False),
        source="Maas, Hannun and Ng 2013, Rectifier nonlinearities improve neural network acoustic models",
        parameters=(("slope", slope),),
        kinks=() if slope == 1.0 else (0.0,),
    )


def _prelu(slope: float) -> Activation:
    return Activation(
        name="prelu",
        title="PReLU",
        f=partial(prelu, slope=slope),
        df=partial(_dprelu, slope=slope),
        latex=rf"g(z) = \max(0, z) + a \min(0, z),\quad a = {slope:g} \text{{ at the start, then learned}}",
        dlatex=r"g'(z) = \begin{cases} 1 & z > 0 \\ a & z \le 0 \end{cases}",
        range=(-np.inf if slope > 0.0 else 0.0, np.inf),
        zero_centred=slope == 1.0,
        largest_slope=max(1.0, abs(slope)),
        saturates=(slope == 0.0, False),
        source="He, Zhang, Ren and Sun 2015, Delving deep into rectifiers, eq. 1",
        parameters=(("slope", slope),),
        learned="slope",
        kinks=() if slope == 1.0 else (0.0,),
    )


RELU = Family(
    "relu",
    "ReLU",
    (Parameter("slope_at_zero", "g'(0)", "slope at the corner", default=0.0, choices=(0.0, 0.5, 1.0)),),
    _relu,
)
LEAKY_RELU = Family(
    "leaky_relu",
    "leaky ReLU",
    (Parameter("slope", r"\alpha", "slope below zero", default=0.01, above=0.0, at_most=1.0),),
    _leaky_relu,
)
PRELU = Family("prelu", "PReLU", (Parameter("slope", "a", "slope below zero at the start", default=0.25),), _prelu)
