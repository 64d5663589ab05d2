"""Small attention layers and transformers for the tests; nothing in here is a test."""

import numpy as np

from nnviz.engine import Attention, PerStepLoss, TransformerArchitecture, activation, loss, one_hot

N, T, D, HEADS, SYMBOLS = 3, 5, 4, 2, 6


def matrices(leading=(), seed=0, d=D):
    rng = np.random.default_rng(seed)
    return tuple(rng.normal(0.0, 0.7, (*leading, d, d)) for _ in range(4))


def attention(leading=(), **options):
    return Attention(*matrices(leading), T, options.pop("heads", HEADS), **options)


def tokens(seed=1, n=N, steps=T, leading=()):
    return np.random.default_rng(seed).normal(size=(*leading, n, steps, D))


def task(*seeds, seed=3, **options):
    """A small transformer with parameters that are nowhere zero, a loss, symbols X and targets Y, some missing."""
    rng = np.random.default_rng(seed)
    chosen = {"symbols": SYMBOLS, "steps": T, "width": D, "heads": HEADS, "activation": activation("gelu"), **options}
    network = TransformerArchitecture(**chosen).build(*(seeds or (0,)))
    network = network.with_theta(network.theta + rng.normal(0.0, 0.3, network.theta.shape))
    Y = one_hot(rng.integers(0, SYMBOLS, N * T), SYMBOLS).reshape(N, T, SYMBOLS)
    Y[0, 3:] = Y[1, :2] = np.nan
    X = rng.integers(0, SYMBOLS, (N, T)).astype(np.float64)
    return network, PerStepLoss(loss("categorical_cross_entropy")), X, Y
