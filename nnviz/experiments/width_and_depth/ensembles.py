"""Ensembles that are trained: drawn from many seeds, or copied from a network that was built; shapes of equal size."""

from collections.abc import Sequence

import numpy as np

from nnviz.engine import Dense, Network, Purpose, activation, check_size, generator

SEEDS = 20

SMOOTH = 8.0
"""Of the first weights of tanh and sigmoid on the interval from 0 to 1."""


def random_networks(
    widths: Sequence[int], kind: str, seeds: int = SEEDS, seed: int = 0, within: tuple[float, float] = (0.0, 1.0)
) -> Network:
    """Draw an ensemble: weights as He et al. 2015 for ReLU and as Glorot and Bengio 2010 otherwise.

    The biases of the first layer are such that its kinks (or middles) lie evenly by chance in the data: with biases of
    0 all units of one input would bend at the same place, x = 0. The others are 0. Smooth units of one input get
    weights of standard deviation `SMOOTH`: with Xavier's they would be nearly straight on so short an interval.

    Parameters
    ----------
    widths : sequence of int
        Units of every layer, from the inputs to the output.
    kind : str
        The hidden activation.
    seeds, seed : int
        How many networks, and the seed of the first.
    within : tuple of float
        Where the inputs lie.
    """
    check_size(tuple(widths), seeds)
    layers = []
    for i, (n_in, n_out) in enumerate(zip(widths[:-1], widths[1:], strict=True)):
        spread = np.sqrt(2.0 / n_in if kind == "relu" else 2.0 / (n_in + n_out))
        if n_in == 1 and i == 0 and kind != "relu":
            spread = SMOOTH
        rngs = [generator(seed + k, Purpose.WEIGHTS, i) for k in range(seeds)]
        W = np.stack([rng.normal(0.0, spread, (n_in, n_out)) for rng in rngs])
        b = np.zeros((seeds, n_out))
        if i == 0:
            low, high = within
            places = np.stack([rng.uniform(low, high, (n_in, n_out)) for rng in rngs])
            b = -(W * places).sum(-2)
        layers.append(Dense(W, b, activation(kind if i < len(widths) - 2 else "identity")))
    return Network(tuple(layers))


def shaken(network: Network, noise: float, seeds: int = SEEDS, seed: int = 0) -> Network:
    """Return an ensemble of copies of a network, each parameter multiplied by 1 + noise times a normal number.

    Parameters
    ----------
    network : Network
        A single one.
    noise : float
        0 copies it as it is.
    seeds, seed : int
    """
    normal = [generator(seed + k, Purpose.WEIGHTS, 999).standard_normal(network.n_parameters) for k in range(seeds)]
    return network.with_theta(network.theta * (1.0 + noise * np.stack(normal)))


def equal_widths(n_in: int, depth: int, parameters: int) -> tuple[int, ...]:
    """Return a network of so many equal hidden layers whose number of parameters comes nearest to a number.

    Parameters
    ----------
    n_in : int
        Inputs; there is one output.
    depth : int
        Hidden layers, at least 1.
    parameters : int

    Returns
    -------
    tuple of int
        Units of every layer, inputs and output included.

    Examples
    --------
    >>> [equal_widths(1, depth, 120) for depth in (1, 2, 3, 4)]
    [(1, 40, 1), (1, 9, 9, 1), (1, 7, 7, 7, 1), (1, 5, 5, 5, 5, 1)]
    """
    if depth < 1:
        raise ValueError(f"expected at least one hidden layer, got {depth}")
    shapes = [(n_in, *(width,) * depth, 1) for width in range(1, parameters + 1)]
    return min(shapes, key=lambda shape: abs(count_parameters(shape) - parameters))


def count_parameters(widths: Sequence[int]) -> int:
    """Return how many weights and biases a dense network has.

    Parameters
    ----------
    widths : sequence of int
    """
    return sum((n_in + 1) * n_out for n_in, n_out in zip(widths[:-1], widths[1:], strict=True))
