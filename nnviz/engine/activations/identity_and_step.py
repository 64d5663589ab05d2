"""Two extremes: the identity, which is no nonlinearity at all, and the step, which has no slope to learn from."""

import numpy as np

from nnviz.engine.activations.record import Activation
from nnviz.engine.arrays import Array


def identity(Z: Array) -> Array:
    """Z itself, the very same array: layers with the identity amount to one single matrix."""
    return Z


def didentity(Z: Array, A: Array) -> Array:
    """1 everywhere."""
    return np.where(np.isnan(Z), Z, 1.0)  # what is not a number has no slope


def step(Z: Array) -> Array:
    """1 from zero on, 0 below: the perceptron's yes or no."""
    return np.heaviside(Z, 1.0)


def dstep(Z: Array, A: Array) -> Array:
    """0 everywhere, which is why a step cannot be trained by gradient descent.

    On both sides the step is flat: a small change of z changes nothing, so the slope is 0. At z = 0 it jumps and has no
    slope at all; 0 stands there too. Every gradient that passes a step is multiplied by 0, so no weight before it
    ever changes. That is why smooth activations such as the sigmoid are used.
    """
    return 0.0 * A


IDENTITY = Activation(
    name="identity",
    title="identity",
    f=identity,
    df=didentity,
    latex=r"g(z) = z",
    dlatex=r"g'(z) = 1",
    range=(-np.inf, np.inf),
    zero_centred=True,
    largest_slope=1.0,
    saturates=(False, False),
    source="Widrow and Hoff 1960, Adaptive switching circuits (a linear unit trained by its slope)",
)

STEP = Activation(
    name="step",
    title="step",
    f=step,
    df=dstep,
    latex=r"g(z) = \begin{cases} 1 & z \ge 0 \\ 0 & z < 0 \end{cases}",
    dlatex=r"g'(z) = 0 \quad (z \ne 0)",
    range=(0.0, 1.0),
    zero_centred=False,
    largest_slope=0.0,
    saturates=(True, True),
    source="McCulloch and Pitts 1943, A logical calculus of the ideas immanent in nervous activity; "
    "Rosenblatt 1958, The perceptron",
    kinks=(0.0,),
)
