"""S-shaped activations: they map every number to a bounded range and saturate on both sides."""

from functools import partial

import numpy as np

from nnviz.engine.activations.record import Activation, Family
from nnviz.engine.arrays import Array
from nnviz.engine.parameters import Parameter


def sigmoid(Z: Array) -> Array:
    """1 / (1 + e^-z), written as e^z / (1 + e^z)."""
    # e^-z would overflow far to the left. e^z does so to the right, but from z = 37 on the result rounds to 1.
    E = np.exp(np.minimum(Z, 40.0))
    return E / (1.0 + E)


def dsigmoid(Z: Array, A: Array) -> Array:
    """e^-z / (1 + e^-z)^2, the same for z and -z, so that |z| may stand for z."""
    # The textbook's A (1 - A) is 0 from z = 37 on, where A has rounded to 1: then this unit could never learn again.
    E = np.exp(-np.abs(Z))
    return E / np.square(1.0 + E)


def tanh(Z: Array) -> Array:
    """The hyperbolic tangent, (e^z - e^-z) / (e^z + e^-z)."""
    return np.tanh(Z)


def dtanh(Z: Array, A: Array) -> Array:
    """1 / cosh(z)^2, which is 1 - tanh(z)^2."""
    # The textbook's 1 - A^2 loses its digits as A rounds to 1, all of them at z = 19. cosh overflows from z = 710.5 on;
    # S S is 0 from z = 373 on, so that a limit of 400 changes nothing.
    S = np.reciprocal(np.cosh(np.minimum(np.abs(Z), 400.0)))
    return S * S


def softsign(Z: Array) -> Array:
    """The ratio z / (1 + |z|)."""
    # Beyond 1e17 the result rounds to 1; the limit keeps infinity from becoming inf / inf.
    Z = np.maximum(np.minimum(Z, 1e17), -1e17)
    return Z / (1.0 + np.abs(Z))


def dsoftsign(Z: Array, A: Array) -> Array:
    """1 / (1 + |z|)^2."""
    S = 1.0 / (1.0 + np.abs(Z))
    return S * S  # (1 + |z|)^2 itself would overflow


def arctan(Z: Array) -> Array:
    """The angle whose tangent is z."""
    return np.arctan(Z)


def darctan(Z: Array, A: Array) -> Array:
    """1 / (1 + z^2)."""
    S = 1.0 / np.hypot(1.0, Z)  # the root of the slope: z z itself would overflow
    return S * S


def hard_tanh(Z: Array) -> Array:
    """The line z, cut off at -1 and 1."""
    return np.maximum(np.minimum(Z, 1.0), -1.0)


def dhard_tanh(Z: Array, A: Array) -> Array:
    """1 between the corners, 0 outside and at them."""
    return np.heaviside(1.0 - np.abs(A), 0.0)


def hard_sigmoid(Z: Array, slope: float) -> Array:
    """A straight line through 1/2, cut off at 0 and 1."""
    return np.maximum(np.minimum(slope * Z + 0.5, 1.0), 0.0)


def dhard_sigmoid(Z: Array, A: Array, slope: float) -> Array:
    """The slope where A lies between 0 and 1, 0 outside and at the corners."""
    return slope * np.heaviside(0.5 - np.abs(A - 0.5), 0.0)


SIGMOID = Activation(
    name="sigmoid",
    title="sigmoid",
    f=sigmoid,
    df=dsigmoid,
    latex=r"g(z) = \frac{1}{1 + e^{-z}}",
    dlatex=r"g'(z) = g(z)\,(1 - g(z))",
    range=(0.0, 1.0),
    zero_centred=False,
    largest_slope=0.25,
    saturates=(True, True),
    source="Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors, eq. 2",
)

TANH = Activation(
    name="tanh",
    title="tanh",
    f=tanh,
    df=dtanh,
    latex=r"g(z) = \tanh z = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}",
    dlatex=r"g'(z) = 1 - g(z)^2",
    range=(-1.0, 1.0),
    zero_centred=True,
    largest_slope=1.0,
    saturates=(True, True),
    source="LeCun, Bottou, Orr and Müller 1998, Efficient BackProp, section 4.4",
)

SOFTSIGN = Activation(
    name="softsign",
    title="softsign",
    f=softsign,
    df=dsoftsign,
    latex=r"g(z) = \frac{z}{1 + \lvert z \rvert}",
    dlatex=r"g'(z) = \frac{1}{(1 + \lvert z \rvert)^2}",
    range=(-1.0, 1.0),
    zero_centred=True,
    largest_slope=1.0,
    saturates=(True, True),
    source="Bergstra, Desjardins, Lamblin and Bengio 2009, Quadratic polynomials learn better image features",
)

ARCTAN = Activation(
    name="arctan",
    title="arctangent",
    f=arctan,
    df=darctan,
    latex=r"g(z) = \arctan z",
    dlatex=r"g'(z) = \frac{1}{1 + z^2}",
    range=(-np.pi / 2, np.pi / 2),
    zero_centred=True,
    largest_slope=1.0,
    saturates=(True, True),
    source="Kamruzzaman and Aziz 2002, A note on activation function in multilayer feedforward learning",
)

HARD_TANH = Activation(
    name="hard_tanh",
    title="hard tanh",
    f=hard_tanh,
    df=dhard_tanh,
    latex=r"g(z) = \max(-1, \min(1, z))",
    dlatex=r"g'(z) = \begin{cases} 1 & \lvert z \rvert < 1 \\ 0 & \lvert z \rvert \ge 1 \end{cases}",
    range=(-1.0, 1.0),
    zero_centred=True,
    largest_slope=1.0,
    saturates=(True, True),
    source="Collobert 2004, Large Scale Machine Learning (thesis)",
    kinks=(-1.0, 1.0),
)


def _hard_sigmoid(slope: float) -> Activation:
    return Activation(
        name="hard_sigmoid",
        title="hard sigmoid",
        f=partial(hard_sigmoid, slope=slope),
        df=partial(dhard_sigmoid, slope=slope),
        latex=rf"g(z) = \max(0, \min(1, \alpha z + \tfrac12)),\quad \alpha = {slope:.4g}",
        dlatex=r"g'(z) = \begin{cases} \alpha & 0 < g(z) < 1 \\ 0 & \text{else} \end{cases}",
        range=(0.0, 1.0),
        zero_centred=False,
        largest_slope=slope,
        saturates=(True, True),
        source="Howard et al. 2019, Searching for MobileNetV3, section 5.2 (slope 1/6); Courbariaux, Bengio and David "
        "2015, BinaryConnect (slope 1/2)",
        parameters=(("slope", slope),),
        kinks=(-0.5 / slope, 0.5 / slope),
    )


HARD_SIGMOID = Family(
    "hard_sigmoid",
    "hard sigmoid",
    (Parameter("slope", r"\alpha", "slope of the straight part", default=1 / 6, above=0.0, at_most=1.0),),
    _hard_sigmoid,
)
