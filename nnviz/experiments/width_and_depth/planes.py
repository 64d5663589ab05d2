"""Small ReLU networks on the plane, as they are drawn at random and as they are after some training."""

import numpy as np

from nnviz.datasets import dataset
from nnviz.engine import (
    Array,
    Batches,
    Dense,
    Network,
    Purpose,
    Rules,
    TrainState,
    activation,
    generator,
    loss,
    optimizer,
    take_steps,
)

WINDOW = (-1.5, 1.5)


def random_network(widths: tuple[int, ...], seed: int = 0) -> Network:
    """Draw a network with two inputs and one output, whose first kinks lie all over the window.

    Weights are He's; biases are normal with standard deviation 1/2, so that lines do not all pass through the middle.

    Parameters
    ----------
    widths : tuple of int
        Units of each hidden layer.
    seed : int

    Raises
    ------
    ValueError
        If there is no hidden layer, or one without a unit.
    """
    if not widths or min(widths) < 1:
        raise ValueError(f"expected at least one hidden layer of at least one unit, got {widths}")
    sizes = (2, *widths, 1)
    layers = []
    for i, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
        rng = generator(seed, Purpose.WEIGHTS, i)
        W = rng.normal(0.0, np.sqrt(2.0 / n_in), (n_in, n_out))
        last = i == len(sizes) - 2
        b = np.zeros(n_out) if last else rng.normal(0.0, 0.5, n_out)
        layers.append(Dense(W, b, activation("identity" if last else "relu")))
    return Network(tuple(layers))


def circle_samples() -> tuple[Array, Array]:
    """Return a disc inside a ring, scaled into the window: X (300, 2) and Y (300, 1)."""
    data = dataset("circle", samples=300)
    return data.X / 4.5, data.Y


def trained_network(widths: tuple[int, ...], seed: int = 0, steps: int = 300) -> Network:
    """Train such a network to tell a disc from the ring around it.

    Parameters
    ----------
    widths : tuple of int
    seed : int
    steps : int
        Steps of Adam over all samples, at a rate of 0.02.
    """
    X, Y = circle_samples()
    state = TrainState.start(
        random_network(widths, seed), Rules(loss("binary_cross_entropy"), optimizer("adam"), 0.02), seed
    )
    return take_steps(state, Batches(X, Y, len(X), seed).batch, steps).network
