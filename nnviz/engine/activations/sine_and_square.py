"""Two that rise and fall: the sine, which comes back again and again, and the square, whose slope has no bound."""

import numpy as np

from nnviz.engine.activations.record import Activation
from nnviz.engine.arrays import Array


def sine(Z: Array) -> Array:
    """The sine of z; at infinity, where it has no limit, the 0 about which it swings."""
    return np.sin(np.where(np.isinf(Z), 0.0, Z))


def dsine(Z: Array, A: Array) -> Array:
    """The cosine of z."""
    return np.cos(np.where(np.isinf(Z), 0.0, Z))


def square(Z: Array) -> Array:
    """Z z: a network of squares is a polynomial of its inputs."""
    with np.errstate(over="ignore"):  # infinite where it is larger than float64
        return Z * Z


def dsquare(Z: Array, A: Array) -> Array:
    """2 z, however large: one layer can stretch a gradient by any factor, so deep networks of squares blow up."""
    with np.errstate(over="ignore"):
        return 2.0 * Z


SINE = Activation(
    name="sine",
    title="sine",
    f=sine,
    df=dsine,
    latex=r"g(z) = \sin z",
    dlatex=r"g'(z) = \cos z",
    range=(-1.0, 1.0),
    zero_centred=True,
    largest_slope=1.0,
    saturates=(False, False),
    source="Sitzmann, Martel, Bergman, Lindell and Wetzstein 2020, Implicit neural representations with periodic "
    "activation functions, eq. 1 (there of 30 z in the first layer)",
)

SQUARE = Activation(
    name="square",
    title="square",
    f=square,
    df=dsquare,
    latex=r"g(z) = z^2",
    dlatex=r"g'(z) = 2 z",
    range=(0.0, np.inf),
    zero_centred=False,
    largest_slope=np.inf,
    saturates=(False, False),
    source="Livni, Shalev-Shwartz and Shamir 2014, On the computational efficiency of training neural networks",
)
