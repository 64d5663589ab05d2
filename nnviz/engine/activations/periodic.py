"""The sine: it neither grows nor saturates, but comes back again and again."""

import numpy as np

from nnviz.engine.activations.record import Activation
from nnviz.engine.arrays import Array


def sine(Z: Array) -> Array:
    """The sine of z; at infinity, where it has no limit, the 0 about which it swings."""
    return np.sin(np.where(np.isinf(Z), 0.0, Z))


def dsine(Z: Array, A: Array) -> Array:
    """The cosine of z."""
    return np.cos(np.where(np.isinf(Z), 0.0, Z))


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
