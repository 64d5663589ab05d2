"""The loss along a straight line through all parameters, beside what the gradient predicts."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Network
from nnviz.experiments.backward_pass.example import BackwardExample
from nnviz.experiments.backward_pass.settings import MAX_LEARNING_RATE, MAX_NUDGE

NUDGES = 161
RATES = 161
"""Points on the line: both have a step of 0.025."""


@dataclass(frozen=True, eq=False)
class AlongLine:
    """The mean loss at theta + t * direction.

    Attributes
    ----------
    t : ndarray, shape (M,)
    loss : ndarray, shape (M,)
        The true loss, by a forward pass at every t.
    change : ndarray, shape (M,)
        What it differs from the loss at t = 0.
    predicted : ndarray, shape (M,)
        The slope times t.
    gap : ndarray, shape (M,)
        The true change less the predicted one.
    slope : float
        The gradient along the direction, from the backward pass.
    start : float
        The loss at t = 0.
    outputs : tuple of ndarray, each of shape (M, N, n)
        What each layer puts out at every t.
    """

    t: Array
    loss: Array
    change: Array
    predicted: Array
    gap: Array
    slope: float
    start: float
    outputs: tuple[Array, ...]


def along_line(example: BackwardExample, direction: Array, t: Array) -> AlongLine:
    """Evaluate the loss along a line, all points at once as an ensemble of networks.

    Parameters
    ----------
    example : BackwardExample
    direction : ndarray, shape (n_parameters,)
    t : ndarray, shape (M,)
    """
    thetas = example.network.theta + t[:, None] * direction
    trace = example.network.with_theta(thetas).forward(example.X)
    L = example.loss.forward(trace.A, example.Y).L
    start, slope = float(example.outcome.L), float(example.gradients.theta @ direction)
    change, predicted = L - start, slope * t
    outputs = tuple(layer.A for layer in trace.layers)
    return AlongLine(t, L, change, predicted, change - predicted, slope, start, outputs)


def nudge(example: BackwardExample, parameter: int) -> AlongLine:
    """Vary one parameter; the others stay."""
    direction = np.zeros(example.network.n_parameters)
    direction[parameter] = 1.0
    return along_line(example, direction, np.linspace(-MAX_NUDGE, MAX_NUDGE, NUDGES))


def update(example: BackwardExample, biases: bool = True) -> AlongLine:
    """Nudge all parameters at once, downhill: t is the learning rate of one step of gradient descent.

    Parameters
    ----------
    example : BackwardExample
    biases : bool
        False leaves them alone.
    """
    return along_line(example, descent(example, biases), np.linspace(0.0, MAX_LEARNING_RATE, RATES))


def descent(example: BackwardExample, biases: bool = True) -> Array:
    """Return minus the gradient, shape (n_parameters,); zero for biases that are left alone."""
    kept = np.ones(example.network.n_parameters) if biases else example.network.penalised
    direction: Array = -example.gradients.theta * kept
    return direction


def updated(example: BackwardExample, rate: float, biases: bool = True) -> Network:
    """Return the network after one step of gradient descent."""
    return example.network.with_theta(example.network.theta + rate * descent(example, biases))


def parameter_symbol(network: Network, parameter: int) -> str:
    """Return how the page names an entry of theta, its layer counted from 1: ``W1[0, 2]``."""
    layer, name, index = network.layout.entry(parameter)
    return f"{name}{layer + 1}[{', '.join(map(str, index))}]"
